import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { assertInside, listArchive } from './archive.ts';

const unreadable = 'Could not unzip uploaded file. Please check your file, then try to upload again.';

describe('listArchive', () => {
  it('tells names, sizes, permissions and kinds', () => {
    const archive = zipSync({
      'a/b.js': [Buffer.from('12345'), { os: 3, attrs: (0o100755 << 16) >>> 0 }],
      link: [Buffer.from('a/b.js'), { os: 3, attrs: (0o120777 << 16) >>> 0 }],
      'plain.txt': Buffer.from(''),
    });

    expect(listArchive(archive)).toEqual([
      { name: 'a/b.js', bytes: 5, mode: 0o755, kind: 'file' },
      { name: 'link', bytes: 6, mode: 0o777, kind: 'link' },
      { name: 'plain.txt', bytes: 0, mode: 0o644, kind: 'file' },
    ]);
  });

  it('reads an archive that is a part of a larger buffer', () => {
    const archive = zipSync({ a: Buffer.from('1') });
    const larger = Buffer.concat([Buffer.alloc(7), archive, Buffer.alloc(9)]);

    expect(listArchive(larger.subarray(7, 7 + archive.length))).toHaveLength(1);
  });

  it('refuses what is no archive', () => {
    for (const bytes of ['', 'x', 'PK', 'x'.repeat(100)]) {
      expect(() => listArchive(Buffer.from(bytes))).toThrow(unreadable);
    }
  });

  it('refuses an archive whose directory is cut off', () => {
    const archive = zipSync({ a: Buffer.from('1'), b: Buffer.from('2') });
    const end = archive.subarray(archive.length - 22);

    expect(() => listArchive(Buffer.concat([archive.subarray(0, 40), end]))).toThrow(unreadable);
  });

  it('refuses more than 250 MB unzipped, without unzipping', () => {
    const archive = zipSync({ a: Buffer.from('1') });
    // The uncompressed size in the central directory, whose one entry begins 22 + 47 bytes before the end.
    new DataView(archive.buffer).setUint32(archive.length - 22 - 47 + 24, 262_144_000, true);

    expect(() => listArchive(archive)).toThrow('Unzipped size must be smaller than 262144000 bytes');
  });
});

describe('assertInside', () => {
  it('takes names that stay', () => {
    for (const name of ['a', 'a/b', 'a/../b', '.hidden', 'a..b/c', '...'])
      expect(() => assertInside(name)).not.toThrow();
  });

  it('refuses names that leave', () => {
    for (const name of ['', '..', '../a', 'a/../../b', '/a', 'C:/a', 'a\\..\\b', 'a\0']) {
      expect(() => assertInside(name)).toThrow(unreadable);
    }
  });
});
