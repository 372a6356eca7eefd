import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A stranger's server. It answers to every Host, so the browser's names decide which site it is. */
export interface Attacker {
  readonly port: number;
  /** What every path but `/redirect` and `/repeat` answers. */
  page: string;
  close(): Promise<void>;
}

export async function startAttacker(): Promise<Attacker> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://attacker');
    const location = searchParams.get('to') ?? '/';
    if (pathname === '/redirect') response.writeHead(302, { location }).end();
    else if (pathname === '/repeat') response.writeHead(307, { location }).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end(attacker.page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const attacker: Attacker = {
    port: (server.address() as AddressInfo).port,
    page: '',
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return attacker;
}
