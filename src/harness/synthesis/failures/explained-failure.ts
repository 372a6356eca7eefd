import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';

/** Why an app failed, as its developer wants to hear it. */
export interface ExplainedFailure {
  /** What is wrong, without where. */
  readonly headline: string;
  /** Relative to the directory of the app, where the failure has a place in the sources. */
  readonly file?: string | undefined;
  /** Both count from 1. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** The line itself, with a caret below it. */
  readonly excerpt?: string | undefined;
  readonly hint?: string | undefined;
  /** Further failures of the same run, a line each. */
  readonly others?: readonly string[] | undefined;
}

/** What a process printed, ready to be searched. */
export interface FailureOutput {
  /** Without colours. */
  readonly text: string;
  readonly lines: readonly string[];
  /** Where the app runs. */
  readonly directory: string;
  /** The text of a source, by its absolute path. */
  readonly readSource: ReadSource;
}

export type ReadSource = (path: string) => string | undefined;

export const readSourceFile: ReadSource = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

const othersMax = 5;

/** The failure as text: place and headline first, then the line itself, then what else is wrong. */
export function failureMessage({ headline, file, line, column, excerpt, others = [] }: ExplainedFailure): string {
  const place = file === undefined ? '' : `${[file, line, column].filter((part) => part !== undefined).join(':')}: `;
  const shown = others.slice(0, othersMax);
  const left = others.length - shown.length;
  return [
    `${place}${headline}`,
    ...(excerpt === undefined ? [] : ['', excerpt]),
    ...(shown.length > 0 ? ['', ...shown] : []),
    ...(left > 0 ? [`… and ${left} more`] : []),
    ...(excerpt === undefined && shown.length === 0 ? [] : ['']),
  ].join('\n');
}

/** `file:///app/stack.ts`, `file:/app/stack.ts` or a path → an absolute path. */
export function pathOf(name: string, directory: string): string {
  const path = name.replace(/^file:\/*/, '/').replace(/^\/([A-Za-z]:)/, '$1');
  if (isAbsolute(path)) return path;
  // Bundlers run where the lock file is, which may be above the app, and name files from there.
  for (let current = resolve(directory); ; current = dirname(current)) {
    if (existsSync(join(current, path))) return join(current, path);
    if (dirname(current) === current) return resolve(directory, path);
  }
}

/** As people type it: relative to where the app runs. */
export const shownPath = (name: string, directory: string): string =>
  relative(directory, pathOf(name, directory)).replaceAll('\\', '/');

/** Code of the project, and not of Node or a package. */
export const isProjectCode = (name: string): boolean =>
  !name.startsWith('node:') && !/[\\/]node_modules[\\/]/.test(name) && /[\\/]/.test(name);
