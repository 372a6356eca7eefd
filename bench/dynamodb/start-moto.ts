import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { type Child, untilAnswer } from '../child.ts';

/** The peer from PyPI, where Python has it (`pip install 'moto[server,dynamodb]'`); undefined where it has not. */
export async function startMoto(): Promise<Child | undefined> {
  const port = await freePort();
  const child = spawn('python3', ['-m', 'moto.server', '-p', String(port)], { stdio: 'ignore' });
  const ended = new Promise<'ended'>((resolve) => {
    child.once('exit', () => resolve('ended'));
    child.once('error', () => resolve('ended'));
  });
  if ((await Promise.race([untilAnswer(port, '/moto-api/data.json'), ended])) === 'ended') return undefined;
  return {
    process: child,
    port,
    output: () => '',
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { readonly port: number };
      server.close(() => resolve(port));
    });
  });
}
