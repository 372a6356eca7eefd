import { writeSync } from 'node:fs';
import type { Disk } from '../disk.ts';

/** A disk with room for so many more bytes: the write that meets its end writes what fits, and the next one nothing. */
export class FillingDisk {
  room = Number.POSITIVE_INFINITY;
  code = 'ENOSPC';
  readonly warnings: string[] = [];

  options(limits: Partial<Disk> = {}): Partial<Disk> {
    return {
      ...limits,
      warn: (message) => void this.warnings.push(message),
      write: (file, bytes, offset, length) => {
        const fits = Math.min(length, this.room);
        if (fits === 0) throw Object.assign(new Error(`${this.code}: no room`), { code: this.code });
        this.room -= fits;
        return writeSync(file, bytes, offset, fits);
      },
    };
  }
}
