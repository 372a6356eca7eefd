import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { contentsOf, Directories, put } from './testing/directories.ts';

const directories = new Directories();
afterEach(() => directories.close());

/** A log of three records, and where the last two begin. */
async function threeRecords() {
  const directory = directories.fresh();
  const world = await directories.open(directory);
  const path = join(directory, 'log-1');
  put(world, 'a', 'first');
  const second = statSync(path).size;
  put(world, 'b', 'x'.repeat(9000));
  const third = statSync(path).size;
  put(world, 'c', 'y'.repeat(9000));
  await directories.close();
  return { directory, path, second, third, log: readFileSync(path) };
}

describe('a log whose end was still to come when the power went', () => {
  it('is cut off ahead of a record whose rest is zeros', async () => {
    const { directory, path, third, log } = await threeRecords();

    // In the header, in the payload, at the edge of a sector, and all but the last byte.
    for (const arrived of [0, 1, 5, 12, 16, 17, 512, 4096, log.byteLength - third - 1]) {
      for (const grown of [0, 1, 5000]) {
        const torn = Buffer.concat([log, Buffer.alloc(grown)]).fill(0, third + arrived);
        writeFileSync(path, torn);
        const world = await directories.open(directory);
        expect(Object.keys(contentsOf(world)), `${arrived} bytes arrived, ${grown} follow`).toEqual(['a', 'b']);
        expect(statSync(path).size).toBe(third);
        await directories.close();
      }
    }
  });

  it('loses several records that never arrived', async () => {
    const { directory, path, second, log } = await threeRecords();
    writeFileSync(path, Buffer.from(log).fill(0, second + 100));

    expect(Object.keys(contentsOf(await directories.open(directory)))).toEqual(['a']);
  });

  it('is refused where something stands behind the zeros, or they are in an earlier log', async () => {
    const { directory, path, second, third, log } = await threeRecords();
    writeFileSync(path, Buffer.from(log).fill(0, second + 100, third));
    await expect(directories.open(directory)).rejects.toThrow(`corrupt at byte ${second}`);

    writeFileSync(path, Buffer.from(log).fill(0, third + 100));
    writeFileSync(join(directory, 'log-2'), log);
    await expect(directories.open(directory)).rejects.toThrow(`corrupt at byte ${third}`);
  });

  it('is refused where the last record is whole and wrong', async () => {
    const { directory, path, third, log } = await threeRecords();
    const wrong = Buffer.from(log);
    wrong[third + 500] = 0;
    writeFileSync(path, wrong);

    await expect(directories.open(directory)).rejects.toThrow(`corrupt at byte ${third}`);
  });
});
