import { watch } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { generatedDirectories } from '../harness/generated-directories.ts';

export interface Watcher {
  /** No further change is acted on; what is under way goes on. */
  close(): void;
}

/** Editors save in bursts: a change is acted on when it has been quiet for this long. */
const quietMs = 200;

/**
 * Calls `onChange` when files below `directory` have changed. What programs write for themselves is no change: hidden
 * files, `*.log`, and all below `ignoredDirectories` (a data directory, an assembly).
 */
export function watchProject(
  directory: string,
  ignoredDirectories: readonly string[],
  onChange: (paths: ReadonlySet<string>) => Promise<void>,
): Watcher {
  let changed = new Set<string>();
  const request = oneAtATime(() => {
    const paths = changed;
    changed = new Set();
    return onChange(paths);
  });
  const isOurs = changesOf(directory, ignoredDirectories);
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(directory, { recursive: true }, (_event, file) => {
    if (file === null || !isOurs(file)) return;
    changed.add(resolve(directory, file));
    clearTimeout(timer);
    timer = setTimeout(request, quietMs);
  });
  return {
    close: () => {
      clearTimeout(timer);
      watcher.close();
    },
  };
}

/** Tells which paths, relative to `directory`, are the project's own. */
export function changesOf(directory: string, ignoredDirectories: readonly string[]): (file: string) => boolean {
  const prefixes = ignoredDirectories.map((path) => `${relative(directory, resolve(directory, path))}${sep}`);
  return (file) =>
    !file.endsWith('.log') &&
    !prefixes.some((prefix) => `${file}${sep}`.startsWith(prefix)) &&
    !file.split(sep).some((part) => generatedDirectories.has(part) || part.startsWith('.'));
}

/** Asked while it runs, `run` runs once more afterwards, however often it was asked. */
export function oneAtATime(run: () => Promise<void>): () => void {
  let isRunning = false;
  let isAsked = false;
  const go = async (): Promise<void> => {
    isAsked = true;
    if (isRunning) return;
    isRunning = true;
    try {
      while (isAsked) {
        isAsked = false;
        await run();
      }
    } finally {
      isRunning = false;
    }
  };
  return () => void go();
}
