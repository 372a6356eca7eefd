import { closeSync, ftruncateSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BlobStore, createFileBlobs } from '../blobs.ts';
import { SquallError } from '../errors.ts';
import type { Change, World } from '../world.ts';
import { ChangeLog, checkpointPath, logPath, removeOlder } from './change-log.ts';
import { readCheckpoint } from './checkpoint.ts';
import { corruptFile, readFrame } from './frame.ts';
import { lockDirectory } from './lock.ts';

/** An open `--data` directory: `lock`, `blobs/`, and generations of `checkpoint-N` with the `log-N` that follows it. */
export interface DataDirectory {
  readonly blobs: BlobStore;
  /** Ends a checkpoint that is being written, and lets go of the directory. */
  close(): Promise<void>;
}

/**
 * Brings `world` to what the directory holds and records every further change there. A record is in the system's hands
 * before its request is answered, so `kill -9` loses nothing that was acknowledged.
 *
 * Throws `SquallError` when the directory is in use, not writable, or corrupt (with the offset and what to do).
 */
export async function openDataDirectory(directory: string, world: World): Promise<DataDirectory> {
  const unlock = await prepare(directory);
  try {
    const generation = recover(directory, world);
    const log = new ChangeLog(directory, generation, world);
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

async function prepare(directory: string): Promise<() => void> {
  try {
    mkdirSync(join(directory, 'blobs'), { recursive: true });
    return await lockDirectory(directory);
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

/** Loads the newest checkpoint, replays the logs since, and returns the generation to go on writing. */
function recover(directory: string, world: World): number {
  const generations = (kind: string): number[] =>
    readdirSync(directory)
      .map((name) => new RegExp(`^${kind}-(\\d+)$`).exec(name)?.[1])
      .filter((digits) => digits !== undefined)
      .map(Number)
      .sort((a, b) => a - b);
  const base = generations('checkpoint').at(-1) ?? 0;
  if (base > 0) readCheckpoint(checkpointPath(directory, base), world);
  const logs = generations('log').filter((generation) => generation >= base);
  for (const [index, generation] of logs.entries()) {
    replay(logPath(directory, generation), world, index === logs.length - 1);
  }
  removeOlder(directory, base);
  return logs.at(-1) ?? base;
}

function replay(path: string, world: World, isLast: boolean): void {
  const file = readFileSync(path);
  let offset = 0;
  for (;;) {
    const read = readFrame(file, offset);
    if (read.kind === 'end') return;
    if (read.kind === 'corrupt') throw corruptFile(path, offset, read.why);
    if (read.kind === 'torn') {
      if (!isLast) throw corruptFile(path, offset, 'a record is cut off, and a later log follows');
      truncate(path, offset);
      return;
    }
    for (const change of read.value as Change[]) apply(change, world);
    offset = read.next;
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
  closeSync(file);
}
