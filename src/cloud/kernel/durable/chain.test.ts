import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Disk } from './disk.ts';
import { contentsOf, Directories, put } from './testing/directories.ts';
import { FillingDisk } from './testing/filling-disk.ts';

const directories = new Directories();
afterEach(() => directories.close());

/** Every record is larger than this, so every one ends a log. */
const rotating: Partial<Disk> = { logBytesMax: 100 };
const padding = 'x'.repeat(200);

/** What a process leaves that ends after `entries` changes; each checkpoint takes them all. */
async function written(entries: number, disk: Partial<Disk> = rotating): Promise<string> {
  const directory = directories.fresh();
  const world = await directories.open(directory, disk);
  for (let index = 0; index < entries; index += 1) {
    put(world, `key${index}`, padding);
    await new Promise(setImmediate);
  }
  await directories.close();
  return directory;
}

/** A disk on which no checkpoint is ever finished: its frames are refused, those of the log are not. */
const withoutCheckpoints: Partial<Disk> = {
  logBytesMax: 100,
  write: (_file, bytes) => {
    throw Object.assign(new Error(`no room for ${bytes.byteLength}`), { code: 'ENOSPC' });
  },
};

const filesOf = (directory: string): string[] =>
  readdirSync(directory)
    .filter((name) => /^(?:log|checkpoint)-/.test(name))
    .sort();

const keysOf = async (directory: string): Promise<string[]> =>
  Object.keys(contentsOf(await directories.open(directory))).sort();

describe('a data directory that is not whole', () => {
  it('is refused without its checkpoint, naming it, and keeps every other file', async () => {
    const directory = await written(3);
    const [checkpoint = '', log = ''] = filesOf(directory);
    expect([checkpoint, log]).toEqual([expect.stringMatching(/^checkpoint-\d$/), expect.stringMatching(/^log-\d$/)]);
    rmSync(join(directory, checkpoint));

    await expect(directories.open(directory)).rejects.toMatchObject({
      code: 'DataDirectoryCorrupt',
      message: expect.stringContaining(`${join(directory, checkpoint)} is missing`),
      hint: expect.stringContaining('from a copy'),
    });
    expect(filesOf(directory)).toEqual([log]);
  });

  it('is refused without any one of its logs', async () => {
    const whole = directories.fresh();
    mkdirSync(whole, { recursive: true });
    await withLogs(whole, 4);
    expect(filesOf(whole)).toEqual(['log-1', 'log-2', 'log-3', 'log-4']);

    for (const name of ['log-2', 'log-3', 'log-4']) {
      const copy = directories.fresh();
      cpSync(whole, copy, { recursive: true });
      rmSync(join(copy, name));
      await expect(directories.open(copy), name).rejects.toMatchObject({
        code: 'DataDirectoryCorrupt',
        message: expect.stringContaining(`${join(copy, name)} is missing`),
      });
      expect(filesOf(copy)).toHaveLength(3);
    }
  });

  it('is refused when its first log is gone, be it the only one', async () => {
    const directory = await written(1, {});
    mkdirSync(join(directory, 'blobs', 'aa'));
    rmSync(join(directory, 'log-1'));

    await expect(directories.open(directory)).rejects.toThrow(`${join(directory, 'log-1')} is missing`);
  });

  it('is refused with a checkpoint whose own log is gone', async () => {
    const directory = await written(3);
    const log = filesOf(directory).find((name) => name.startsWith('log-')) ?? '';
    rmSync(join(directory, log));

    await expect(directories.open(directory)).rejects.toThrow(`${join(directory, log)} is missing`);
  });
});

/** Logs 1 to `count` without a checkpoint, as when each of them could not be written. */
async function withLogs(directory: string, count: number): Promise<void> {
  const { write } = withoutCheckpoints;
  const warnings: string[] = [];
  const { writeSync } = await import('node:fs');
  const world = await directories.open(directory, {
    logBytesMax: 100,
    warn: (message) => void warnings.push(message),
    // Frames of checkpoints name their entries; records of the log their keys.
    write: (file, bytes, offset, length) =>
      write && Buffer.from(bytes).includes('entries')
        ? write(file, bytes, offset, length)
        : writeSync(file, bytes, offset, length),
  });
  for (let index = 1; index < count; index += 1) {
    put(world, `key${index}`, padding);
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  }
  put(world, 'last', 1);
  await directories.close();
  expect(warnings).toHaveLength(count - 1);
}

describe('a rotation that a process dies in', () => {
  it('leaves a directory that opens with everything, whatever was the last thing done', async () => {
    const before = directories.fresh();
    await withLogs(before, 2);
    const after = await written(1);
    expect([filesOf(before), filesOf(after)]).toEqual([
      ['log-1', 'log-2'],
      ['checkpoint-2', 'log-2'],
    ]);
    const logAlone = readFileSync(join(before, 'log-1'));
    const marker = markerIn(logAlone);
    const windows: Record<string, (directory: string) => void> = {
      'the new log was begun': (directory) => {
        writeFileSync(join(directory, 'log-1'), logAlone.subarray(0, marker));
      },
      'half the marker was written': (directory) => {
        writeFileSync(join(directory, 'log-1'), logAlone.subarray(0, marker + 9));
      },
      'the old log was ended': () => undefined,
      'half a checkpoint was written': (directory) => {
        writeFileSync(join(directory, 'checkpoint-2.tmp'), 'half');
      },
      'the checkpoint was in place': (directory) => {
        cpSync(join(after, 'checkpoint-2'), join(directory, 'checkpoint-2'));
      },
      'the old log was removed': (directory) => {
        cpSync(join(after, 'checkpoint-2'), join(directory, 'checkpoint-2'));
        rmSync(join(directory, 'log-1'));
      },
    };

    for (const [name, leave] of Object.entries(windows)) {
      const directory = directories.fresh();
      cpSync(before, directory, { recursive: true });
      writeFileSync(join(directory, 'log-2'), '');
      leave(directory);
      const expected = name.includes('checkpoint was in place') || name.includes('removed') ? 'key0' : 'key1';
      expect(await keysOf(directory), name).toEqual([expected]);
      expect(existsSync(join(directory, 'checkpoint-2.tmp')), name).toBe(false);
      await directories.close();
    }
  });

  it('has the old log and every name on the disk before anything supersedes them', async () => {
    const disk = new FillingDisk();
    const directory = directories.fresh();
    const world = await directories.open(directory, disk.options({ logBytesMax: 100 }));
    const oldLog = statSync(join(directory, 'log-1')).ino;
    disk.synced.length = 0;

    put(world, 'a', padding);
    await directories.close();

    const names = statSync(directory).ino;
    const checkpoint = statSync(join(directory, 'checkpoint-2')).ino;
    expect(disk.synced).toEqual([names, oldLog, checkpoint, names]);
    expect(existsSync(join(directory, 'log-1'))).toBe(false);
  });

  it('removes nothing when the checkpoint that would supersede it is broken', async () => {
    const directory = directories.fresh();
    await withLogs(directory, 2);
    writeFileSync(join(directory, 'checkpoint-2'), 'no checkpoint');

    await expect(directories.open(directory)).rejects.toMatchObject({ code: 'DataDirectoryCorrupt' });

    expect(filesOf(directory)).toEqual(['checkpoint-2', 'log-1', 'log-2']);
  });

  it('goes on in the newest log afterwards', async () => {
    const directory = directories.fresh();
    await withLogs(directory, 3);
    const size = statSync(join(directory, 'log-3')).size;

    put(await directories.open(directory), 'more', 1);

    expect(statSync(join(directory, 'log-3')).size).toBeGreaterThan(size);
  });

  it('does not take a file of another name for one of its own', async () => {
    const directory = await written(1, {});
    renameSync(join(directory, 'log-1'), join(directory, 'log-1.bak'));
    writeFileSync(join(directory, 'log-1'), readFileSync(join(directory, 'log-1.bak')));

    expect(await keysOf(directory)).toEqual(['key0']);
    expect(existsSync(join(directory, 'log-1.bak'))).toBe(true);
  });
});

/** Where the last record of a log begins. */
function markerIn(log: Buffer): number {
  const magic = Buffer.from('1LQS');
  return log.lastIndexOf(magic);
}
