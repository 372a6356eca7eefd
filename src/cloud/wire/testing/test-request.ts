import type { HttpRequest } from '../../kernel/http.ts';

/** A request for tests: `target` is path and query; with `service` it is signed for that service in eu-west-1. */
export function testRequest(
  method: string,
  target: string,
  options: {
    readonly headers?: Record<string, string>;
    readonly body?: string | Uint8Array;
    readonly service?: string;
  } = {},
): HttpRequest {
  const [path = '/', query = ''] = target.split('?');
  const scope = `AKIAIOSFODNN7EXAMPLE/20261103/eu-west-1/${options.service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`;
  const headers = {
    host: 'localhost:4566',
    ...(options.service !== undefined && { authorization }),
    ...options.headers,
  };
  return {
    method,
    path,
    query,
    headers,
    rawHeaders: [],
    body: Buffer.from(options.body ?? ''),
    remoteAddress: '127.0.0.1',
  };
}
