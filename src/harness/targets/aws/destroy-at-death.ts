import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * A process of its own that waits on a pipe: when this process is gone, however it ended, the pipe closes, and the command
 * is run. Told that all is done, it ends without a word.
 */
const watcher = `
  const { spawnSync } = require('node:child_process');
  let said = '';
  process.stdin.on('data', (chunk) => { said += chunk; });
  process.stdin.on('end', () => {
    if (said.includes('done')) return;
    const [program, ...argv] = JSON.parse(process.argv[1]);
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      if (spawnSync(program, argv, { stdio: 'inherit' }).status === 0) break;
    }
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
`;

export interface DeathWatch {
  /** All is destroyed already. */
  done(): void;
  /** The watching process is gone. */
  readonly ended: Promise<void>;
}

/** Runs `command` when this process dies before `done` was called; what it says goes into `log`. */
export function atDeath(
  command: readonly string[],
  log: string,
  environment: Readonly<Record<string, string>> = {},
): DeathWatch {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'a');
  const child: ChildProcess = spawn(process.execPath, ['-e', watcher, JSON.stringify(command)], {
    // A session of its own: what ends this one by a signal does not reach it.
    detached: true,
    stdio: ['pipe', output, output],
    env: { ...process.env, ...environment },
  });
  child.unref();
  (child.stdin as unknown as { unref?(): void } | null)?.unref?.();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return { done: () => void child.stdin?.end('done'), ended };
}
