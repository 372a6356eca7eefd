import { STATUS_CODES } from 'node:http';
import { callBackend } from '../../../../gateway/integrations/call-integration.ts';
import { AwsError } from '../../../../kernel/errors.ts';
import type { Operation } from '../../../../service-kit/contract.ts';
import type { StatesRuntime } from '../../runtime.ts';
import type { StatesState } from '../../state.ts';
import type { EndpointRequest } from './endpoint-request.ts';

/** What a server answered. */
export interface EndpointAnswer {
  readonly Status: number;
  readonly StatusText: string;
  readonly Headers: Readonly<Record<string, readonly string[]>>;
  readonly Body: Uint8Array;
}

/** AWS: an HTTP task ends after so long. https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html */
export const timeoutMs = 60_000;
export const timedOut = 'The HTTP request timed out after 60 seconds.';
/** Codes that it throws. */
export const endpointErrors: readonly string[] = ['Http.Socket', 'DataLimitExceeded'];
/** What the header `Range` asks for. */
const answerBytesMax = 262_145;

/**
 * Ours in form; AWS's permission of this name is what a state machine needs for it. Sends the request of a task to a
 * user's server. Throws the errors of tasks: `Http.Socket` where none answers in time.
 */
export const invokeHttpEndpoint: Operation<EndpointRequest, EndpointAnswer, StatesState, StatesRuntime> = async (
  _state,
  { Method: method, Url, Headers: headers, Body },
  { runtime, clock, requestId: parent },
) => {
  const request = {
    method,
    url: new URL(Url),
    headers,
    ...(Body !== undefined && { body: Buffer.from(Body) }),
    responseBytesMax: answerBytesMax,
    keepsConnectionHeaders: true,
    parent,
  };
  const outcome = await callBackend(runtime.outbound, clock, request, timeoutMs);
  if (outcome.kind === 'timeout') throw new AwsError('Http.Socket', timedOut);
  if (outcome.kind === 'unreachable') {
    if (/larger than/.test(outcome.reason)) {
      throw new AwsError('DataLimitExceeded', 'The response exceeds the maximum number of bytes service limit.');
    }
    throw new AwsError('Http.Socket', outcome.reason);
  }
  const { status, headers: answered, body } = outcome.response;
  return {
    Status: status,
    StatusText: STATUS_CODES[status] ?? '',
    Headers: Object.fromEntries(Object.entries(answered).map(([name, value]) => [name, [value].flat()])),
    Body: typeof body === 'string' ? Buffer.from(body) : body,
  };
};
