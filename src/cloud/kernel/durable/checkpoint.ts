import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Snapshot, World } from '../world.ts';
import { corruptFile, encodeFrame, readFrame } from './frame.ts';

/** One frame of a checkpoint: some entries of one collection, or the end, without which the file is not whole. */
type Part =
  | { readonly collection: string; readonly entries: readonly (readonly [string, unknown])[] }
  | { readonly end: true };

/** Small enough that a turn of the event loop spent on one frame is not felt by a request. */
const entriesPerFrame = 256;

/** Writes a snapshot while writers go on: a frame for each turn of the event loop. */
export async function writeCheckpoint(path: string, snapshot: Snapshot): Promise<void> {
  const file = openSync(`${path}.tmp`, 'w');
  try {
    for (const part of partsOf(snapshot)) {
      writeAll(file, encodeFrame(part));
      await nextTurn();
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.tmp`, path);
}

/** The same in one go, for when the world was replaced and nothing may be answered before it is written. */
export function writeCheckpointNow(path: string, snapshot: Snapshot): void {
  const file = openSync(`${path}.tmp`, 'w');
  try {
    for (const part of partsOf(snapshot)) writeAll(file, encodeFrame(part));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${path}.tmp`, path);
}

/** Fills `world` with a checkpoint's contents. Throws `SquallError` when a record is broken or the end is missing. */
export function readCheckpoint(path: string, world: World): void {
  const file = readFileSync(path);
  let offset = 0;
  for (;;) {
    const read = readFrame(file, offset);
    if (read.kind === 'corrupt') throw corruptFile(path, offset, read.why);
    if (read.kind !== 'value') throw corruptFile(path, offset, 'the checkpoint ends too early');
    const part = read.value as Part;
    if ('end' in part) return;
    const collection = world.collection(part.collection);
    for (const [key, value] of part.entries) collection.set(key, value);
    offset = read.next;
  }
}

/** Writes all of `bytes`: one `write(2)` may take fewer. */
export function writeAll(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.byteLength; ) {
    written += writeSync(file, bytes, written, bytes.byteLength - written);
  }
}

function* partsOf(snapshot: Snapshot): Generator<Part> {
  const world = new World();
  world.restore(snapshot);
  for (const name of world.names()) {
    let entries: (readonly [string, unknown])[] = [];
    for (const entry of world.collection(name).entries()) {
      entries.push(entry);
      if (entries.length < entriesPerFrame) continue;
      yield { collection: name, entries };
      entries = [];
    }
    if (entries.length > 0) yield { collection: name, entries };
  }
  yield { end: true };
}
