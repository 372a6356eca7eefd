import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeOwnDirectory } from './own-directory.ts';

it('is seen by no git of the project, and keeps what somebody has written into its .gitignore', () => {
  const project = mkdtempSync(join(tmpdir(), 'squall-own-'));
  const git = (...words: string[]) => execFileSync('git', words, { cwd: project, encoding: 'utf8' });
  git('init', '--quiet');

  const directory = makeOwnDirectory(project, 'a', 'b');
  writeFileSync(join(directory, 'bundle.js'), '');
  const status = git('status', '--porcelain', '--untracked-files=all');
  writeFileSync(join(project, '.squall/.gitignore'), '!kept\n');
  makeOwnDirectory(project, 'a', 'b');

  expect([directory, status]).toEqual([join(project, '.squall/a/b'), '']);
  expect(readFileSync(join(project, '.squall/.gitignore'), 'utf8')).toBe('!kept\n');
  rmSync(project, { recursive: true });
});
