import { adminHeader } from '../cloud/admin/admin-header.ts';
import { shieldBlobs } from '../cloud/admin/blob-json.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { AwsError, SquallError, type SquallErrorCode } from '../cloud/kernel/errors.ts';
import { rootCaller } from '../cloud/kernel/identity.ts';

/** What the harness needs of a cloud, wherever it runs. */
export interface CloudClient {
  readonly endpoint: string;
  readonly account: string;
  readonly region: string;
  /** Calls an operation of a service; throws `AwsError` with AWS's code. */
  call<Output = Record<string, unknown>>(service: string, operation: string, input: object): Promise<Output>;
  /** The cloud's time, in milliseconds since 1970. */
  now(): Promise<number>;
}

interface Place {
  readonly account?: string;
  readonly region?: string;
}

const defaultPlace = { account: '000000000000', region: 'us-east-1' };

/** A client for a cloud in this process. */
export function clientOf(cloud: Cloud, place: Place = {}): CloudClient {
  const { account, region } = { ...defaultPlace, region: cloud.kernel.settings.defaultRegion, ...place };
  const caller = rootCaller(account, account);
  return {
    endpoint: cloud.endpoint,
    account,
    region,
    call: (service, operation, input) => cloud.kernel.call(service, operation, input, { caller, account, region }),
    now: async () => cloud.clock.now(),
  };
}

/** A client for a cloud behind an endpoint. Throws `SquallError` when nobody answers there. */
export function connect(endpoint: string, place: Place = {}): CloudClient {
  const { account, region } = { ...defaultPlace, ...place };
  return {
    endpoint,
    account,
    region,
    async call<Output>(service: string, operation: string, input: object) {
      const body = { service, operation, input: shieldBlobs(input), account, region };
      const answer = await askAdmin<{ output?: unknown; error?: { code: string; message: string } }>(
        endpoint,
        'POST /_squall/call',
        body,
      );
      if (answer.error) throw new AwsError(answer.error.code, answer.error.message);
      return answer.output as Output;
    },
    now: async () => Date.parse((await askAdmin<{ now: string }>(endpoint, 'GET /_squall/clock')).now),
  };
}

/** One request to the admin API of the cloud at `endpoint`. */
export async function askAdmin<Answer>(endpoint: string, route: string, body?: object): Promise<Answer> {
  const [method = 'GET', path = '/'] = route.split(' ');
  const headers = { [adminHeader]: '1', 'content-type': 'application/json' };
  const request = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const response = await fetch(endpoint + path, request).catch((cause) => {
    throw new SquallError('CloudUnreachable', `No cloud answers at ${endpoint}.`, 'Start one: squall up', { cause });
  });
  const answer = (await response.json().catch(() => ({}))) as Answer & {
    code?: SquallErrorCode;
    message?: string;
    hint?: string;
  };
  if (response.ok) return answer;
  throw new SquallError(
    answer.code ?? 'CloudUnreachable',
    answer.message ?? `${endpoint} answered ${response.status}.`,
    answer.hint ?? 'Is it Squall that listens there? Try: squall status',
  );
}
