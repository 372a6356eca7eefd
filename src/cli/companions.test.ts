import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRunning } from './processes/is-running.ts';

const companions = new URL('./companions.ts', import.meta.url).href;

let directory: string;
let squall: ChildProcess;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'companions-'));
});
afterEach(() => {
  squall.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

/** Starts a process with companions that leave their process ids in files; answers these when all are there. */
async function start(commands: readonly string[], ending = ''): Promise<number[]> {
  const program = `
    import { writeFileSync } from 'node:fs';
    import { startCompanions } from '${companions}';
    startCompanions(${JSON.stringify(commands)}, 'http://127.0.0.1:1', true);
    // A companion may run before its guardian has heard of it.
    writeFileSync('started', '1');
    setInterval(() => {}, 1000);
    ${ending}`;
  writeFileSync(join(directory, 'squall.mts'), program);
  squall = spawn(process.execPath, [join(directory, 'squall.mts')], { cwd: directory, stdio: 'ignore' });
  const read = () => commands.flatMap((_, index) => [numberIn(`shell${index}`), numberIn(`child${index}`)]);
  await expect.poll(() => [numberIn('started'), ...read()], { timeout: 15_000 }).not.toContain(0);
  return read();
}

function numberIn(file: string): number {
  try {
    return Number(readFileSync(join(directory, file), 'utf8'));
  } catch {
    return 0;
  }
}

/** A shell with a child of its own, both of which stay. */
const companion = (index: number, before = ''): string =>
  `${before} sleep 600 & echo $! > child${index}; echo $$ > shell${index}; wait; sleep 600`;

describe.skipIf(process.platform === 'win32')('companions and what they start', () => {
  it.each(['SIGKILL', 'SIGHUP', 'SIGTERM'] as const)('end when their squall is ended by %s', async (signal) => {
    const pids = await start([companion(0), companion(1)]);
    expect(pids.every(isRunning)).toBe(true);

    squall.kill(signal);

    await expect.poll(() => pids.filter(isRunning), { timeout: 15_000 }).toEqual([]);
  });

  it('end when their squall crashes', async () => {
    const watched = `setInterval(() => { if (fs.existsSync('crash')) throw new Error('a bug'); }, 20);`;
    const pids = await start([companion(0)], `import * as fs from 'node:fs'; ${watched}`);

    writeFileSync(join(directory, 'crash'), '');

    await expect.poll(() => pids.filter(isRunning), { timeout: 15_000 }).toEqual([]);
  });

  it('are killed when they do not end as they are told to', async () => {
    const pids = await start([companion(0, "trap '' TERM;")]);

    squall.kill('SIGKILL');

    await expect.poll(() => pids.filter(isRunning), { timeout: 15_000 }).toEqual([]);
  });

  it('end when only what the shell left behind is there', async () => {
    const pids = await start(['sleep 600 & echo $! > child0; echo $$ > shell0']);
    const [shell = 0, child = 0] = pids;
    await expect.poll(() => isRunning(shell), { timeout: 15_000 }).toBe(false);
    expect(isRunning(child)).toBe(true);

    squall.kill('SIGKILL');

    await expect.poll(() => isRunning(child), { timeout: 15_000 }).toBe(false);
  });
});
