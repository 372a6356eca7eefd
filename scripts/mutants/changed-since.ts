import { execFileSync } from 'node:child_process';

const git = (...given: string[]): string[] =>
  execFileSync('git', given, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    .split('\n')
    .filter((line) => line !== '');

/** The files that differ from where `base` and this tree parted, untracked ones included; undefined without such a base. */
export function changedSince(base: string): ReadonlySet<string> | undefined {
  try {
    return new Set([
      ...git('diff', '--name-only', '--merge-base', base),
      ...git('ls-files', '--others', '--exclude-standard'),
    ]);
  } catch {
    return undefined;
  }
}
