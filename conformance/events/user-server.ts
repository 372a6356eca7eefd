import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One request as the user's server got it. */
export interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface UserServer {
  readonly origin: string;
  readonly seen: Seen[];
  answer: (request: Seen, response: ServerResponse) => void;
  close(): void;
}

/** A server of the user's on this machine; it answers 200 unless told otherwise. */
export async function startUserServer(): Promise<UserServer> {
  const seen: Seen[] = [];
  const http = createServer((request, response) => {
    void text(request).then((body) => {
      const one = { method: request.method, url: request.url, headers: request.headers, body };
      seen.push(one);
      server.answer(one, response);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const server: UserServer = {
    origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    seen,
    answer: (_request, response) => response.end('{}'),
    close: () => {
      http.closeAllConnections();
      http.close();
    },
  };
  return server;
}
