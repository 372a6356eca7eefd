import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createFileBlobs, createMemoryBlobs } from './blobs.ts';
import { SweptBlobs } from './swept-blobs.ts';
import { World } from './world.ts';

const services = [{ name: 's3', blobs: { objects: (hash: string) => [hash] } }];
const folder = mkdtempSync(join(tmpdir(), 'squall-blobs-'));
const objects = 's3/000000000000/global/objects/bucket';

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function setUp(store = createMemoryBlobs()) {
  const world = new World();
  const blobs = new SweptBlobs(store, world, services);
  const put = (key: string, text: string): string => {
    const hash = blobs.put(Buffer.from(text));
    world.collection<string>(objects).set(key, hash);
    return hash;
  };
  return { world, blobs, put, remove: (key: string) => world.collection<string>(objects).delete(key) };
}

describe('SweptBlobs', () => {
  it('keeps what the world refers to and deletes the rest', async () => {
    const { blobs, put, remove } = setUp();
    const kept = put('kept', 'kept');
    const removed = put('removed', 'removed');
    const overwritten = put('kept twice', 'old');
    put('kept twice', 'new');
    remove('removed');

    await blobs.sweep();

    expect(blobs.get(kept)?.toString()).toBe('kept');
    expect(blobs.get(removed)).toBeUndefined();
    expect(blobs.get(overwritten)).toBeUndefined();
    expect(blobs.usage).toEqual({ count: 2, bytes: 7 });
  });

  it('keeps what a living snapshot refers to', async () => {
    const { world, blobs, put, remove } = setUp();
    put('key', 'bytes');
    const snapshot = world.snapshot();
    remove('key');

    for (let count = 0; count < 3; count += 1) await blobs.sweep();
    world.restore(snapshot);
    await blobs.sweep();

    expect(blobs.get(world.collection<string>(objects).get('key') ?? '')?.toString()).toBe('bytes');
  });

  it('spares a blob that is put again while a sweep deletes it', async () => {
    const { blobs, put, remove } = setUp();
    for (let index = 0; index < 5000; index += 1) put(`key${index}`, `bytes ${index}`);
    for (let index = 0; index < 5000; index += 1) remove(`key${index}`);

    const sweeping = blobs.sweep();
    await nextTurn();
    const hash = put('again', 'bytes 4999');
    await sweeping;

    expect(blobs.get(hash)?.toString()).toBe('bytes 4999');
    expect(blobs.usage.count).toBe(1);
  });

  it('waits until the change that let go of a blob is in the log', async () => {
    const { world, blobs, put, remove } = setUp();
    const hash = put('key', 'bytes');
    world.attach({ append: () => {}, replace: () => {} });
    remove('key');

    await blobs.sweep();
    expect(blobs.get(hash)).toBeDefined();
    world.commit();
    await blobs.sweep();

    expect(blobs.get(hash)).toBeUndefined();
  });

  it('begins by itself when much was put, and keeps memory in bounds', async () => {
    const { blobs, put } = setUp();
    const megabyte = 'x'.repeat(1024 * 1024);

    for (let index = 0; index < 400; index += 1) {
      put('key', `${index}${megabyte}`);
      await nextTurn();
    }

    expect(blobs.usage.count).toBeLessThan(140);
  });

  it('begins by itself when much was released', async () => {
    const { blobs, put, remove } = setUp();
    for (let index = 0; index < 60; index += 1) put(`key${index}`, `${index}${'x'.repeat(1024 * 1024)}`);

    for (let index = 0; index < 60; index += 1) {
      remove(`key${index}`);
      blobs.release(1024 * 1024);
    }
    while (blobs.usage.count > 0) await nextTurn();

    expect(blobs.usage).toEqual({ count: 0, bytes: 0 });
  });

  it('deletes files that an earlier process left, whole or half-written', async () => {
    const directory = join(folder, 'blobs');
    const before = setUp(createFileBlobs(directory));
    const hash = before.put('key', 'kept');
    const lost = before.blobs.put(Buffer.from('its record was never committed'));
    writeFileSync(join(directory, lost.slice(0, 2), `${lost}.1.tmp`), 'half');

    const { world, blobs } = setUp(createFileBlobs(directory));
    world.collection(objects).set('key', hash);
    await blobs.sweep();

    const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map(({ name }) => name)).toEqual([hash]);
    expect(blobs.usage).toEqual({ count: 1, bytes: 4 });
  });
});
