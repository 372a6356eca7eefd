import { chmodSync, closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { SquallError } from '../errors.ts';

/** What is in a data directory belongs to one user: secrets are in it as they are. */
export const fileMode = 0o600;
export const directoryMode = 0o700;

/** How a data directory is written, and its limits; tests lower the limits and let writes fail. */
export interface Disk {
  /** As `write(2)`: may take fewer bytes than it is given. */
  write(file: number, bytes: Uint8Array, offset: number, length: number): number;
  /** As `fsync(2)`. */
  sync(file: number): void;
  /** A checkpoint is due when the log has grown by this much. */
  readonly logBytesMax: number;
  /** What a record may hold, so that it can be read again. */
  readonly recordBytesMax: number;
  /** Told what went wrong behind an answer, where nobody else hears of it. */
  warn(message: string): void;
}

export const defaultDisk: Disk = {
  write: writeSync,
  sync: fsyncSync,
  // Replaying that much takes about a second.
  logBytesMax: 64 * 1024 * 1024,
  // One request's changes; Node's buffers and V8's serializer hold more, with room to spare.
  recordBytesMax: 1024 * 1024 * 1024,
  warn: () => undefined,
};

/** Writes all of `bytes`: one `write(2)` may take fewer. */
export function writeAll(disk: Disk, file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.byteLength; ) {
    written += disk.write(file, bytes, written, bytes.byteLength - written);
  }
}

/** Names of files are part of their directory: after this they survive a loss of power, too. */
export function syncDirectory(disk: Disk, directory: string): void {
  // Windows cannot open directories, and writes their entries by itself.
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  try {
    disk.sync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Takes away what others may do with a file of ours. One that another user owns stays as it is. */
export function makePrivate(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch {
    // Not ours to change, or not there.
  }
}

/** What the system said when something could not be written → what is told to whoever asked for it. */
export function writeFailure(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof SquallError || code === undefined) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new SquallError(
      'DiskFull',
      `The disk is full: ${path} cannot be written (${code}). Nothing of this request happened.`,
      'Make room on the disk, then repeat the request; reads go on meanwhile.',
      { cause: error },
    );
  }
  return new SquallError(
    'DiskFailed',
    `${path} cannot be written (${code}). Nothing of this request happened.`,
    'Look after the disk, then repeat the request; reads go on meanwhile.',
    { cause: error },
  );
}
