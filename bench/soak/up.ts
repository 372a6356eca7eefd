import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Bytes of a running process. */
export interface Memory {
  /** Heap and external memory after a collection. */
  readonly usedBytes: number;
  readonly rss: number;
}

/** `squall up` in a process of its own. */
export interface Up extends AsyncDisposable {
  readonly endpoint: string;
  memory(): Promise<Memory>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Starts `squall up` as users do, but able to tell what it holds after a collection. */
export async function startUp(argv: readonly string[] = []): Promise<Up> {
  const options = ['--expose-gc', '--import', './bench/soak/report-memory.ts', '--conditions=squall-source'];
  const command = ['src/cli/main.ts', 'up', '--port', '0', '--json', '--log', 'error', ...argv];
  const child = spawn(process.execPath, [...options, ...command], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8')));
    child.once('exit', (code) => reject(new Error(`squall up ended with ${code}`)));
  });
  const { endpoint } = JSON.parse(line) as { readonly endpoint: string };
  return {
    endpoint,
    memory: () =>
      new Promise((resolve) => {
        child.once('message', (memory) => resolve(memory as Memory));
        child.send('memory');
      }),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}
