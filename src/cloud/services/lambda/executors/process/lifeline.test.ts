import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const executor = new URL('./process-executor.ts', import.meta.url).href;
const clock = new URL('../../../../kernel/clock.ts', import.meta.url).href;

/** A parent with two environments: one waits for an invoke, one spins for ever. Prints the pids of both. */
const parent = (directory: string): string => `
  import { ProcessExecutor } from '${executor}';
  import { Clock } from '${clock}';
  const log = { level: 'silent', error() {}, warn() {}, info() {}, debug() {} };
  const executor = new ProcessExecutor({ log, clock: new Clock(), inspection: { prepareBy() {}, inspects: () => false }, settings: { workDirectory: '${directory}' } });
  const spec = { runtime: 'nodejs24.x', handler: 'index.handler', taskRoot: '${directory}/code', layersRoot: undefined, variables: { TMPDIR: '${directory}/lambda/tmp/one' }, memoryMb: 128 };
  const invocation = (spin) => ({ requestId: 'r', remainingMs: 60000, invokedFunctionArn: 'a', traceId: 't', clientContext: undefined, event: Buffer.from(JSON.stringify({ spin })) });
  const say = (text) => process.stdout.write('pid ' + text + '\\n');
  for (const spin of [false, true]) {
    const runtime = await executor.start(spec, say);
    await runtime.initialized;
    void runtime.invoke(invocation(spin));
  }
`;

/** Starts a process with a session of its own and prints both pids. */
const handler = `exports.handler = async ({ spin }) => {
  const { spawn } = require('node:child_process');
  const { pid } = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  process.stdout.write(process.pid + '\\n' + pid + '\\n');
  if (spin) for (;;);
};`;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'squall-lifeline-'));
  mkdirSync(join(directory, 'code'));
  writeFileSync(join(directory, 'code', 'index.js'), handler);
  writeFileSync(join(directory, 'parent.mts'), parent(directory));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('child processes', () => {
  it('do not outlive a parent that is killed, whether they wait, spin or left their group', async () => {
    const child = spawn(process.execPath, [join(directory, 'parent.mts')], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pids = await readPids(child, 4);
    expect(pids.every(isAlive)).toBe(true);

    child.kill('SIGKILL');

    await expect.poll(() => pids.filter(isAlive), { timeout: 10_000 }).toEqual([]);
  });
});

async function readPids(child: ChildProcess, count: number): Promise<number[]> {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  for (;;) {
    const pids = [...text.matchAll(/pid (\d+)/g)].map((match) => Number(match[1]));
    if (pids.length === count) return pids;
    await sleep(20);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
