import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { root } from '../child.ts';

/** `squall dev` as people run it. */
export interface DevProcess {
  /** Of the app's API, without a slash at its end. */
  readonly apiUrl: string;
  stop(): Promise<void>;
}

const main = join(root, 'src', 'cli', 'main.ts');

/** Starts it in a project, and waits until the app is deployed. */
export async function startDev(directory: string, argv: readonly string[] = []): Promise<DevProcess> {
  const words = ['--conditions=squall-source', main, 'dev', '--port', '0', '--json', '--log', 'error', ...argv];
  const child = spawn(process.execPath, words, { cwd: directory, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = createInterface({ input: child.stdout });
  const apiUrl = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const { stacks } = JSON.parse(line) as { stacks?: { outputs: { ApiUrl?: string } }[] };
      const url = stacks?.[0]?.outputs.ApiUrl;
      if (url !== undefined) resolve(url.replace(/\/$/, ''));
    });
    void ended.then(() => reject(new Error(`squall dev ended in ${directory}`)));
  });
  const stop = (): Promise<void> => {
    child.kill('SIGTERM');
    return ended;
  };
  return { apiUrl, stop };
}

const askingMsMax = 60_000;

/** Between two requests: who asks without pause takes the processor from what he waits for. */
const pauseMs = 10;

/** Milliseconds until the answer satisfies, from now. */
export async function untilAnswers(ask: () => Promise<string>, isNew: (answer: string) => boolean): Promise<number> {
  const startMs = performance.now();
  let answer = '';
  while (performance.now() - startMs < askingMsMax) {
    answer = await ask();
    if (isNew(answer)) return performance.now() - startMs;
    await wait(pauseMs);
  }
  throw new Error(`No new answer within a minute; the last one: ${answer}`);
}
