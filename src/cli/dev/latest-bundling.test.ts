import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { latestBundling } from './latest-bundling.ts';

it('is that of the source which was saved last, whatever was installed since', () => {
  const directory = mkdtempSync(join(tmpdir(), 'squall-latest-'));
  mkdirSync(join(directory, 'node_modules'));
  const write = (name: string, seconds: number): string => {
    const path = join(directory, name);
    writeFileSync(path, '');
    utimesSync(path, seconds, seconds);
    return path;
  };
  const bundling = (...inputs: string[]) => ({ command: [], directory, inputs, outputName: '', outputDigest: '' });
  const older = bundling(write('a.ts', 1000), write('shared.ts', 900), write('node_modules/b.js', 5000));
  const newer = bundling(write('c.ts', 800), write('d.ts', 2000), join(directory, 'missing.ts'));

  expect(latestBundling([older, newer])).toBe(newer);
  expect(latestBundling([newer, older])).toBe(newer);
  expect(latestBundling([])).toBeUndefined();
  rmSync(directory, { recursive: true });
});
