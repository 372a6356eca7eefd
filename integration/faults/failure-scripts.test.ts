import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const names = readdirSync('scripts/failures').flatMap((file) =>
  /^(?:main|stage)\.ts$/.test(file) ? [] : [file.replace('.ts', '')],
);

test.each(names)('the script %s tells what should happen, and it does', { timeout: 120_000 }, async (name) => {
  const args = ['--conditions=squall-source', 'scripts/failures/main.ts', name];
  // A script that fails has told why before it ended.
  const { stdout } = await promisify(execFile)(process.execPath, args).catch(
    ({ stdout = '', stderr = '' }: { readonly stdout?: string; readonly stderr?: string }) => ({
      stdout: `${stdout}${stderr}`.replaceAll('The API held.', ''),
    }),
  );

  expect(stdout).toMatch(/Watch: |By hand: /);
  expect(stdout).toContain('The API held.');
});
