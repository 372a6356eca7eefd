import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const names = readdirSync('scripts/failures').flatMap((file) =>
  /^(?:main|stage)\.ts$/.test(file) ? [] : [file.replace('.ts', '')],
);

test.each(names)('the script %s tells what should happen, and it does', { timeout: 120_000 }, async (name) => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--conditions=squall-source',
    'scripts/failures/main.ts',
    name,
  ]);

  expect(stdout).toMatch(/Watch: |By hand: /);
  expect(stdout).toContain('The API held.');
});
