import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdersByProc, holdersByPs } from './temporary-directory-holders.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'squall-holders-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const holders = (script: string, path = '/usr/bin:/bin'): string[] =>
  execFileSync('/bin/sh', ['-c', `${script}\nholders "$1"`, 'sh', directory], { env: { PATH: path } })
    .toString()
    .split('\n')
    .filter((line) => line !== '');

describe('holders of a temporary directory', () => {
  it.runIf(process.platform === 'linux')('are found in /proc', () => {
    const child = spawn('sleep', ['600'], { env: { TMPDIR: join(directory, 'one') }, stdio: 'ignore' });
    try {
      expect(holders(holdersByProc)).toEqual([String(child.pid)]);
    } finally {
      child.kill();
    }
  });

  it('are found in what ps of macOS prints, which is command line and environment', () => {
    const lines = [
      `  11 node index.js PATH=/bin TMPDIR=${directory}/one HOME=/`,
      `  12 node index.js PATH=/bin TMPDIR=${tmpdir()} HOME=/`,
      `13 vi ${directory}/one`,
    ];
    writeFileSync(join(directory, 'ps'), `#!/bin/sh\ncat <<'END'\n${lines.join('\n')}\nEND\n`);
    chmodSync(join(directory, 'ps'), 0o755);

    expect(holders(holdersByPs, `${directory}:/usr/bin:/bin`)).toEqual(['11']);
  });

  it('are nobody where ps has no such option', () => {
    writeFileSync(join(directory, 'ps'), '#!/bin/sh\necho "ps: illegal option -- E" >&2\nexit 1\n');
    chmodSync(join(directory, 'ps'), 0o755);

    expect(holders(holdersByPs, `${directory}:/usr/bin:/bin`)).toEqual([]);
  });
});
