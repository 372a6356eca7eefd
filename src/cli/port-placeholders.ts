import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { SquallError } from '../cloud/kernel/errors.ts';

const placeholder = /\{port:(\d+)\}/g;

/**
 * Finds a port for each `{port:4580}` in the texts: that one, or a free one where it is taken. The answer writes them into
 * a text, the same in all.
 */
export async function findPorts(texts: readonly string[]): Promise<(text: string) => string> {
  const wanted = new Set(texts.flatMap((text) => [...text.matchAll(placeholder)].map(([, port = '']) => port)));
  const ports = new Map<string, number>();
  const held: Server[] = [];
  // All are held until all are found: no two get the same.
  for (const text of wanted) {
    const server = (await hold(portOf(text))) ?? (await hold(0));
    if (!server) throw new SquallError('InvalidOption', `There is no free port for {port:${text}}.`, 'End a program.');
    held.push(server);
    ports.set(text, (server.address() as AddressInfo).port);
  }
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return (text) => text.replace(placeholder, (whole, port: string) => String(ports.get(port) ?? whole));
}

function portOf(text: string): number {
  const port = Number(text);
  if (port > 0 && port < 65_536) return port;
  throw new SquallError('InvalidOption', `{port:${text}} names no port.`, 'For example {port:4580}.');
}

async function hold(port: number): Promise<Server | undefined> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return server;
  } catch {
    return undefined;
  }
}
