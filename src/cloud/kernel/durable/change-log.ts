import { closeSync, fstatSync, ftruncateSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Change, ChangeSink, World } from '../world.ts';
import { writeAll, writeCheckpoint, writeCheckpointNow } from './checkpoint.ts';
import { encodeFrame } from './frame.ts';

/** A checkpoint is due when the log has grown by this much: replaying it takes about a second. */
const logBytesMax = 64 * 1024 * 1024;

export const logPath = (directory: string, generation: number): string => join(directory, `log-${generation}`);

export const checkpointPath = (directory: string, generation: number): string =>
  join(directory, `checkpoint-${generation}`);

/** Removes what the checkpoint of `generation` has made superfluous, and checkpoints that were never finished. */
export function removeOlder(directory: string, generation: number): void {
  for (const name of readdirSync(directory)) {
    const found = /^(?:log|checkpoint)-(\d+)(\.tmp)?$/.exec(name);
    if (found && (Number(found[1]) < generation || found[2])) rmSync(join(directory, name), { force: true });
  }
}

/** The end of the log that is being written, and the checkpoints that keep it short. */
export class ChangeLog implements ChangeSink {
  readonly #directory: string;
  readonly #world: World;
  #generation: number;
  #file: number;
  #bytes: number;
  #checkpoint: Promise<void> | undefined;

  constructor(directory: string, generation: number, world: World) {
    this.#directory = directory;
    this.#world = world;
    this.#generation = Math.max(1, generation);
    this.#file = openSync(logPath(directory, this.#generation), 'a');
    this.#bytes = fstatSync(this.#file).size;
  }

  append(changes: readonly Change[]): void {
    const frame = encodeFrame(changes);
    try {
      writeAll(this.#file, frame);
    } catch (error) {
      // A full disk: half a record must not stay, or the next one would stand behind a broken one.
      ftruncateSync(this.#file, this.#bytes);
      throw error;
    }
    this.#bytes += frame.byteLength;
    if (this.#bytes > logBytesMax) this.#rotate();
  }

  /** Restore and reset replace everything at once: the new whole begins a new generation, in place by one rename. */
  replace(): void {
    const generation = this.#generation + 1;
    writeCheckpointNow(checkpointPath(this.#directory, generation), this.#world.snapshot());
    this.#startLog(generation);
  }

  async close(): Promise<void> {
    await this.#checkpoint;
    closeSync(this.#file);
  }

  /** Goes on in a new log at once; the checkpoint it follows is written from a snapshot while writers go on. */
  #rotate(): void {
    if (this.#checkpoint) return;
    const snapshot = this.#world.snapshot();
    const generation = this.#generation + 1;
    this.#startLog(generation);
    this.#checkpoint = writeCheckpoint(checkpointPath(this.#directory, generation), snapshot)
      .then(() => removeOlder(this.#directory, generation))
      .catch(() => {
        // Without the checkpoint the older logs stay and hold everything; the next rotation tries again.
      })
      .finally(() => {
        this.#checkpoint = undefined;
      });
  }

  #startLog(generation: number): void {
    const file = openSync(logPath(this.#directory, generation), 'a');
    closeSync(this.#file);
    this.#file = file;
    this.#generation = generation;
    this.#bytes = 0;
  }
}
