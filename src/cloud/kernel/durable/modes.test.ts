import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { World } from '../world.ts';
import { openDataDirectory } from './data-directory.ts';
import { Directories } from './testing/directories.ts';

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

const modesOf = (directory: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name) => [name, modeOf(join(directory, name))]),
  );

async function openWithEverything(directory: string): Promise<void> {
  const world = new World();
  const data = await openDataDirectory(directory, world);
  close = () => data.close();
  data.blobs.put(new Uint8Array([1, 2, 3]));
  world.collection('things').set('a', 1);
  world.commit();
  world.restore(world.snapshot());
}

describe.skipIf(process.platform === 'win32')('a data directory', () => {
  it('is for its owner alone, with all that is in it', async () => {
    const directory = new Directories().fresh();

    await openWithEverything(directory);

    const modes = modesOf(directory);
    expect(modeOf(directory)).toBe('700');
    expect(Object.keys(modes)).toEqual(
      expect.arrayContaining(['blobs', 'checkpoint-2', 'lock.db', 'lock.holder', 'log-2']),
    );
    for (const [name, mode] of Object.entries(modes)) {
      expect(mode, name).toBe(statSync(join(directory, name)).isDirectory() ? '700' : '600');
    }
  });

  it('closes what an earlier version left open, and leaves to its owner a directory that was there', async () => {
    const directory = new Directories().fresh();
    mkdirSync(join(directory, 'blobs'), { recursive: true, mode: 0o755 });
    for (const name of ['log-1', 'notes.txt']) writeFileSync(join(directory, name), '', { mode: 0o644 });
    chmodSync(directory, 0o750);

    const data = await openDataDirectory(directory, new World());
    close = () => data.close();

    expect(modeOf(directory)).toBe('750');
    expect(modesOf(directory)).toMatchObject({ blobs: '700', 'log-1': '600', 'notes.txt': '644' });
  });
});
