import { fstatSync, fsyncSync, writeSync } from 'node:fs';
import type { Disk } from '../disk.ts';

/** A disk with room for so many more bytes: the write that meets its end writes what fits, and the next one nothing. */
export class FillingDisk {
  room = Number.POSITIVE_INFINITY;
  code = 'ENOSPC';
  readonly warnings: string[] = [];
  /** The inodes of what was forced to the disk, in order. */
  readonly synced: number[] = [];

  options(limits: Partial<Disk> = {}): Partial<Disk> {
    return {
      ...limits,
      warn: (message) => void this.warnings.push(message),
      sync: (file) => {
        this.synced.push(fstatSync(file).ino);
        fsyncSync(file);
      },
      write: (file, bytes, offset, length) => {
        const fits = Math.min(length, this.room);
        if (fits === 0) throw Object.assign(new Error(`${this.code}: no room`), { code: this.code });
        this.room -= fits;
        return writeSync(file, bytes, offset, fits);
      },
    };
  }
}
