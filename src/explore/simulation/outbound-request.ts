import type { LeavingRequest } from '../../cloud/kernel/http.ts';
import { parseJson } from '../../cloud/kernel/json.ts';
import type { OutboundRequest } from '../../cloud/services/lambda/executors/in-process/in-process-executor.ts';

/** A request that leaves the cloud, of a function or of a service. */
export type WorldRequest = OutboundRequest & Pick<LeavingRequest, 'parent'>;

/** What a service sends to a server outside, in the form of what functions send there. */
export function outboundRequest({ method, url, headers, body, parent }: LeavingRequest): WorldRequest {
  const told = Object.entries({ host: url.host, ...headers }).map(([name, value]) => [name, String(value)] as const);
  return {
    method,
    path: url.pathname,
    query: url.search.slice(1),
    headers: Object.fromEntries(told),
    rawHeaders: told.flat(),
    remoteAddress: '127.0.0.1',
    body: body ?? new Uint8Array(),
    url: url.href,
    accessKeyId: '',
    ...(parent !== undefined && { parent }),
  };
}

/** Where a receiver that is asked whether it wants messages says so; undefined for all other requests. */
export function confirmationUrl({ body }: LeavingRequest, endpoint: string): URL | undefined {
  const told = parseJson(Buffer.from(body ?? '').toString('utf8')) as { readonly SubscribeURL?: unknown } | null;
  const url = typeof told?.SubscribeURL === 'string' ? URL.parse(told.SubscribeURL) : undefined;
  return url?.origin === endpoint ? url : undefined;
}
