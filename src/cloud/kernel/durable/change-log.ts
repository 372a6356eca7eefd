import { closeSync, fstatSync, ftruncateSync, openSync, rmSync } from 'node:fs';
import type { Change } from '../change.ts';
import { SquallError } from '../errors.ts';
import type { ChangeSink, Snapshot, World } from '../world.ts';
import { checkpointPath, logPath, removeSuperseded } from './chain.ts';
import { writeCheckpoint, writeCheckpointNow } from './checkpoint.ts';
import { type Disk, fileMode, syncDirectory, writeAll, writeFailure } from './disk.ts';
import { encodeFrame } from './frame.ts';

/** The last record of a log that another one follows: without that one the world is not whole. */
export interface Continued {
  readonly continuedBy: number;
}

/** The end of the log that is being written, and the checkpoints that keep it short. */
export class ChangeLog implements ChangeSink {
  readonly #directory: string;
  readonly #world: World;
  readonly #disk: Disk;
  #generation: number;
  /** The newest checkpoint. */
  #base: number;
  #file: number;
  /** How much of the file is sound records. */
  #bytes: number;
  #rotatesAt: number;
  /** BatchPart a record may stand behind the sound ones: it is cut off before anything else is written. */
  #hasLoosePart = false;
  #isRefusing = false;
  #isClosed = false;
  /** Nothing is written any more: what is on the disk cannot be told. */
  #ruin: unknown;
  #checkpoint: Promise<void> | undefined;

  constructor(
    directory: string,
    chain: { readonly base: number; readonly generation: number },
    world: World,
    disk: Disk,
  ) {
    this.#directory = directory;
    this.#world = world;
    this.#disk = disk;
    this.#base = chain.base;
    this.#generation = chain.generation;
    this.#file = openSync(logPath(directory, this.#generation), 'a', fileMode);
    this.#bytes = fstatSync(this.#file).size;
    this.#rotatesAt = disk.logBytesMax;
    syncDirectory(disk, directory);
  }

  /** Throws `SquallError` for what cannot be written; what a call changes that ends after the cloud is refused quietly. */
  append(changes: readonly Change[]): void {
    this.#assertOpen();
    try {
      if (this.#ruin) throw this.#ruin;
      this.#write(encodeFrame(changes, this.#disk.recordBytesMax));
    } catch (error) {
      const failure = writeFailure(error, this.#path);
      if (!this.#isRefusing) this.#disk.warn(failure instanceof Error ? failure.message : String(failure));
      this.#isRefusing = true;
      throw failure;
    }
    this.#isRefusing = false;
    if (this.#bytes > this.#rotatesAt) this.#rotate();
  }

  /**
   * Restore and reset replace everything at once: the new whole begins a new generation, in place by one rename. Throws
   * `SquallError` when it cannot be written, and then nothing has changed.
   */
  replace(snapshot: Snapshot): void {
    this.#assertOpen();
    if (this.#ruin) throw this.#ruin;
    const path = checkpointPath(this.#directory, this.#generation + 1);
    try {
      this.#startLog();
    } catch (error) {
      throw writeFailure(error, path);
    }
    try {
      writeCheckpointNow(path, snapshot, this.#disk);
    } catch (error) {
      // The old world goes on in the new log.
      this.#takeBack(path, error);
      throw writeFailure(error, path);
    }
    this.#base = this.#generation;
    this.#tidy();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#checkpoint;
    closeSync(this.#file);
  }

  /** The file is closed, and its number may be that of another one by now. */
  #assertOpen(): void {
    if (this.#isClosed)
      throw new SquallError('CloudClosed', 'This cloud is closed.', 'Start another with startCloud().');
  }

  get #path(): string {
    return logPath(this.#directory, this.#generation);
  }

  /** Appends one whole frame or nothing. */
  #write(frame: Uint8Array): void {
    if (this.#hasLoosePart) this.#cutLoosePart();
    try {
      writeAll(this.#disk, this.#file, frame);
    } catch (error) {
      // A full disk: half a record must not stay, or the next one would stand behind a broken one.
      this.#hasLoosePart = true;
      try {
        this.#cutLoosePart();
      } catch {
        // Tried again ahead of the next record.
      }
      throw error;
    }
    this.#bytes += frame.byteLength;
  }

  #cutLoosePart(): void {
    ftruncateSync(this.#file, this.#bytes);
    this.#hasLoosePart = false;
  }

  /** A checkpoint of a world that did not come to be must not be found by the next start. */
  #takeBack(path: string, cause: unknown): void {
    try {
      rmSync(path, { force: true });
      syncDirectory(this.#disk, this.#directory);
    } catch {
      this.#ruin = writeFailure(cause, path);
    }
  }

  #tidy(): void {
    try {
      removeSuperseded(this.#directory, this.#base);
    } catch {
      // They are in nobody's way; the next start removes them.
    }
  }

  /**
   * Goes on in a new log at once; the checkpoint it follows is written from a snapshot while writers go on. The record that
   * led here is written, so whatever fails is told in the log alone, and tried again when the log has grown as much again.
   */
  #rotate(): void {
    this.#rotatesAt = this.#bytes + this.#disk.logBytesMax;
    if (this.#checkpoint) return;
    const snapshot = this.#world.snapshot();
    try {
      this.#startLog();
    } catch (error) {
      this.#warn(error);
      return;
    }
    const generation = this.#generation;
    this.#checkpoint = writeCheckpoint(checkpointPath(this.#directory, generation), snapshot, this.#disk)
      .then(() => {
        this.#base = Math.max(this.#base, generation);
        this.#tidy();
      })
      .catch((error: unknown) => {
        // Where the world was replaced meanwhile, nobody needs this checkpoint any more.
        if (this.#base < generation) this.#warn(error);
      })
      .finally(() => {
        this.#checkpoint = undefined;
      });
  }

  #warn(error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    this.#disk.warn(
      `The checkpoint of ${this.#directory} could not be written (${why}). Nothing is lost: the log goes on, the next start ` +
        `takes longer, and it is tried again after another ${Math.ceil(this.#disk.logBytesMax / 2 ** 20)} MiB of changes.`,
    );
  }

  /** The old log and the name of the new one are on the disk before anything is written that supersedes the old one. */
  #startLog(): void {
    const generation = this.#generation + 1;
    const path = logPath(this.#directory, generation);
    const soundBytes = this.#bytes;
    const file = openSync(path, 'a', fileMode);
    try {
      syncDirectory(this.#disk, this.#directory);
      this.#write(encodeFrame({ continuedBy: generation } satisfies Continued, this.#disk.recordBytesMax));
      this.#disk.sync(this.#file);
    } catch (error) {
      closeSync(file);
      this.#stayIn(soundBytes, path);
      throw error;
    }
    closeSync(this.#file);
    this.#file = file;
    this.#generation = generation;
    this.#bytes = 0;
    this.#rotatesAt = this.#disk.logBytesMax;
  }

  /** Goes on in the log that was to be continued by the one at `path`, which is empty. */
  #stayIn(soundBytes: number, path: string): void {
    this.#bytes = soundBytes;
    this.#hasLoosePart = true;
    try {
      this.#cutLoosePart();
      rmSync(path, { force: true });
    } catch {
      // The one is tried again ahead of the next record; the other does no harm while it is empty.
    }
  }
}
