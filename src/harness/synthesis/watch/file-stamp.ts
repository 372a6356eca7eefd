import { createHash } from 'node:crypto';
import fs from 'node:fs';

// Taken before anything is put in front of them: what the watch itself does is not watched.
const { readdirSync, readFileSync, statSync } = fs;

/** Size in bytes, times in milliseconds: while these are the same, so are the contents. */
export type FileStamp = readonly [size: number, modifiedMs: number, changedMs: number];

/** What a file was when it was read; null: looked for and not there. */
export type InputState = readonly [path: string, digest: string | null, stamp: FileStamp | null];

/** Instead of a digest, where a file was changed while it was read: nothing on the disk is equal to it. */
export const torn = 'torn';

/** Where there is a directory instead of a file. */
const directoryDigest = 'directory';

export const digestOf = (contents: string | Uint8Array): string => createHash('sha256').update(contents).digest('hex');

/** Undefined where there is nothing. */
export function stampOf(path: string): FileStamp | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats && [stats.size, stats.mtimeMs, stats.ctimeMs];
  } catch {
    return undefined;
  }
}

export const isSameStamp = (one: FileStamp | undefined, other: FileStamp | undefined): boolean =>
  one === other || (!!one && !!other && one[0] === other[0] && one[1] === other[1] && one[2] === other[2]);

/** SHA-256 (hex) of a file's contents; undefined where there is none. */
export function digestOfFile(path: string): string | undefined {
  try {
    return digestOf(readFileSync(path));
  } catch {
    return stampOf(path) && directoryDigest;
  }
}

/** Whether a file is what it was. Contents are looked at only where size or times are others. */
export function isAsItWas([path, digest, stamp]: InputState): boolean {
  const now = stampOf(path);
  if (!now || !stamp || digest === null) return !now && !stamp;
  return isSameStamp(now, stamp) && digest !== torn ? true : digestOfFile(path) === digest;
}

/** What tools write, and what is no part of a project's own contents. */
const unlisted: ReadonlySet<string> = new Set(['node_modules', '.git', '.squall', 'cdk.out', '.DS_Store']);

/** SHA-256 (hex) of a directory's names in order; undefined where there is none. */
export function digestOfDirectory(path: string): string | undefined {
  try {
    const names = readdirSync(path).filter((name) => !unlisted.has(name));
    return digestOf(names.sort().join('\n'));
  } catch {
    return undefined;
  }
}
