import { ftruncateSync, mkdtempSync, openSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FileWindow } from './file-window.ts';

/** `read(2)` may bring fewer bytes than it was asked for; and each call costs. */
const system = vi.hoisted(() => ({ calls: 0, bytesPerCall: Number.POSITIVE_INFINITY }));
vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs')>();
  const readSync = (file: number, bytes: Buffer, offset: number, length: number, position: number): number => {
    system.calls += 1;
    return real.readSync(file, bytes, offset, Math.min(length, system.bytesPerCall), position);
  };
  return { ...real, readSync };
});

let path: string;
let window: FileWindow | undefined;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'squall-test-')), 'file');
  Object.assign(system, { calls: 0, bytesPerCall: Number.POSITIVE_INFINITY });
});
afterEach(() => {
  window?.close();
  window = undefined;
});

function opened(contents: Uint8Array): FileWindow {
  writeFileSync(path, contents);
  window = new FileWindow(path);
  return window;
}

/** Larger than two windows; no two neighbouring bytes are the same, and none is zero. */
const large = Buffer.alloc(9 * 1024 * 1024).map((_, index) => (index % 251) + 1);

describe('a file that is read in pieces', () => {
  it.each([Number.POSITIVE_INFINITY, 1_000_000])('has its bytes wherever it is read, %d a call', (bytesPerCall) => {
    system.bytesPerCall = bytesPerCall;
    const file = opened(large);
    const places = [
      [0, 1],
      [0, 16],
      [4 * 1024 * 1024 - 8, 16],
      [5_000_000, 100],
      [3, 100],
      [100, 5 * 1024 * 1024],
      [large.byteLength - 7, 7],
    ] as const;

    for (const [offset, length] of places) {
      const found = file.read(offset, length);
      expect(found.equals(large.subarray(offset, offset + length)), `${length} bytes at ${offset}`).toBe(true);
    }
  });

  it('asks the system once for many small records', () => {
    const file = opened(large.subarray(0, 100_000));

    for (let offset = 0; offset < 100_000; offset += 100) file.read(offset, 100);
    file.read(0, 100);

    expect(system.calls).toBe(1);
  });

  it('gives away bytes that nobody changes afterwards', () => {
    const file = opened(large.subarray(0, 1000));
    const first = file.read(0, 10);

    file.read(0, 10).fill(0);

    expect(first.equals(large.subarray(0, 10))).toBe(true);
    expect(file.read(0, 10).equals(large.subarray(0, 10))).toBe(true);
  });

  it('is refused when it becomes shorter meanwhile, with the place', () => {
    const file = opened(large.subarray(0, 1000));
    ftruncateSync(openSync(path, 'r+'), 400);
    system.bytesPerCall = 300;

    expect(() => file.read(100, 500)).toThrow('cut off at byte 400 ');
  });
});

describe('the end of the data in a file', () => {
  const windowBytes = 4 * 1024 * 1024;

  it.each([
    ['an empty file', 0, 0],
    ['a file of zeros', 100, 0],
    ['more zeros than are read at once', 2 * windowBytes + 100, 0],
    ['a file that ends with data', 100, 100],
    ['zeros behind one byte', 100, 1],
    ['many zeros behind one byte', windowBytes + 1, 1],
    ['zeros that begin in the midst', 2 * windowBytes + 100, windowBytes + 7],
  ])('is behind its last byte that is not zero: %s', (_, size, end) => {
    const contents = Buffer.alloc(size);
    if (end > 0) contents[end - 1] = 7;

    expect(opened(contents).endOfData()).toBe(end);
  });
});
