import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { World } from '../world.ts';
import { type DataDirectory, openDataDirectory } from './data-directory.ts';

const open: DataDirectory[] = [];

async function openWorld(directory: string): Promise<World> {
  const world = new World();
  open.push(await openDataDirectory(directory, world));
  return world;
}

async function closeAll(): Promise<void> {
  for (const directory of open.splice(0)) await directory.close();
}

afterEach(closeAll);

const freshDirectory = (): string => join(mkdtempSync(join(tmpdir(), 'squall-test-')), 'data');

function put(world: World, key: string, value: unknown): void {
  world.collection('things').set(key, value);
  world.commit();
}

describe('a data directory', () => {
  it('brings back what was committed, and only that', async () => {
    const directory = freshDirectory();
    const world = await openWorld(directory);
    put(world, 'a', { bytes: new Uint8Array([1, 2]), at: new Date(5) });
    put(world, 'b', 2);
    world.collection('things').delete('b');
    world.commit();
    world.collection('things').set('uncommitted', true);
    await closeAll();

    const again = await openWorld(directory);

    expect([...again.collection('things').entries()]).toEqual([
      ['a', { bytes: new Uint8Array([1, 2]), at: new Date(5) }],
    ]);
  });

  it('cuts a torn record off the end and goes on behind the sound ones', async () => {
    const directory = freshDirectory();
    const world = await openWorld(directory);
    put(world, 'a', 1);
    const soundBytes = statSync(join(directory, 'log-1')).size;
    put(world, 'b', 'x'.repeat(500));
    await closeAll();
    const log = readFileSync(join(directory, 'log-1'));

    for (const cut of [1, 8, 16, 17, log.byteLength - soundBytes - 1]) {
      writeFileSync(join(directory, 'log-1'), log.subarray(0, soundBytes + cut));
      const again = await openWorld(directory);
      expect([...again.collection('things').keys()], `cut after ${cut} bytes`).toEqual(['a']);
      expect(statSync(join(directory, 'log-1')).size).toBe(soundBytes);
      await closeAll();
    }
  });

  it('treats a tail of zeros as torn', async () => {
    const directory = freshDirectory();
    put(await openWorld(directory), 'a', 1);
    await closeAll();
    appendFileSync(join(directory, 'log-1'), Buffer.alloc(4096));

    const again = await openWorld(directory);

    expect(again.collection('things').get('a')).toBe(1);
  });

  it('refuses a record that is corrupt in the middle, with its offset and a way out', async () => {
    const directory = freshDirectory();
    const world = await openWorld(directory);
    put(world, 'a', 'first');
    const offset = statSync(join(directory, 'log-1')).size;
    put(world, 'b', 'second');
    put(world, 'c', 'third');
    await closeAll();
    const sound = readFileSync(join(directory, 'log-1'));

    for (const position of [offset, offset + 5, offset + 13, offset + 20]) {
      const broken = Buffer.from(sound);
      broken[position] = (broken[position] ?? 0) ^ 0xff;
      writeFileSync(join(directory, 'log-1'), broken);
      await expect(openWorld(directory), `byte ${position}`).rejects.toMatchObject({
        code: 'DataDirectoryCorrupt',
        message: expect.stringContaining(`byte ${offset}`),
        hint: expect.stringContaining(`truncate -s ${offset}`),
      });
    }
  });

  it('keeps a restored snapshot, whole, as the new beginning', async () => {
    const directory = freshDirectory();
    const world = await openWorld(directory);
    put(world, 'a', 1);
    const before = world.snapshot();
    put(world, 'b', 2);
    world.drop('things');
    world.collection('others').set('z', 26);
    world.commit();

    world.restore(before);
    put(world, 'c', 3);
    await closeAll();
    const again = await openWorld(directory);

    expect([...again.collection('things').entries()]).toEqual([
      ['a', 1],
      ['c', 3],
    ]);
    expect(again.collection('others').size).toBe(0);
  });

  it('goes on through checkpoints without losing anything', { timeout: 60_000 }, async () => {
    const directory = freshDirectory();
    const world = await openWorld(directory);
    const megabyte = 'x'.repeat(1024 * 1024);
    for (let index = 0; index < 150; index += 1) {
      put(world, `key${index % 7}`, { index, megabyte });
      if (index % 10 === 0) await new Promise(setImmediate);
    }
    await closeAll();

    const again = await openWorld(directory);

    const found = [...again.collection<{ index: number }>('things').values()].map(({ index }) => index);
    expect(found.sort((a, b) => a - b)).toEqual([143, 144, 145, 146, 147, 148, 149]);
    expect(() => statSync(join(directory, 'log-1'))).toThrow();
  });

  it('belongs to one cloud at a time', async () => {
    const directory = freshDirectory();
    await openWorld(directory);

    await expect(openWorld(directory)).rejects.toMatchObject({
      code: 'DataDirectoryLocked',
      message: expect.stringContaining(`process ${process.pid}`),
    });
  });

  it('is there again when its process was killed', async () => {
    const directory = freshDirectory();
    mkdirSync(directory, { recursive: true });
    const holder = join(import.meta.dirname, 'testing/hold-lock.ts');

    const { stdout, signal } = spawnSync(process.execPath, ['--conditions=squall-source', holder, directory, 'die']);

    expect([stdout.toString(), signal]).toEqual(['held\n', 'SIGKILL']);
    await openWorld(directory);
  });

  it('takes over the lock of an earlier version, which was a file or a socket at which somebody listened', async () => {
    const directory = freshDirectory();
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'lock'), '1');

    await openWorld(directory);

    expect(existsSync(join(directory, 'lock'))).toBe(false);
  });

  it('may have any length of path', async () => {
    await openWorld(join(freshDirectory(), 'd'.repeat(120)));
    await closeAll();
  });
});
