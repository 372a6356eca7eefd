import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { World } from '../world.ts';
import { encodeFrame } from './frame.ts';
import { call, contentsOf, Directories, put } from './testing/directories.ts';
import { FillingDisk } from './testing/filling-disk.ts';

const directories = new Directories();
afterEach(() => directories.close());

const reopened = async (directory: string): Promise<Record<string, unknown>> => {
  await directories.close();
  return contentsOf(await directories.open(directory));
};

describe('a full disk', () => {
  it.each(['ENOSPC', 'EDQUOT'])('refuses a write with its name (%s), and goes on when there is room', async (code) => {
    const disk = new FillingDisk();
    const directory = directories.fresh();
    const world = await directories.open(directory, disk.options());
    call(world, 'a', 1);
    const soundBytes = statSync(join(directory, 'log-1')).size;

    disk.code = code;
    for (const room of [0, 1, 15, 16, 40]) {
      disk.room = room;
      expect(() => call(world, 'b', 'x'.repeat(500))).toThrow(
        expect.objectContaining({ code: 'DiskFull', message: expect.stringContaining(code) }),
      );
      expect(contentsOf(world)).toEqual({ a: 1 });
      expect(statSync(join(directory, 'log-1')).size, `${room} bytes were left`).toBe(soundBytes);
    }
    disk.room = Number.POSITIVE_INFINITY;
    call(world, 'c', 3);

    expect(contentsOf(world)).toEqual({ a: 1, c: 3 });
    expect(await reopened(directory)).toEqual({ a: 1, c: 3 });
    expect(disk.warnings).toEqual([expect.stringContaining('The disk is full')]);
  });

  it('is told apart from one that fails', async () => {
    const disk = new FillingDisk();
    const world = await directories.open(directories.fresh(), disk.options());
    Object.assign(disk, { room: 3, code: 'EIO' });

    expect(() => call(world, 'a', 1)).toThrow(expect.objectContaining({ code: 'DiskFailed' }));
    expect(contentsOf(world)).toEqual({});
  });

  it('leaves the old world to a reset and a restore that cannot be written', async () => {
    const disk = new FillingDisk();
    const directory = directories.fresh();
    const world = await directories.open(directory, disk.options());
    call(world, 'a', 1);
    const other = new World();
    other.collection('things').set('other', 'x'.repeat(500));

    for (const snapshot of [new World().snapshot(), other.snapshot()]) {
      for (const room of [0, 10, 50]) {
        disk.room = room;
        expect(() => world.restore(snapshot)).toThrow(expect.objectContaining({ code: 'DiskFull' }));
        expect(contentsOf(world)).toEqual({ a: 1 });
      }
    }
    disk.room = Number.POSITIVE_INFINITY;
    call(world, 'b', 2);

    expect(readdirSync(directory).filter((name) => name.startsWith('checkpoint'))).toEqual([]);
    expect(await reopened(directory)).toEqual({ a: 1, b: 2 });
  });

  it('takes a reset when there is room again, and forgets what was before', async () => {
    const disk = new FillingDisk();
    const directory = directories.fresh();
    const world = await directories.open(directory, disk.options());
    call(world, 'a', 1);
    disk.room = 50;
    expect(() => world.restore(new World().snapshot())).toThrow();

    disk.room = Number.POSITIVE_INFINITY;
    world.restore(new World().snapshot());
    call(world, 'b', 2);

    const files = readdirSync(directory).filter((name) => /^(?:log|checkpoint)-/.test(name));
    expect(files).toHaveLength(2);
    expect(await reopened(directory)).toEqual({ b: 2 });
  });
});

describe('a checkpoint that cannot be written', () => {
  it('is told with its reason and what it means, and tried again later', async () => {
    const disk = new FillingDisk();
    const directory = directories.fresh();
    const world = await directories.open(directory, disk.options({ logBytesMax: 2000 }));
    for (let index = 0; index < 5; index += 1) put(world, `key${index}`, 'x'.repeat(300));
    disk.room = 700;
    put(world, 'key6', 'x'.repeat(300));
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);

    expect(disk.warnings).toEqual([expect.stringMatching(/checkpoint .*no room.*Nothing is lost.*tried again/)]);
    expect(readdirSync(directory).filter((name) => name.startsWith('checkpoint'))).toEqual([]);

    disk.room = Number.POSITIVE_INFINITY;
    for (let index = 0; index < 7; index += 1) put(world, `key${index}`, 'y'.repeat(300));
    const found = await reopened(directory);

    expect(readdirSync(directory).filter((name) => /^(?:log|checkpoint)-/.test(name))).toEqual([
      'checkpoint-3',
      'log-3',
    ]);
    expect(Object.values(found)).toEqual(Array.from({ length: 7 }, () => 'y'.repeat(300)));
  });

  it('does not refuse the record that made it due, even where no new log can be begun', async () => {
    const disk = new FillingDisk();
    const directory = directories.fresh();
    const world = await directories.open(directory, disk.options({ logBytesMax: 300 }));
    const value = 'x'.repeat(320);
    // Enough for the record, and for half of the one that would end the log.
    disk.room = encodeFrame([{ collection: 'things', key: 'a', value }], 1000).byteLength + 20;

    call(world, 'a', value);
    disk.room = Number.POSITIVE_INFINITY;
    call(world, 'b', 2);

    expect(disk.warnings).toEqual([expect.stringContaining('Nothing is lost')]);
    expect(await reopened(directory)).toEqual({ a: value, b: 2 });
  });
});

describe('what is larger than can be read again', () => {
  it('is refused by its name, and did not happen', async () => {
    const directory = directories.fresh();
    const world = await directories.open(directory, { recordBytesMax: 1000 });
    call(world, 'a', 1);

    expect(() => call(world, 'b', 'x'.repeat(1000))).toThrow(expect.objectContaining({ code: 'RecordTooLarge' }));
    call(world, 'c', 3);

    expect(await reopened(directory)).toEqual({ a: 1, c: 3 });
  });

  it('is a checkpoint of entries that fit one by one, in as many frames as it takes', async () => {
    const limits = { recordBytesMax: 1000, logBytesMax: 20_000 };
    const directory = directories.fresh();
    const world = await directories.open(directory, limits);
    for (let index = 0; index < 40; index += 1) call(world, `key${index}`, String(index).padStart(700, '.'));
    await directories.close();

    expect(readdirSync(directory).filter((name) => name.startsWith('checkpoint'))).toHaveLength(1);
    expect(Object.keys(contentsOf(await directories.open(directory, limits)))).toHaveLength(40);
  });
});
