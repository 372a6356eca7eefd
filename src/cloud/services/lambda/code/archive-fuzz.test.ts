import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unpackArchives } from './archive.ts';
import { ArchiveError } from './archive-error.ts';
import { ArchiveThread } from './archive-thread.ts';
import { linkMode, type MadeEntry, makeZip } from './testing/make-zip.ts';

// fast-check prints seed and path of what fails.

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'squall-archive-fuzz-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Unpacks three directories deep, so that what climbs is seen. True when the archive was taken. */
function unpackSafely(zips: readonly Uint8Array[]): boolean {
  const stage = mkdtempSync(join(root, 's'));
  const directory = join(stage, 'a', 'b', 'code');
  mkdirSync(join(stage, 'a', 'b'), { recursive: true });
  const isTaken = attempt(() => unpackArchives(zips, directory));
  expect([readdirSync(stage), readdirSync(join(stage, 'a'))]).toEqual([['a'], ['b']]);
  expect(readdirSync(join(stage, 'a', 'b'))).toEqual(existsSync(directory) ? ['code'] : []);
  if (isTaken) assertLinksStay(directory);
  rmSync(stage, { recursive: true });
  return isTaken;
}

function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return false;
  }
}

/** Walks by hand: Node's recursive readdir goes through links, and round and round in them. */
function assertLinksStay(root: string, directory = root): void {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    const stats = lstatSync(path);
    if (stats.isDirectory()) assertLinksStay(root, path);
    if (!stats.isSymbolicLink() || !existsSync(path)) continue;
    expect(`${realpathSync(path)}${sep}`).toContain(`${root}${sep}`);
  }
}

const path = fc.array(fc.constantFrom('a', 'b', 'c', '..', '.', ''), { minLength: 1, maxLength: 5 });
const name = path.map((parts) => parts.join('/'));
const entry: fc.Arbitrary<MadeEntry> = fc.oneof(
  fc.record({ name, text: fc.constantFrom('', 'text') }),
  fc.record({ name, text: name, mode: fc.constant(linkMode) }),
);
/** Mostly names that are taken, so that it is the links that decide. */
const tameEntry: fc.Arbitrary<MadeEntry> = fc
  .record({ parts: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 }), target: name })
  .map(({ parts, target }) => ({ name: parts.join('/'), text: target, mode: linkMode }));

const base = [
  { name: 'dir/file.js', text: 'x'.repeat(300) },
  { name: 'dir/link', text: '../other', mode: linkMode },
  { name: 'other/grüße', text: 'y', method: 0, isZip64: true },
];
const archives = [makeZip(base), makeZip(base, { isZip64: true })];
const mutation = fc.record({ at: fc.nat({ max: 700 }), byte: fc.nat({ max: 255 }), drop: fc.nat({ max: 40 }) });

function mutate(archive: Buffer, mutations: readonly { at: number; byte: number; drop: number }[]): Buffer {
  let bytes = Buffer.from(archive);
  for (const { at, byte, drop } of mutations) {
    const place = at % bytes.byteLength;
    bytes[place] = byte;
    // One of eight cuts something out as well.
    if (drop < 5) bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + drop)]);
  }
  return bytes;
}
const mutated = fc
  .record({ archive: fc.constantFrom(...archives), mutations: fc.array(mutation, { minLength: 1, maxLength: 4 }) })
  .map(({ archive, mutations }) => mutate(archive, mutations));

describe('archives of all kinds', () => {
  it('write below their directory alone: any names, links and layers', () => {
    let taken = 0;
    const layers = fc.array(fc.array(fc.oneof(entry, tameEntry), { maxLength: 5 }), { minLength: 1, maxLength: 2 });

    fc.assert(
      fc.property(layers, (entries) => {
        if (unpackSafely(entries.map((list) => makeZip(list)))) taken += 1;
      }),
      { numRuns: 200 },
    );

    expect(taken).toBeGreaterThan(10);
  });

  it('write below their directory alone: any bytes', () => {
    fc.assert(
      fc.property(mutated, (archive) => {
        unpackSafely([archive]);
      }),
      { numRuns: 200 },
    );
  });

  it('are answered by the thread, one after the other', async () => {
    const thread = new ArchiveThread();

    await fc.assert(
      fc.asyncProperty(fc.array(mutated, { minLength: 1, maxLength: 10 }), async (list) => {
        const ends = await Promise.allSettled(list.map((zip) => thread.run({ zips: [zip], directory: undefined })));

        for (const end of ends) if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(ArchiveError);
      }),
      { numRuns: 3 },
    );

    await thread.close();
  });
});
