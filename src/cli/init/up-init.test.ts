import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'squall-init-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(stage: string, name: string, text: string): void {
  mkdirSync(join(directory, `${stage}.d`), { recursive: true });
  writeFileSync(join(directory, `${stage}.d`, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(directory, `${stage}.d`, name), 0o755);
}

it('`squall up --init` is ready after the scripts, which reach the cloud until it ends', {
  timeout: 60_000,
}, async () => {
  const asked = join(directory, 'asked');
  const ask = `node -e "fetch(process.env.AWS_ENDPOINT_URL + '/_localstack/init').then(async (r) => require('node:fs').appendFileSync('${asked}', await r.text() + '\\n'))"`;
  write('boot', '1.sh', 'echo booting');
  write('ready', '1.sh', ask);
  write('shutdown', '1.sh', ask);
  const argv = ['--conditions=squall-source', 'src/cli/main.ts', 'up', '--port', '0', '--json', '--init', directory];
  const up = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { out: '', err: '' };
  up.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
  const ended = new Promise((resolve) => up.once('close', resolve));
  const isReady = new Promise<void>((resolve) => {
    up.stdout.on('data', (chunk: Buffer) => {
      output.out += chunk.toString();
      if (output.out.includes('\n')) resolve();
    });
  });

  await Promise.race([isReady, ended]);
  const wasAsked = existsSync(asked);
  up.kill('SIGTERM');

  expect(await ended).toBe(0);
  expect(wasAsked).toBe(true);
  expect(JSON.parse(output.out)).toMatchObject({ ready: true });
  expect(output.err).toContain('booting');
  expect(
    readFileSync(asked, 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { completed: unknown }).completed),
  ).toEqual([
    { BOOT: true, START: true, READY: false, SHUTDOWN: false },
    { BOOT: true, START: true, READY: true, SHUTDOWN: false },
  ]);
});
