import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { isRunning } from './processes/is-running.ts';
import { isStartedByNpx } from './until-stopped.ts';

const npx = { npm_command: 'exec', npm_lifecycle_event: 'npx' };

describe('a cloud ends with its parent', () => {
  it.each(["'squall'", 'squall', 'squall up --port 4570'])('if npx runs it alone: %s', (script) => {
    expect(isStartedByNpx({ ...npx, npm_lifecycle_script: script })).toBe(true);
  });

  it.each([
    ['a shell', {}],
    ['a script of npm', { npm_command: 'run-script', npm_lifecycle_event: 'dev', npm_lifecycle_script: 'squall up &' }],
    ['a shell of npx that goes on', { ...npx, npm_lifecycle_script: 'squall up & sleep 5' }],
    ['another program that npx runs', { ...npx, npm_lifecycle_script: "'vitest'" }],
  ])('but not if it was started by %s', (_who, environment) => {
    expect(isStartedByNpx(environment)).toBe(false);
  });
});

describe.skipIf(process.platform === 'win32')('a cloud under the shell of npx', { timeout: 60_000 }, () => {
  let shell: ChildProcess;
  afterEach(() => shell.kill('SIGKILL'));

  it('ends when the shell is ended, as npx ends it', async () => {
    const main = fileURLToPath(new URL('main.ts', import.meta.url));
    const command = `"${process.execPath}" --conditions=squall-source "${main}" up --port 0 --json; true`;
    shell = spawn('/bin/sh', ['-c', command], {
      env: { ...process.env, ...npx, npm_lifecycle_script: "'squall'" },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const line = await new Promise<string>((resolve) => shell.stdout?.once('data', (chunk) => resolve(String(chunk))));
    const { pid } = JSON.parse(line) as { pid: number };
    expect(isRunning(pid)).toBe(true);

    shell.kill('SIGTERM');

    await expect.poll(() => isRunning(pid), { timeout: 20_000 }).toBe(false);
  });
});
