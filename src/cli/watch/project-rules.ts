import { basename, relative, resolve, sep } from 'node:path';
import { generatedDirectories } from '../../harness/generated-directories.ts';

/** Which paths below a directory are the project's own; all paths are absolute. */
export interface ProjectRules {
  readonly root: string;
  isIgnored(path: string): boolean;
}

/**
 * What programs write for themselves is no change of a project: hidden files, directories that tools write, `*.log`,
 * copies that editors keep, and all below `ignored` (a data directory, an assembly).
 */
export function projectRules(directory: string, ignored: readonly string[]): ProjectRules {
  const root = resolve(directory);
  const prefixes = ignored.map((path) => resolve(root, path)).filter((path) => path !== root);
  const isIgnored = (path: string): boolean => {
    if (path === root) return false;
    const parts = relative(root, path).split(sep);
    return (
      parts.some((part) => part.startsWith('.') || generatedDirectories.has(part)) ||
      isLeftByTools(basename(path)) ||
      prefixes.some((prefix) => isWithin(prefix, path))
    );
  };
  return { root, isIgnored };
}

export const isWithin = (directory: string, path: string): boolean =>
  path === directory || path.startsWith(directory.endsWith(sep) ? directory : `${directory}${sep}`);

const isLeftByTools = (name: string): boolean => name.endsWith('.log') || name.endsWith('~') || /^#.*#$/.test(name);
