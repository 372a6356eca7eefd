import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IgnoreRules, isIgnored, readIgnoreRules } from './ignore-rules.ts';

/** What tools write or install, ignored by git or not: copies of what lies elsewhere. */
const skipped: ReadonlySet<string> = new Set([
  '.aws-sam',
  '.build',
  '.esbuild',
  '.git',
  '.mypy_cache',
  '.next',
  '.serverless',
  '.squall',
  '.terraform',
  '.tox',
  '.venv',
  '__pycache__',
  'coverage',
  'node_modules',
  'site-packages',
  'venv',
]);

/** A directory that was looked through. */
export interface FoundFiles {
  /** Paths from the root, with slashes, in order. */
  readonly files: readonly string[];
  /** Directories of cloud assemblies, which are ignored by git as a rule. */
  readonly assemblies: readonly string[];
}

/** The files below a directory that belong to the project: neither ignored by git, nor installed, nor generated. */
export function findFiles(root: string): FoundFiles {
  const files: string[] = [];
  const assemblies: string[] = [];
  const visit = (path: string, rules: Rules): void => {
    const here = join(root, path);
    const known = rulesOf(here, path, rules);
    const entries = readdirSync(here, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const full = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        if (skipped.has(entry.name)) continue;
        if (isAssembly(join(root, full))) assemblies.push(full);
        else if (!isLeftOut(known, full, true)) visit(full, known);
      } else if (entry.isFile() && !isLeftOut(known, full, false)) files.push(full);
    }
  };
  visit('', []);
  return { files, assemblies };
}

/** Of a directory and those above it. */
type Rules = readonly { readonly base: string; readonly rules: IgnoreRules }[];

function rulesOf(directory: string, path: string, above: Rules): Rules {
  const file = join(directory, '.gitignore');
  if (!existsSync(file)) return above;
  return [...above, { base: path, rules: readIgnoreRules(readFileSync(file, 'utf8')) }];
}

const isLeftOut = (known: Rules, path: string, isDirectory: boolean): boolean =>
  known.some(({ base, rules }) => isIgnored(rules, base === '' ? path : path.slice(base.length + 1), isDirectory));

/** Whether the CDK wrote it. */
export const isAssembly = (directory: string): boolean =>
  existsSync(join(directory, 'manifest.json')) &&
  (existsSync(join(directory, 'cdk.out')) || existsSync(join(directory, 'tree.json')));
