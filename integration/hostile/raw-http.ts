import { type Agent, request as send } from 'node:http';

/** A request as `node:http` takes it. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Sends what no SDK would. */
export function askRaw(port: number, { method, path, headers, body }: RawRequest, agent?: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const target = { port, host: '127.0.0.1', method, path, ...(agent && { agent }) };
    const outgoing = send({ ...target, headers: { ...headers, 'content-length': body.byteLength } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
