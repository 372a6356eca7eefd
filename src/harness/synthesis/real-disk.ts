import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Disk } from './what-changed.ts';

export const digestOf = (contents: string | Uint8Array): string => createHash('sha256').update(contents).digest('hex');

/** The names of a directory in order, as one text: what its digest is of. */
export const entriesText = (names: readonly string[]): string => [...names].sort().join('\n');

/** The disk as it is now. */
export const realDisk: Disk = {
  digestOfFile: (path) => attempt(() => digestOf(readFileSync(path))),
  digestOfDirectory: (path) => attempt(() => digestOf(entriesText(readdirSync(path)))),
};

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
