import { type ChildProcess, spawn } from 'node:child_process';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';

export interface Child {
  readonly process: ChildProcess;
  readonly port: number;
  /** All that it has printed. */
  output(): string;
  stop(): Promise<void>;
}

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Starts a Node program that prints its port as `{"port":N}`, and waits for that line. */
export function startNode(file: string, argv: readonly string[] = [], options: readonly string[] = []): Promise<Child> {
  const child = spawn(process.execPath, [...options, file, ...argv], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      if (child.exitCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    });
  let output = '';
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      const port = /"port":(\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve({ process: child, port: Number(port), output: () => output, stop });
    });
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code} before it was ready: ${output}`)));
  });
}

/** Milliseconds until the path answers, from now, asking without pause. */
export async function untilAnswer(port: number, path: string): Promise<void> {
  for (;;) {
    const answered = await new Promise<boolean>((resolve) => {
      const call = request({ port, path, host: '127.0.0.1' }, (response) => {
        response.resume();
        response.on('end', () => resolve(true));
      });
      call.on('error', () => resolve(false));
      call.end();
    });
    if (answered) return;
  }
}
