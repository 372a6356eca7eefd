import { STATUS_CODES } from 'node:http';
import { parseArn } from '../../../kernel/arns.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { Subscription } from '../state.ts';
import { isHttp } from '../subscriptions/endpoints.ts';

/** What an endpoint answered, as delivery status logs tell it. */
export interface ProviderResponse {
  readonly text: string;
  readonly status: number;
}

const requestIdNames: Readonly<Record<string, string>> = {
  sqs: 'sqsRequestId',
  lambda: 'lambdaRequestId',
  firehose: 'firehoseRequestId',
};

/** Of a delivery that was taken. `requestId` is that of the attempt. */
export function taken({ protocol }: Pick<Subscription, 'protocol'>, requestId: string): ProviderResponse {
  const name = requestIdNames[protocol];
  // Functions are told asynchronously.
  const status = protocol === 'lambda' ? 202 : 200;
  return { text: name === undefined ? 'OK' : JSON.stringify({ [name]: requestId }), status };
}

/** Of a delivery that was given up. Texts as in logs of real topics. */
export function refused({ protocol, endpoint }: Subscription, error: unknown, host: string): ProviderResponse {
  const status = error instanceof AwsError ? (error.status ?? 400) : 400;
  const name = requestIdNames[protocol];
  if (isHttp(protocol) || name === undefined) return { text: STATUS_CODES[status] ?? 'Error', status };
  const { code, message } = errorOf(protocol, endpoint, error, host);
  return { text: JSON.stringify({ ErrorCode: code, ErrorMessage: message, [name]: 'Unrecoverable' }), status };
}

function errorOf(protocol: string, endpoint: string, error: unknown, host: string) {
  const { name: code, message } = error instanceof Error ? error : new Error(String(error));
  if (protocol !== 'sqs') return { code, message };
  const { account, resource } = parseArn(endpoint) ?? { account: '', resource: endpoint };
  if (/^AccessDenied/.test(code)) {
    return { code: 'AccessDenied', message: `Access to the resource ${host}/${account}/${resource} is denied.` };
  }
  if (code === 'QueueDoesNotExist') return { code: 'AWS.SimpleQueueService.NonExistentQueue', message };
  return { code, message };
}
