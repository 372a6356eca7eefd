import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { zipFiles } from './zip-files.ts';

const files = [
  { name: 'bootstrap', contents: Buffer.from('#!/bin/sh\n'), mode: 0o100755 },
  { name: 'daten/größe.json', contents: Buffer.from('{"a":1}'.repeat(10_000)), mode: 0o100644 },
  { name: 'empty', contents: new Uint8Array(), mode: 0o100644 },
];

it('packs files that another reader unpacks, and the same into the same bytes', () => {
  const archive = zipFiles(files);

  const unpacked = Object.entries(unzipSync(archive)).map(([name, contents]) => [name, strFromU8(contents)]);
  expect(unpacked).toEqual(files.map(({ name, contents }) => [name, Buffer.from(contents).toString()]));
  expect(archive.byteLength).toBeLessThan(2000);
  expect(Buffer.compare(archive, zipFiles(files))).toBe(0);
});

it('keeps the modes of Unix, by which a bootstrap is executable', () => {
  const directory = mkdtempSync(join(tmpdir(), 'squall-zip-'));
  writeFileSync(join(directory, 'a.zip'), zipFiles(files));

  // Node has no reader of its own; Python has one everywhere.
  const script =
    'import zipfile,sys;print([oct(i.external_attr>>16) for i in zipfile.ZipFile(sys.argv[1]).infolist()], zipfile.ZipFile(sys.argv[1]).testzip())';
  const told = execFileSync('python3', ['-c', script, join(directory, 'a.zip')], { encoding: 'utf8' });
  rmSync(directory, { recursive: true });

  expect(told.trim()).toBe("['0o100755', '0o100644', '0o100644'] None");
});

it('stores files as they are where it is told to, for the same reader', () => {
  const archive = zipFiles(files, 'stored');

  const unpacked = Object.entries(unzipSync(archive)).map(([name, contents]) => [name, strFromU8(contents)]);
  expect(unpacked).toEqual(files.map(({ name, contents }) => [name, Buffer.from(contents).toString()]));
  expect(Buffer.from(archive).includes('{"a":1}'.repeat(10_000))).toBe(true);
});
