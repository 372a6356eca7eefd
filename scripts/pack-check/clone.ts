import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { answers, plainEnvironment, run } from './run.ts';

/** What a fresh clone would hold, uncommitted changes included, with its dependencies installed. */
export function makeClone(clone: string): void {
  const files = run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], process.cwd());
  for (const file of files.split('\0')) if (file !== '' && existsSync(file)) cpSync(file, join(clone, file));
  run('npm', ['ci', '--silent', '--prefer-offline'], clone);
}

/** `npx squall` runs the clone's sources, on the clone's Node, whichever Node is first in the path. */
export async function checkClone(clone: string): Promise<void> {
  if (existsSync(join(clone, 'dist'))) throw new Error('the clone is built: nothing would show that sources are run');
  const version = run('npx', ['squall', '--version'], clone).trim();
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`npx squall --version printed ${version}`);
  const argv = ['up', '--port', '0', '--json'];
  await answers(spawn(join(clone, 'node_modules/.bin/squall'), argv, { cwd: clone, env: withUnusableNode(clone) }));
}

function withUnusableNode(clone: string): NodeJS.ProcessEnv {
  const directory = join(clone, '..', 'old-node');
  mkdirSync(directory);
  writeFileSync(join(directory, 'node'), '#!/bin/sh\necho "the Node of the path was used" >&2\nexit 97\n', {
    mode: 0o755,
  });
  return { ...plainEnvironment, PATH: [directory, plainEnvironment.PATH].join(delimiter) };
}
