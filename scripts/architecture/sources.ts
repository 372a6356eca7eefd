import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files of the product: every TypeScript file that git knows or would take, without tests and what only they use. */
export const sources: readonly string[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', 'src/*.ts'],
  { encoding: 'utf8' },
)
  .split('\n')
  .filter((path) => path !== '' && !path.endsWith('.test.ts') && !path.includes('/testing/'));

export const textOf = (path: string): string => readFileSync(path, 'utf8');

/** Imports of one file of the product by another, types included. */
export function importsBetween(): readonly { readonly from: string; readonly to: string }[] {
  return sources.flatMap((from) =>
    [...textOf(from).matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, specifier]) => ({
      from,
      to: join(dirname(from), specifier ?? ''),
    })),
  );
}

/** How often a pattern occurs in each file that has it; comments do not count. */
export function countsOf(pattern: RegExp, paths: readonly string[]): Readonly<Record<string, number>> {
  const counted = paths.map((path) => {
    const lines = textOf(path)
      .split('\n')
      .filter((line) => !/^\s*(?:\/\/|\*|\/\*)/.test(line));
    return [path, lines.join('\n').match(pattern)?.length ?? 0] as const;
  });
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}
