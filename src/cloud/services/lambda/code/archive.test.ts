import { lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkArchive, unpackArchives } from './archive.ts';
import { link, type MadeEntry, makeZip } from './testing/make-zip.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'squall-archive-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Unpacks and tells everything below the directory: text of files, targets of links. */
function unpack(...zips: readonly Uint8Array[]): Record<string, string> {
  const directory = join(root, 'code');
  unpackArchives(zips, directory);
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(names.map((name) => [name, describeFile(join(directory, name))]));
}

function describeFile(path: string): string {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return `-> ${readlinkSync(path)}`;
  return stats.isDirectory() ? '/' : readFileSync(path, 'utf8');
}

const file = (name: string, text = name): MadeEntry => ({ name, text });
const fromBase64 = (text: string) => Buffer.from(text, 'base64');

/** `zip -qXry`: names in UTF-8 without a flag, a directory, a link, an executable. */
const byInfoZip = fromBase64(
  'UEsDBAoAAAAAAKI8e11xcNP7BwAAAAcAAAALAAAAZ3LDvMOfZS50eHRHcsO8w59lUEsDBAoAAAAAAKI8e10AAAAAAAAAAAAAAAACAAAAZC9QSwMECgAAAAAAojx7Xc/6tZwOAAAADgAAAAYAAABkL2xpbmsuLi9ncsO8w59lLnR4dFBLAwQKAAAAAACiPHtdHZ37BAoAAAAKAAAACwAAAGQv5pel5pysLnNoIyEvYmluL3NoClBLAQIeAwoAAAAAAKI8e11xcNP7BwAAAAcAAAALAAAAAAAAAAEAAACkgQAAAABncsO8w59lLnR4dFBLAQIeAwoAAAAAAKI8e10AAAAAAAAAAAAAAAACAAAAAAAAAAAAEADtQTAAAABkL1BLAQIeAwoAAAAAAKI8e13P+rWcDgAAAA4AAAAGAAAAAAAAAAAAAAD/oVAAAABkL2xpbmtQSwECHgMKAAAAAACiPHtdHZ37BAoAAAAKAAAACwAAAAAAAAABAAAA7YGCAAAAZC/ml6XmnKwuc2hQSwUGAAAAAAQABADWAAAAtQAAAAAA',
);
/** Python's `zipfile`: names in UTF-8 with the flag. */
const byPython = fromBase64(
  'UEsDBBQAAAgIAAAAIQBxcNP7CQAAAAcAAAALAAAAZ3LDvMOfZS50eHRzLzq85/D8VABQSwMEFAAACAgAAAAhAB2d+wQMAAAACgAAAAsAAABkL+aXpeacrC5zaFNW1E/KzNMvzuACAFBLAQIUAxQAAAgIAAAAIQBxcNP7CQAAAAcAAAALAAAAAAAAAAAAAACkgQAAAABncsO8w59lLnR4dFBLAQIUAxQAAAgIAAAAIQAdnfsEDAAAAAoAAAALAAAAAAAAAAAAAACkgTIAAABkL+aXpeacrC5zaFBLBQYAAAAAAgACAHIAAABnAAAAAAA=',
);
/** `printf streamed | zip - -`: zip64, and a kind of file that is a pipe. */
const byInfoZipStreamed = fromBase64(
  'UEsDBC0AAAAAAKI8e11jGyLZ//////////8BABQALQEAEAAIAAAAAAAAAAgAAAAAAAAAc3RyZWFtZWRQSwECHgMtAAAAAACiPHtdYxsi2QgAAAAIAAAAAQAAAAAAAAABAAAAgBEAAAAALVBLBgYsAAAAAAAAAB4DLQAAAAAAAAAAAAEAAAAAAAAAAQAAAAAAAAAvAAAAAAAAADsAAAAAAAAAUEsGBwAAAABqAAAAAAAAAAEAAABQSwUGAAAAAAEAAQAvAAAAOwAAAAAA',
);

describe('archives of real tools', () => {
  it('of Info-ZIP have names beyond ASCII, links and permissions', () => {
    expect(unpack(byInfoZip)).toEqual({
      d: '/',
      'd/link': '-> ../grüße.txt',
      'd/日本.sh': '#!/bin/sh\n',
      'grüße.txt': 'Grüße',
    });
    expect(lstatSync(join(root, 'code/d/日本.sh')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(root, 'code/d/link'), 'utf8')).toBe('Grüße');
  });

  it('of Python have names beyond ASCII', () => {
    expect(unpack(byPython)).toEqual({ d: '/', 'd/日本.sh': '#!/bin/sh\n', 'grüße.txt': 'Grüße' });
  });

  it('of fflate have names beyond ASCII', () => {
    const archive = zipSync({ 'grüße.txt': Buffer.from('Grüße'), 'd/日本.js': [Buffer.from(''), { level: 0 }] });

    expect(unpack(archive)).toEqual({ d: '/', 'd/日本.js': '', 'grüße.txt': 'Grüße' });
  });

  it('that were streamed are read', () => {
    expect(unpack(byInfoZipStreamed)).toEqual({ '-': 'streamed' });
  });
});

describe('names', () => {
  const unflagged = { flags: 0, text: 'x' };

  it('that are no UTF-8 are in code page 437', () => {
    const name = Buffer.from([0x67, 0x72, 0x81, 0xe1, 0x65]);

    expect(unpack(makeZip([{ ...unflagged, name }]))).toEqual({ grüße: 'x' });
  });

  it('are taken from the unicode extra field, unless that is of another name', () => {
    const field = (name: string, ascii: string) => {
      const unicode = Buffer.from(name);
      const head = Buffer.alloc(9);
      head.writeUInt16LE(0x7075, 0);
      head.writeUInt16LE(5 + unicode.byteLength, 2);
      head.writeUInt8(1, 4);
      head.writeUInt32LE(crc32(ascii), 5);
      return Buffer.concat([head, unicode]);
    };

    const archive = makeZip([
      { ...unflagged, name: 'a_', extra: field('aä', 'a_') },
      { ...unflagged, name: 'b_', extra: field('bä', 'stale') },
    ]);

    expect(unpack(archive)).toEqual({ aä: 'x', b_: 'x' });
  });

  it('that say they are UTF-8 and are not are refused', () => {
    expect(() => checkArchive(makeZip([{ name: Buffer.from([0xff]) }]))).toThrow('its name is no UTF-8');
  });

  it.runIf(process.platform === 'linux')('that differ in case alone are two', () => {
    expect(unpack(makeZip([file('a'), file('A')]))).toEqual({ a: 'a', A: 'A' });
  });

  it('that come twice: the last one counts', () => {
    expect(unpack(makeZip([file('a', '1'), link('b', 'a'), file('./a', '2'), file('b', '3')]))).toEqual({
      a: '2',
      b: '3',
    });
  });

  it.each([
    ['file, then directory', [file('a'), file('a/b')]],
    ['directory, then file', [file('a/b'), file('a')]],
    ['named directory, then file', [file('a/'), file('a')]],
    ['link, then directory', [link('a', 'b'), file('a/c')]],
  ])('that are both are refused: %s', (_, entries) => {
    expect(() => checkArchive(makeZip(entries))).toThrow('"a": it is a file and a directory');
  });

  it('that are too long for a file system are refused', () => {
    for (const name of ['x'.repeat(256), 'ä'.repeat(128), 'ab/'.repeat(400)]) {
      expect(() => checkArchive(makeZip([{ name }]))).toThrow('its name is too long');
    }
  });
});

describe('links', () => {
  it('that stay are kept, also through others and where nothing is', () => {
    const entries = [
      link('a/b', '../c/./d/..'),
      link('c', 'e'),
      file('e/f'),
      link('none', 'x/y'),
      link('self', 'self'),
    ];

    expect(unpack(makeZip(entries))).toMatchObject({ 'a/b': '-> ../c/./d/..', c: '-> e', none: '-> x/y' });
  });

  it.each([
    ['absolute', [link('a', '/etc')]],
    ['upward', [link('a', '..')]],
    ['upward, after a way down', [link('a', 'b/../../c')]],
    ['from a directory', [link('a/b', '../../c')]],
    ['through a link that shortens the way', [link('a/b/c', '../../up/../x'), link('up', '.')]],
    ['through a chain', [link('deep', 'a/b'), file('a/b/c'), link('a/b/up', '../..'), link('out', 'deep/up/..')]],
    ['with a drive', [link('a', 'C:/x')]],
    ['with backslashes', [link('a', '..\\x')]],
    ['to nothing', [link('a', '')]],
  ])('that leave are refused: %s', (_, entries) => {
    expect(() => checkArchive(makeZip(entries))).toThrow('outside of the archive');
  });

  it('do not lead files out, nor to another place', () => {
    expect(() => unpack(makeZip([link('a', '/tmp'), file('a/squall-written')]))).toThrow('Could not unzip');
    expect(unpack(makeZip([link('a', 'b'), file('b'), file('a', 'own')]))).toEqual({ a: 'own', b: 'b' });
  });
});

describe('archives over each other', () => {
  it('replace files, links and directories by what comes later', () => {
    const first = makeZip([file('a', '1'), file('b/c', '1'), link('l', 'b'), file('d', '1')]);
    const second = makeZip([file('a', '2'), file('b', '2'), file('l/x', '2'), file('d/e', '2')]);

    expect(unpack(first, second)).toEqual({ a: '2', b: '2', l: '/', 'l/x': '2', d: '/', 'd/e': '2' });
  });

  it('are refused where links that stay in each leave together', () => {
    const first = makeZip([link('a', 'x/../y')]);
    const second = makeZip([link('x', '.')]);

    expect(() => unpack(first)).not.toThrow();
    expect(() => unpackArchives([first, second], join(root, 'opt'))).toThrow('outside of the archive');
  });
});

describe('data', () => {
  const text = 'x'.repeat(1000);

  it('may be zip64, stored, and behind a program', () => {
    const archive = makeZip(
      [
        { name: 'a', text, isZip64: true },
        { name: 'b', text, method: 0 },
      ],
      { isZip64: true },
    );

    expect(unpack(archive)).toEqual({ a: text, b: text });
    expect(() => checkArchive(Buffer.concat([Buffer.from('#!/bin/sh\n'), makeZip([file('a')])]))).not.toThrow();
  });

  it.each<[string, Partial<MadeEntry>, string]>([
    ['inflates to more than was said', { bytes: 999 }, 'its size is another than the directory says'],
    ['inflates to less than was said', { bytes: 1001 }, 'its size is another than the directory says'],
    ['inflates to something from nothing', { bytes: 0 }, 'its size is another than the directory says'],
    ['has another checksum', { crc: 1 }, 'its checksum is wrong'],
    ['is encrypted', { flags: 1 }, 'it is encrypted'],
    ['is compressed in another way', { method: 12 }, 'its compression method 12 is not supported'],
  ])('that %s is refused', (_, entry, message) => {
    expect(() => checkArchive(makeZip([{ name: 'a', text, ...entry }]))).toThrow(
      `Could not unzip uploaded file. Please check your file, then try to upload again. ("a": ${message})`,
    );
  });

  it('that is damaged is refused', () => {
    const archive = makeZip([{ name: 'a', text }]);
    archive.fill(0xff, 31, 40);

    expect(() => checkArchive(archive)).toThrow('its data is damaged');
  });
});
