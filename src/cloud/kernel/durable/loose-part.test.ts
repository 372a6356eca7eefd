import { fstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { encodeFrame } from './frame.ts';
import { call, contentsOf, Directories } from './testing/directories.ts';
import { FillingDisk } from './testing/filling-disk.ts';

/** A disk may be too full even to cut a file. */
const cutting = vi.hoisted(() => ({ fails: false }));
vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs')>();
  const ftruncateSync: typeof real.ftruncateSync = (file, length) => {
    if (cutting.fails) throw Object.assign(new Error('EIO: cannot cut'), { code: 'EIO' });
    real.ftruncateSync(file, length);
  };
  return { ...real, ftruncateSync };
});

const directories = new Directories();
afterEach(() => directories.close());

it('half a record that could not be cut off at once is cut off ahead of the next record', async () => {
  const disk = new FillingDisk();
  const directory = directories.fresh();
  const world = await directories.open(directory, disk.options());
  call(world, 'a', 1);
  cutting.fails = true;
  disk.room = 40;
  expect(() => call(world, 'b', 'x'.repeat(500))).toThrow(expect.objectContaining({ code: 'DiskFull' }));
  disk.room = Number.POSITIVE_INFINITY;
  expect(() => call(world, 'c', 3)).toThrow(expect.objectContaining({ code: 'DiskFailed' }));

  cutting.fails = false;
  call(world, 'd', 4);
  await directories.close();

  expect(contentsOf(await directories.open(directory))).toEqual({ a: 1, d: 4 });
});

it('the end of a log that is not to be ended is cut off ahead of the next record, too', async () => {
  const directory = directories.fresh();
  const path = join(directory, 'log-1');
  const unsynced = { inode: 0 };
  const world = await directories.open(directory, {
    logBytesMax: 300,
    sync: (file) => {
      if (fstatSync(file).ino === unsynced.inode) throw Object.assign(new Error('EIO'), { code: 'EIO' });
    },
  });
  unsynced.inode = statSync(path).ino;
  cutting.fails = true;
  call(world, 'a', 'x'.repeat(320));
  cutting.fails = false;
  call(world, 'b', 2);
  const whole = statSync(path).size;
  await directories.close();

  const records = [
    [{ collection: 'things', key: 'a', value: 'x'.repeat(320) }],
    [{ collection: 'things', key: 'b', value: 2 }],
  ];
  expect(whole).toBe(records.reduce((sum, record) => sum + encodeFrame(record, 1000).byteLength, 0));
});
