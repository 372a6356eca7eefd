import http from 'node:http';
import https from 'node:https';
import type { HttpRequest, HttpResponse } from '../../cloud/kernel/http.ts';

/** Of one connection, not of the message: RFC 9110, 7.6.1. */
const ofConnection: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);

/**
 * Sends a request on as it came, its `Host` included: signatures cover it. Rejects where the target gives no answer.
 */
export function forward(target: URL, request: HttpRequest): Promise<HttpResponse> {
  const { method, path, query, body, signal } = request;
  const headers: Record<string, string | number> = { 'content-length': body.byteLength };
  for (const [name, value] of Object.entries(request.headers)) {
    if (!ofConnection.has(name) && name !== 'expect') headers[name] = value;
  }
  const options = { method, path: query === '' ? path : `${path}?${query}`, headers, ...(signal && { signal }) };
  return new Promise((resolve, reject) => {
    const outgoing = (target.protocol === 'https:' ? https : http).request(target, options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () => {
        resolve({ status: incoming.statusCode ?? 502, headers: answered(incoming), body: Buffer.concat(chunks) });
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

function answered({ headers }: http.IncomingMessage): HttpResponse['headers'] {
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || ofConnection.has(name) ? [] : [[name, value] as const],
  );
  return Object.fromEntries(kept);
}
