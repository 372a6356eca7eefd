import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { boundLog } from './bound-log.ts';

it('a log that is too long goes on in an empty file, with its former lines beside it', () => {
  const directory = mkdtempSync(join(tmpdir(), 'log-'));
  const file = join(directory, '1.log');
  const descriptor = openSync(file, 'a');

  writeSync(descriptor, 'short\n');
  boundLog(descriptor, file, 10);
  writeSync(descriptor, 'long enough\n');
  boundLog(descriptor, file, 10);
  writeSync(descriptor, 'new\n');

  expect(readFileSync(file, 'utf8')).toBe('new\n');
  expect(readFileSync(`${file}.1`, 'utf8')).toBe('short\nlong enough\n');
  closeSync(descriptor);
  rmSync(directory, { recursive: true });
});
