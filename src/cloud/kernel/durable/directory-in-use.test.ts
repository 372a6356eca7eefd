import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { World } from '../world.ts';
import { findChain } from './chain.ts';
import { type DataDirectory, openDataDirectory } from './data-directory.ts';
import { defaultDisk } from './disk.ts';
import { contentsOf, Directories, put } from './testing/directories.ts';
import { FillingDisk } from './testing/filling-disk.ts';

const directories = new Directories();
afterEach(() => directories.close());

describe('the files of a data directory', () => {
  it.runIf(process.platform === 'linux')('are closed with it, whatever happened meanwhile', async () => {
    const directory = directories.fresh();
    const disk = new FillingDisk();
    const world = await directories.open(directory, disk.options({ logBytesMax: 1000 }));
    await expect(directories.open(directory)).rejects.toThrow();
    put(world, 'a', 'x'.repeat(1100));
    await new Promise(setImmediate);
    world.restore(world.snapshot());
    disk.room = 10;
    expect(() => world.restore(world.snapshot())).toThrow();
    disk.room = Number.POSITIVE_INFINITY;
    await directories.close();
    const log = readdirSync(directory).find((name) => name.startsWith('log-')) ?? '';
    // Half a record, to be cut off.
    writeFileSync(join(directory, log), Buffer.from('half'));
    await directories.open(directory);
    await directories.close();

    expect(openFilesIn(directory)).toEqual([]);
  });

  it('are refused where a part of the path is a file', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'squall-test-')), 'file');
    writeFileSync(file, '');
    const unusable = { code: 'DataDirectoryUnusable' };

    await expect(directories.open(file)).rejects.toMatchObject(unusable);
    await expect(directories.open(join(file, 'data'))).rejects.toMatchObject(unusable);

    const directory = directories.fresh();
    mkdirSync(directory);
    writeFileSync(join(directory, 'blobs'), '');
    await expect(directories.open(directory)).rejects.toMatchObject(unusable);
  });

  it('have blobs in a folder of their own, which tells that there was something before', async () => {
    const directory = directories.fresh();
    const data: DataDirectory = await openDataDirectory(directory, new World());
    data.blobs.put(new Uint8Array([1, 2, 3]));
    await data.close();

    expect(readdirSync(join(directory, 'blobs'))).not.toEqual([]);
    rmSync(join(directory, 'log-1'));
    await expect(directories.open(directory)).rejects.toMatchObject({ code: 'DataDirectoryCorrupt' });
  });

  it('take a log of which one byte arrived as one that holds nothing', async () => {
    const directory = directories.fresh();
    put(await directories.open(directory), 'a', 1);
    await directories.close();
    writeFileSync(join(directory, 'log-1'), readFileSync(join(directory, 'log-1')).subarray(0, 1));

    expect(contentsOf(await directories.open(directory))).toEqual({});
  });
});

/** What of `directory` this process has open. */
const openFilesIn = (directory: string): string[] =>
  readdirSync('/proc/self/fd').flatMap((name) => {
    try {
      const path = readlinkSync(join('/proc/self/fd', name));
      return path.startsWith(directory) ? [path] : [];
    } catch {
      return [];
    }
  });

describe('the holder of a data directory', () => {
  it('is named while it holds it, and nobody afterwards', async () => {
    const directory = directories.fresh();
    await directories.open(directory);
    expect(existsSync(join(directory, 'lock.holder'))).toBe(true);

    await directories.close();

    expect(existsSync(join(directory, 'lock.holder'))).toBe(false);
  });

  it('is another process where its name could not be written', async () => {
    const directory = directories.fresh();
    await directories.open(directory);
    rmSync(join(directory, 'lock.holder'));

    await expect(directories.open(directory)).rejects.toMatchObject({
      code: 'DataDirectoryLocked',
      message: `${directory} is in use by another process.`,
    });
    await directories.close();
  });
});

describe('the generations of a data directory', () => {
  const withFiles = (...names: string[]): string => {
    const directory = mkdtempSync(join(tmpdir(), 'squall-test-'));
    mkdirSync(join(directory, 'blobs'));
    for (const name of names) writeFileSync(join(directory, name), '');
    return directory;
  };

  it('are in the order of their numbers', () => {
    const numbers = [8, 100, 9, 10, 99, 11, 12];
    const directory = withFiles(...numbers.map((number) => `checkpoint-${number}`), 'log-100', 'log-102', 'log-101');

    expect(findChain(directory)).toEqual({ base: 100, logs: [100, 101, 102] });
  });

  it('have no gap ahead of the last log', () => {
    const directory = withFiles('log-1', 'log-2', 'log-4');

    expect(() => findChain(directory)).toThrow(`${join(directory, 'log-3')} is missing`);
  });
});

describe('the limits of a data directory', () => {
  it('are those of docs/data.md', () => {
    const page = readFileSync(new URL('../../../../docs/data.md', import.meta.url), 'utf8');
    const [, log] = /A checkpoint is written when a log has grown by (\d+) MiB/.exec(page) ?? [];
    const [, record] = /One request may change (\d+) GiB/.exec(page) ?? [];

    expect(defaultDisk).toMatchObject({
      logBytesMax: Number(log) * 1024 ** 2,
      recordBytesMax: Number(record) * 1024 ** 3,
    });
  });
});
