import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, expect, it, vi } from 'vitest';
import { createMemoryBlobs } from '../../../kernel/blobs.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { SweptBlobs } from '../../../kernel/swept-blobs.ts';
import { World } from '../../../kernel/world.ts';
import { CodeFiles } from './code-files.ts';

const workDirectory = mkdtempSync(join(tmpdir(), 'squall-code-'));
afterAll(() => rmSync(workDirectory, { recursive: true, force: true }));

it('Unpacked code stays for as long as an environment holds it, also when its blob is gone', async () => {
  const blobs = new SweptBlobs(createMemoryBlobs(), new World(), []);
  const files = new CodeFiles({ blobs, settings: { workDirectory } } as unknown as Kernel);
  const blob = blobs.put(zipSync({ 'index.js': Buffer.from('1') }));
  const code = { blob, sha256: '', bytes: 0 };
  const roots = await files.unpack({
    code,
    layers: [{ arn: 'arn:aws:lambda:us-east-1:123456789012:layer:l:1', code }],
  });
  const { taskRoot: directory, layersRoot: layers = '' } = roots;
  const letGo = files.hold([directory, undefined]);

  await blobs.sweep();
  expect(blobs.get(blob)).toBeUndefined();
  expect(existsSync(join(directory, 'index.js'))).toBe(true);
  expect(existsSync(layers)).toBe(false);
  letGo();

  expect(existsSync(directory)).toBe(false);
});

it('A temporary directory is out of the way at once, whatever is made of its name, and its files go later', async () => {
  const blobs = new SweptBlobs(createMemoryBlobs(), new World(), []);
  const own = join(workDirectory, 'own');
  const files = new CodeFiles({ blobs, settings: { workDirectory: own } } as unknown as Kernel);
  writeFileSync(join(files.temporary('e1'), 'old'), 'x');

  files.removeTemporary('e1');
  files.removeTemporary('e1');
  const again = files.temporary('e1');
  writeFileSync(join(again, 'new'), 'x');

  const left = () => readdirSync(own, { recursive: true }).map(String);
  await vi.waitFor(() => expect(left().filter((path) => path.endsWith('old'))).toEqual([]));
  expect(readdirSync(again)).toEqual(['new']);
});
