import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type BlobStore, createFileBlobs } from '../blobs.ts';
import type { Change } from '../change.ts';
import { SquallError } from '../errors.ts';
import type { World } from '../world.ts';
import { checkpointPath, findChain, logPath, missingFile, removeSuperseded } from './chain.ts';
import { ChangeLog, type Continued } from './change-log.ts';
import { readCheckpoint } from './checkpoint.ts';
import { type Disk, defaultDisk, directoryMode, fileMode, makePrivate } from './disk.ts';
import { FileWindow } from './file-window.ts';
import { corruptFile, readFrame } from './frame.ts';
import { lockDirectory } from './lock.ts';

/** An open `--data` directory: the lock, `blobs/`, and generations of `checkpoint-N` with the `log-N` that follows it. */
export interface DataDirectory {
  readonly blobs: BlobStore;
  /** Ends a checkpoint that is being written, and lets go of the directory. */
  close(): Promise<void>;
}

/**
 * Brings `world` to what the directory holds and records every further change there. A record is in the system's hands
 * before its request is answered, so `kill -9` loses nothing that was acknowledged.
 *
 * Throws `SquallError` when the directory is in use, not writable, not whole (with the file that is missing), or corrupt
 * (with the offset and what to do); then nothing in it has been changed.
 */
export async function openDataDirectory(
  directory: string,
  world: World,
  options: Partial<Disk> = {},
): Promise<DataDirectory> {
  const disk: Disk = { ...defaultDisk, ...options };
  const unlock = prepare(directory);
  try {
    const chain = recover(directory, world, disk);
    const log = new ChangeLog(directory, chain, world, disk);
    world.attach(log);
    return {
      blobs: createFileBlobs(join(directory, 'blobs')),
      async close() {
        await log.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function prepare(directory: string): () => void {
  try {
    mkdirSync(join(directory, '..'), { recursive: true });
    makeDirectory(directory);
    makeDirectory(join(directory, 'blobs'));
    const unlock = lockDirectory(directory);
    tighten(directory);
    return unlock;
  } catch (error) {
    if (error instanceof SquallError) throw error;
    throw new SquallError(
      'DataDirectoryUnusable',
      `Cannot use ${directory} as data directory (${(error as NodeJS.ErrnoException).code}).`,
      'Choose a directory that exists or can be made, and that you may write to.',
      { cause: error },
    );
  }
}

/** For its owner alone; one that is there already keeps the mode that its owner chose. */
function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { mode: directoryMode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !statSync(path).isDirectory()) throw error;
  }
}

/** What an earlier version made for everybody to read is closed. */
function tighten(directory: string): void {
  makePrivate(join(directory, 'blobs'), directoryMode);
  for (const name of readdirSync(directory)) {
    if (/^(?:(?:log|checkpoint)-\d+(?:\.tmp)?)$/.test(name)) makePrivate(join(directory, name), fileMode);
  }
}

/** Loads the newest checkpoint, replays the logs since, and tells which generation to go on writing. */
function recover(directory: string, world: World, disk: Disk): { base: number; generation: number } {
  const { base, logs } = findChain(directory);
  if (base > 0) readCheckpoint(checkpointPath(directory, base), world, disk);
  // A log is begun before the one ahead of it is known to be on the disk: while nothing is in it, that one may be torn.
  const lastWritten = logs.findLast((generation) => statSync(logPath(directory, generation)).size > 0);
  let sound: { path: string; size: number } | undefined;
  for (const generation of logs) {
    const path = logPath(directory, generation);
    const size = replay(path, world, disk, {
      isLast: generation === lastWritten,
      isFollowed: logs.includes(generation + 1),
    });
    if (size !== undefined) sound = { path, size };
  }
  if (sound) truncate(sound.path, sound.size);
  removeSuperseded(directory, base);
  return { base, generation: logs.at(-1) ?? Math.max(1, base) };
}

/** Applies a log's records. Returns how much of it is sound when a record is cut off at its end. */
function replay(
  path: string,
  world: World,
  disk: Disk,
  place: { isLast: boolean; isFollowed: boolean },
): number | undefined {
  const file = new FileWindow(path);
  try {
    for (let offset = 0; ; ) {
      const read = readFrame(file, offset, disk.recordBytesMax);
      if (read.kind === 'end') return undefined;
      if (read.kind === 'corrupt') throw corruptFile(path, offset, read.why);
      if (read.kind === 'torn') {
        if (place.isLast) return offset;
        throw corruptFile(path, offset, 'a record is cut off, and a later log follows');
      }
      const record = read.value as readonly Change[] | Continued;
      if (!('continuedBy' in record)) for (const change of record) apply(change, world);
      else if (!place.isFollowed) throw missingFile(path.replace(/\d+$/, String(record.continuedBy)));
      offset = read.next;
    }
  } finally {
    file.close();
  }
}

function apply({ collection, key, value }: Change, world: World): void {
  if (key === undefined) world.drop(collection);
  else if (value === undefined) world.collection(collection).delete(key);
  else world.collection(collection).set(key, value);
}

/** The end of a record that was being written when the process died; its request was never answered. */
function truncate(path: string, size: number): void {
  const file = openSync(path, 'r+');
  ftruncateSync(file, size);
  fsyncSync(file);
  closeSync(file);
}
