import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { makeWorkDirectory } from './work-directory.ts';

const made: string[] = [];

afterEach(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
});

it('removes what a killed process left behind, and nothing else', () => {
  // No system has a process of this number: it is above the largest that Linux gives.
  const orphan = join(tmpdir(), 'squall-4194999-abcdef');
  mkdirSync(orphan, { recursive: true });
  const ours = makeWorkDirectory();
  const foreign = mkdtempSync(join(tmpdir(), 'squall-notes-'));
  made.push(orphan, ours, foreign);

  const another = makeWorkDirectory();
  made.push(another);

  expect(existsSync(orphan)).toBe(false);
  expect([ours, foreign, another].every((directory) => existsSync(directory))).toBe(true);
});

it('says what to do where there is no place for it', () => {
  vi.stubEnv('TMPDIR', '/dev/null/nowhere');
  try {
    expect(() => makeWorkDirectory()).toThrow(
      expect.objectContaining({
        name: 'SquallError',
        message: 'Cannot write to /dev/null/nowhere, where code of functions is unpacked (ENOTDIR).',
        hint: expect.stringContaining('--tmpfs /tmp') as unknown,
      }) as Error,
    );
  } finally {
    vi.unstubAllEnvs();
  }
});
