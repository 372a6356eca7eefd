import { dirname } from 'node:path';
import { type Bundling, present, type SynthesisRecord } from './synthesis-record.ts';

/** What a set of changed paths means for a synthesis that was recorded. */
export interface Change {
  /** Bundlings that have one of the paths as an input: to be run again. */
  readonly bundlings: readonly Bundling[];
  /** Paths that the synthesis itself read or looked for in vain: it has to be done again. */
  readonly filesReadBySynthesis: readonly string[];
  /** Directories that the synthesis listed, and that have or lack one of the paths now: it has to be done again. */
  readonly listedDirectories: readonly string[];
}

/** What is on the disk now; a parameter, so that the functions here stay pure. */
export interface Disk {
  /** SHA-256 (hex) of a file's contents; any word where there is a directory; undefined where there is nothing. */
  digestOfFile(path: string): string | undefined;
  /** SHA-256 (hex) of the names in a directory, in order; undefined where there is no directory. */
  digestOfDirectory(path: string): string | undefined;
}

/** True where the change asks for a new synthesis, and new bundles alone will not do. */
export function needsSynthesis(change: Change): boolean {
  return change.filesReadBySynthesis.length > 0 || change.listedDirectories.length > 0;
}

/**
 * Says what changed paths mean. `record.isComplete` is for the caller to look at: where it is false, any path may
 * matter. Paths are absolute; one that was saved with the contents that the record knows is no change, except for
 * inputs of bundlings, whose digests the record does not hold.
 */
export function changeOf(record: SynthesisRecord, paths: Iterable<string>, disk: Disk): Change {
  const changed = new Set(paths);
  const filesReadBySynthesis = [...changed].filter(
    (path) => record.files.has(path) && !isAsRead(record.files.get(path), path, disk),
  );
  const parents = new Set([...changed].flatMap((path) => [path, dirname(path)]));
  const listedDirectories = [...parents].filter(
    (path) => record.directories.has(path) && record.directories.get(path) !== disk.digestOfDirectory(path),
  );
  const bundlings = record.bundlings.filter(({ inputs }) => inputs.some((input) => changed.has(input)));
  return { bundlings, filesReadBySynthesis, listedDirectories };
}

/** Whether a synthesis now would read what the recorded one read, apart from what its bundlings are made of. */
export function isUpToDate(record: SynthesisRecord, disk: Disk): boolean {
  return (
    record.isComplete &&
    [...record.files].every(([path, digest]) => isAsRead(digest, path, disk)) &&
    [...record.directories].every(([path, digest]) => disk.digestOfDirectory(path) === digest)
  );
}

function isAsRead(read: string | undefined, path: string, disk: Disk): boolean {
  const now = disk.digestOfFile(path);
  return read === present ? now !== undefined : now === read;
}
