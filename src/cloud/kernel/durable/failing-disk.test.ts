import { fstatSync, fsyncSync, readdirSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { World } from '../world.ts';
import type { Disk } from './disk.ts';
import { call, contentsOf, Directories, put } from './testing/directories.ts';
import { FillingDisk } from './testing/filling-disk.ts';

const directories = new Directories();
afterEach(() => directories.close());

const reopened = async (directory: string): Promise<Record<string, unknown>> => {
  await directories.close();
  return contentsOf(await directories.open(directory));
};

const filesOf = (directory: string): string[] =>
  readdirSync(directory)
    .filter((name) => /^(?:log|checkpoint)-/.test(name))
    .sort();

/** A disk whose `fsync` fails for what `fails` says, by inode. */
class UnsyncedDisk {
  fails: (inode: number) => boolean = () => false;
  readonly warnings: string[] = [];

  options(limits: Partial<Disk> = {}): Partial<Disk> {
    return {
      ...limits,
      warn: (message) => void this.warnings.push(message),
      sync: (file) => {
        if (this.fails(fstatSync(file).ino)) throw Object.assign(new Error('EIO: bad sector'), { code: 'EIO' });
        fsyncSync(file);
      },
    };
  }
}

const failed = expect.objectContaining({ code: 'DiskFailed' });

describe('a refused write', () => {
  it('is told with its file, once until one succeeds', async () => {
    const disk = new FillingDisk();
    const directory = directories.fresh();
    const world = await directories.open(directory, disk.options());
    const message = `The disk is full: ${join(directory, 'log-1')} cannot be written (ENOSPC). Nothing of this request happened.`;
    const refuse = (): void => {
      disk.room = 0;
      expect(() => call(world, 'b', 2)).toThrow(expect.objectContaining({ code: 'DiskFull', message }));
      expect(() => call(world, 'b', 2)).toThrow();
      disk.room = Number.POSITIVE_INFINITY;
    };

    refuse();
    expect(disk.warnings).toEqual([message]);
    call(world, 'a', 1);
    refuse();
    expect(disk.warnings).toEqual([message, message]);
  });

  it('gets the rest to the disk where each write takes a few bytes', async () => {
    const directory = directories.fresh();
    const world = await directories.open(directory, {
      write: (file, bytes, offset, length) => {
        expect(offset + length).toBe(bytes.byteLength);
        return writeSync(file, bytes, offset, Math.min(length, 7));
      },
    });

    call(world, 'a', 'x'.repeat(100));

    expect(await reopened(directory)).toEqual({ a: 'x'.repeat(100) });
  });
});

describe('a reset that cannot be forced to the disk', () => {
  it('is taken back, also when its checkpoint was in place', async () => {
    const disk = new UnsyncedDisk();
    const directory = directories.fresh();
    const world = await directories.open(directory, disk.options());
    call(world, 'a', 1);
    const names = statSync(directory).ino;
    let forced = 0;
    // The name of the new log is forced, the checkpoint's is not, and that it is gone again is.
    disk.fails = (inode) => {
      if (inode !== names) return false;
      forced += 1;
      return forced === 2;
    };

    expect(() => world.restore(new World().snapshot())).toThrow(failed);
    expect(forced).toBe(3);
    expect(filesOf(directory)).toEqual(['log-1', 'log-2']);
    call(world, 'b', 2);

    expect(await reopened(directory)).toEqual({ a: 1, b: 2 });
  });

  it('ends all writing when it cannot be taken back either: what is on the disk cannot be told', async () => {
    const disk = new UnsyncedDisk();
    const directory = directories.fresh();
    const world = await directories.open(directory, disk.options());
    call(world, 'a', 1);
    const names = statSync(directory).ino;
    let forced = 0;
    // The name of the new log is forced, nothing after it.
    disk.fails = (inode) => {
      if (inode !== names) return false;
      forced += 1;
      return forced > 1;
    };

    expect(() => world.restore(new World().snapshot())).toThrow(failed);
    disk.fails = () => false;

    expect(() => call(world, 'b', 2)).toThrow(failed);
    expect(() => world.restore(new World().snapshot())).toThrow(failed);
    expect(contentsOf(world)).toEqual({ a: 1 });
  });
});

describe('a reset', () => {
  it('has the old log, the new whole and every name on the disk before it is answered', async () => {
    const disk = new FillingDisk();
    const directory = directories.fresh();
    const world = await directories.open(directory, disk.options());
    const names = statSync(directory).ino;
    expect(disk.synced).toEqual([names]);
    const oldLog = statSync(join(directory, 'log-1')).ino;

    world.restore(new World().snapshot());

    const checkpoint = statSync(join(directory, 'checkpoint-2')).ino;
    expect(disk.synced.slice(1)).toEqual([names, oldLog, checkpoint, names]);
  });

  it('to what is larger than can be read again is refused, and the old world goes on', async () => {
    const directory = directories.fresh();
    const world = await directories.open(directory, { recordBytesMax: 1000 });
    call(world, 'a', 1);
    const other = new World();
    other.collection('things').set('large', 'x'.repeat(1001));

    expect(() => world.restore(other.snapshot())).toThrow(expect.objectContaining({ code: 'RecordTooLarge' }));
    call(world, 'b', 2);

    expect(await reopened(directory)).toEqual({ a: 1, b: 2 });
  });
});

describe('a log that cannot be ended', () => {
  const limits = { logBytesMax: 1000 };
  const padding = 'x'.repeat(1100);

  it('goes on as if it had never been tried', async () => {
    const disk = new UnsyncedDisk();
    const directory = directories.fresh();
    const world = await directories.open(directory, disk.options(limits));
    const log = statSync(join(directory, 'log-1')).ino;
    disk.fails = (inode) => inode === log;

    call(world, 'a', padding);

    expect(filesOf(directory)).toEqual(['log-1']);
    expect(await reopened(directory)).toEqual({ a: padding });
  });

  it('takes further records', async () => {
    const disk = new UnsyncedDisk();
    const directory = directories.fresh();
    const world = await directories.open(directory, disk.options(limits));
    const log = statSync(join(directory, 'log-1')).ino;
    disk.fails = (inode) => inode === log;
    call(world, 'a', padding);

    call(world, 'b', 2);

    expect(await reopened(directory)).toEqual({ a: padding, b: 2 });
  });

  it('is told once for each time it has grown as much again', async () => {
    const disk = new UnsyncedDisk();
    const directory = directories.fresh();
    const world = await directories.open(directory, disk.options({ logBytesMax: 10_000 }));
    disk.fails = () => true;

    // About 300 bytes each: the log grows by 10,000 with every 36th, or so.
    for (let index = 0; index < 150; index += 1) put(world, `key${index}`, 'x'.repeat(220));

    expect(disk.warnings.length).toBeGreaterThan(2);
    expect(disk.warnings.length).toBeLessThan(6);
  });

  it('is told with the reason and with how much has to be written until it is tried again', async () => {
    const disk = new UnsyncedDisk();
    const directory = directories.fresh();
    const world = await directories.open(directory, disk.options({ logBytesMax: 3 * 1024 * 1024 }));
    disk.fails = () => true;

    put(world, 'a', 'x'.repeat(3 * 1024 * 1024));

    expect(disk.warnings).toEqual([expect.stringMatching(/\(EIO: bad sector\).* another 3 MiB of changes/)]);
  });
});
