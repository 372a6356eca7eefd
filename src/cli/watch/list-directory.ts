import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { generatedDirectories } from '../../harness/generated-directories.ts';
import { isWithin, type ProjectRules } from './project-rules.ts';

export interface Listing {
  readonly files: Set<string>;
  /** Those to look into: real ones, and links that lead out of the project. */
  readonly directories: Set<string>;
}

export type Kind = 'file' | 'directory';

/** The project's own paths in a directory; undefined where there is no such directory. */
export function listDirectory(directory: string, rules: ProjectRules): Listing | undefined {
  const entries = entriesOf(directory);
  if (!entries) return undefined;
  const listing: Listing = { files: new Set(), directories: new Set() };
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (rules.isIgnored(path)) continue;
    const kind = entry.isSymbolicLink() ? kindOf(path, rules) : entry.isDirectory() ? 'directory' : 'file';
    if (kind) listing[kind === 'directory' ? 'directories' : 'files'].add(path);
  }
  return listing;
}

/** What lies there; a link that is not followed counts as a file. */
export function kindOf(path: string, rules: ProjectRules): Kind | undefined {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (!stats) return undefined;
    const isDirectory = stats.isSymbolicLink() ? leadsOut(path, rules) : stats.isDirectory();
    return isDirectory ? 'directory' : 'file';
  } catch {
    return undefined;
  }
}

/**
 * Links within the project lead to what is watched anyway, or ignored. Those that lead out of it are followed, one deep:
 * not to where the project itself lies, nor to what tools have installed, and no links among what is found there.
 */
function leadsOut(path: string, { root }: ProjectRules): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return false;
  const [realRoot, target] = [realpathSync(root), realpathSync(path)];
  return (
    isWithin(realRoot, realpathSync(dirname(path))) &&
    !isWithin(realRoot, target) &&
    !isWithin(target, realRoot) &&
    !target.split(sep).some((part) => generatedDirectories.has(part))
  );
}

function entriesOf(directory: string): Dirent[] | undefined {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return undefined;
  }
}
