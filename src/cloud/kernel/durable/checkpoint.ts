import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { SquallError } from '../errors.ts';
import { type Snapshot, World } from '../world.ts';
import { type Disk, fileMode, syncDirectory, writeAll } from './disk.ts';
import { FileWindow } from './file-window.ts';
import { corruptFile, encodeFrame, readFrame } from './frame.ts';

type Entry = readonly [string, unknown];

/** One frame of a checkpoint: some entries of one collection, or the end, without which the file is not whole. */
type Part = { readonly collection: string; readonly entries: readonly Entry[] } | { readonly end: true };

/** Small enough that a turn of the event loop spent on one frame is not felt by a request. */
const entriesPerFrame = 256;

/** Writes a snapshot while writers go on: a frame for each turn of the event loop. */
export async function writeCheckpoint(path: string, snapshot: Snapshot, disk: Disk): Promise<void> {
  const file = openSync(`${path}.tmp`, 'w', fileMode);
  try {
    for (const frame of framesOf(snapshot, disk)) {
      writeAll(disk, file, frame);
      await nextTurn();
    }
    disk.sync(file);
  } catch (error) {
    // On a full disk what is half done takes the room of others.
    rmSync(`${path}.tmp`, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  putInPlace(path, disk);
}

/** The same in one go, for when the world was replaced and nothing may be answered before it is written. */
export function writeCheckpointNow(path: string, snapshot: Snapshot, disk: Disk): void {
  const file = openSync(`${path}.tmp`, 'w', fileMode);
  try {
    for (const frame of framesOf(snapshot, disk)) writeAll(disk, file, frame);
    disk.sync(file);
  } catch (error) {
    rmSync(`${path}.tmp`, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  putInPlace(path, disk);
}

function putInPlace(path: string, disk: Disk): void {
  renameSync(`${path}.tmp`, path);
  syncDirectory(disk, dirname(path));
}

/** Fills `world` with a checkpoint's contents. Throws `SquallError` when a record is broken or the end is missing. */
export function readCheckpoint(path: string, world: World, disk: Disk): void {
  const file = new FileWindow(path);
  try {
    for (let offset = 0; ; ) {
      const read = readFrame(file, offset, disk.recordBytesMax);
      if (read.kind === 'corrupt') throw corruptFile(path, offset, read.why);
      if (read.kind !== 'value') throw corruptFile(path, offset, 'the checkpoint ends too early');
      const part = read.value as Part;
      if ('end' in part) return;
      const collection = world.collection(part.collection);
      for (const [key, value] of part.entries) collection.set(key, value);
      offset = read.next;
    }
  } finally {
    file.close();
  }
}

function* framesOf(snapshot: Snapshot, disk: Disk): Generator<Buffer> {
  const world = new World();
  world.restore(snapshot);
  for (const name of world.names()) {
    let entries: Entry[] = [];
    for (const entry of world.collection(name).entries()) {
      entries.push(entry);
      if (entries.length < entriesPerFrame) continue;
      yield* framesOfEntries(name, entries, disk);
      entries = [];
    }
    if (entries.length > 0) yield* framesOfEntries(name, entries, disk);
  }
  yield encodeFrame({ end: true } satisfies Part, disk.recordBytesMax);
}

/** Each entry was in a record, so it fits into a frame; many large ones together may not. */
function* framesOfEntries(collection: string, entries: readonly Entry[], disk: Disk): Generator<Buffer> {
  let frame: Buffer | undefined;
  try {
    frame = encodeFrame({ collection, entries } satisfies Part, disk.recordBytesMax);
  } catch (error) {
    const isTooLarge = error instanceof SquallError && error.code === 'RecordTooLarge';
    if (!isTooLarge || entries.length === 1) throw error;
  }
  if (frame) return yield frame;
  const half = Math.ceil(entries.length / 2);
  yield* framesOfEntries(collection, entries.slice(0, half), disk);
  yield* framesOfEntries(collection, entries.slice(half), disk);
}
