import { existsSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { World } from '../world.ts';
import { contentsOf, Directories, put } from './testing/directories.ts';

const directories = new Directories();
afterEach(() => directories.close());

/** A snapshot with so many entries of about 100 bytes each. */
function snapshotOf(entries: number) {
  const world = new World();
  for (let index = 0; index < entries; index += 1) {
    world.collection('things').set(`key${index}`, `${index}`.padStart(100, '.'));
  }
  return world.snapshot();
}

describe('a checkpoint', () => {
  it.each([1, 255, 256, 257, 1000])('brings back all of %d entries', async (entries) => {
    const directory = directories.fresh();
    (await directories.open(directory)).restore(snapshotOf(entries));
    await directories.close();

    const again = await directories.open(directory);

    expect(again.collection('things').size).toBe(entries);
    expect(again.collection('things').get(`key${entries - 1}`)).toBe(`${entries - 1}`.padStart(100, '.'));
  });

  it('is written in pieces: few, and none so large that a request would feel it', async () => {
    const lengths: number[] = [];
    const world = await directories.open(directories.fresh(), {
      write: (file, bytes, offset, length) => {
        lengths.push(length);
        return writeSync(file, bytes, offset, length);
      },
    });

    world.restore(snapshotOf(2000));

    const largest = Math.max(...lengths);
    expect(lengths.length).toBeLessThan(20);
    expect(largest).toBeLessThan(lengths.reduce((sum, length) => sum + length, 0) / 5);
  });

  it('that a log leads to is written after the record is answered', async () => {
    const directory = directories.fresh();
    const world = await directories.open(directory, { logBytesMax: 1000 });

    put(world, 'a', 'x'.repeat(1100));
    expect(existsSync(join(directory, 'checkpoint-2'))).toBe(false);
    await directories.close();

    expect(existsSync(join(directory, 'checkpoint-2'))).toBe(true);
  });

  it('that is damaged is refused with the reason and the place', async () => {
    const directory = directories.fresh();
    const path = join(directory, 'checkpoint-2');
    (await directories.open(directory)).restore(snapshotOf(10));
    await directories.close();
    const damaged = readFileSync(path);
    damaged[100] = 0;
    writeFileSync(path, damaged);

    await expect(directories.open(directory)).rejects.toMatchObject({
      code: 'DataDirectoryCorrupt',
      message: `${path} is corrupt at byte 0: the record does not match its checksum.`,
    });
  });

  it('without its end is refused', async () => {
    const directory = directories.fresh();
    const path = join(directory, 'checkpoint-2');
    (await directories.open(directory)).restore(snapshotOf(10));
    await directories.close();
    writeFileSync(path, readFileSync(path).subarray(0, -1));

    await expect(directories.open(directory)).rejects.toThrow('the checkpoint ends too early');
  });

  it('has no part of what was dropped since', async () => {
    const directory = directories.fresh();
    const world = await directories.open(directory);
    world.restore(snapshotOf(3));
    world.drop('things');
    world.commit();
    await directories.close();

    expect(contentsOf(await directories.open(directory))).toEqual({});
  });
});
