import { statSync } from 'node:fs';
import { listDirectory } from './list-directory.ts';
import type { ProjectRules } from './project-rules.ts';
import type { Tree } from './watch-tree.ts';

/** Looking costs about 10 ms for a thousand files. */
const everyMs = 1000;

/** Looks at every file of the project again and again: slower than watching, and always allowed. */
export function pollTree(rules: ProjectRules, onPath: (path: string) => void): Tree {
  let extras: readonly string[] = [];
  let before = look(rules, extras);
  const timer = setInterval(() => {
    const now = look(rules, extras);
    for (const [path, stamp] of now) if (before.get(path) !== stamp) onPath(path);
    for (const path of before.keys()) if (!now.has(path)) onPath(path);
    before = now;
  }, everyMs);
  return {
    alsoWatch: (paths) => {
      extras = [...paths];
      for (const path of extras) if (!before.has(path)) before.set(path, stampOf(path));
    },
    close: () => clearInterval(timer),
  };
}

function look(rules: ProjectRules, extras: readonly string[]): Map<string, string> {
  const stamps = new Map(extras.map((path) => [path, stampOf(path)]));
  const visit = (directory: string): void => {
    const listing = listDirectory(directory, rules);
    for (const path of listing?.files ?? []) stamps.set(path, stampOf(path));
    for (const path of listing?.directories ?? []) visit(path);
  };
  visit(rules.root);
  return stamps;
}

function stampOf(path: string): string {
  try {
    const { ino, size, mtimeMs } = statSync(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch {
    return '';
  }
}
