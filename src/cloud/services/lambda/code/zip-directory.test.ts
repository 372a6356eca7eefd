import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { pathOf } from './entry-name.ts';
import { makeZip } from './testing/make-zip.ts';
import { describeSize, readDirectory } from './zip-directory.ts';

const unreadable = 'Could not unzip uploaded file. Please check your file, then try to upload again.';

describe('readDirectory', () => {
  it('tells names, sizes, permissions and kinds', () => {
    const archive = zipSync({
      'a/b.js': [Buffer.from('12345'), { os: 3, attrs: (0o100755 << 16) >>> 0 }],
      link: [Buffer.from('a/b.js'), { os: 3, attrs: (0o120777 << 16) >>> 0 }],
      'plain.txt': Buffer.from(''),
    });

    expect(readDirectory(archive)).toMatchObject([
      { name: 'a/b.js', bytes: 5, mode: 0o755, kind: 'file' },
      { name: 'link', bytes: 6, mode: 0o777, kind: 'link' },
      { name: 'plain.txt', bytes: 0, mode: 0o644, kind: 'file' },
    ]);
    expect(describeSize(archive)).toEqual({ bytes: 11, entries: 3 });
  });

  it('reads an archive that is a part of a larger buffer', () => {
    const archive = zipSync({ a: Buffer.from('1') });
    const larger = Buffer.concat([Buffer.alloc(7), archive]);

    expect(readDirectory(larger.subarray(7))).toHaveLength(1);
    expect(readDirectory(Buffer.concat([larger, Buffer.alloc(9)]).subarray(7, 7 + archive.length))).toHaveLength(1);
  });

  it('refuses what is no archive', () => {
    for (const bytes of ['', 'x', 'PK', 'x'.repeat(100)]) {
      expect(() => readDirectory(Buffer.from(bytes))).toThrow(unreadable);
    }
  });

  it('refuses an archive whose directory is cut off', () => {
    const archive = zipSync({ a: Buffer.from('1'), b: Buffer.from('2') });
    const end = archive.subarray(archive.length - 22);

    expect(() => readDirectory(Buffer.concat([archive.subarray(0, 40), end]))).toThrow(unreadable);
  });

  it('refuses more than 250 MB unzipped, without unzipping, also of many files', () => {
    const half = { name: 'a', bytes: 131_072_000 };

    expect(() => readDirectory(makeZip([half, half]))).toThrow('Unzipped size must be smaller than 262144000 bytes');
  });

  it('refuses a directory that has other entries than it says', () => {
    const archive = makeZip([{ name: 'a' }, { name: 'b' }]);
    archive.writeUInt16LE(1, archive.byteLength - 12);

    expect(() => readDirectory(archive)).toThrow('its directory is damaged');
  });
});

describe('pathOf', () => {
  it('takes names that stay', () => {
    for (const name of ['a', 'a/b', 'a/../b', '.hidden', 'a..b/c', '...']) expect(() => pathOf(name)).not.toThrow();
    expect(pathOf('./a//b/')).toBe('a/b');
  });

  it('refuses names that leave', () => {
    for (const name of ['', '..', '../a', 'a/../../b', '/a', 'C:/a', 'a\\..\\b', 'a\0']) {
      expect(() => pathOf(name)).toThrow(unreadable);
    }
  });
});
