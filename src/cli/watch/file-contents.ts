import { createHash } from 'node:crypto';
import { realpathSync, type Stats, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** Larger files count by their size and time: reading them would take longer than what they cause. */
const readBytesMax = 16 * 1024 * 1024;

const filesAtOnce = 32;

interface Contents {
  readonly stamp: string;
  readonly digest: string;
}

export interface FileContents {
  /** Those of the paths whose contents are others than when they were asked for last; those never asked for are. */
  changed(paths: Iterable<string>): Promise<Set<string>>;
}

/** Remembers what was in files, from the first time that they are asked for. */
export function createFileContents(): FileContents {
  const known = new Map<string, Contents>();
  const isChanged = async (path: string): Promise<boolean> => {
    const before = known.get(path);
    const stats = statOf(path);
    const stamp = stats ? `${stats.ino} ${stats.size} ${stats.mtimeMs}` : '';
    if (before?.stamp === stamp) return false;
    const contents = { stamp, digest: await digestOf(path, stats) };
    known.set(path, contents);
    return before?.digest !== contents.digest;
  };
  return {
    changed: async (paths) => {
      const all = [...paths];
      const changed = new Set<string>();
      for (let start = 0; start < all.length; start += filesAtOnce) {
        const asked = all.slice(start, start + filesAtOnce);
        const answers = await Promise.all(asked.map(isChanged));
        for (const [index, path] of asked.entries()) if (answers[index]) changed.add(path);
      }
      return changed;
    },
  };
}

export function isEmptyFile(path: string): boolean {
  const stats = statOf(path);
  return stats?.isFile() === true && stats.size === 0;
}

const statOf = (path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
};

/** A link to a directory is told by its own path: its contents are where it leads. */
async function digestOf(path: string, stats: Stats | undefined): Promise<string> {
  try {
    if (!stats) return '';
    if (stats.isDirectory()) return realpathSync(path);
    if (!stats.isFile() || stats.size > readBytesMax) return `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  } catch {
    return '';
  }
}
