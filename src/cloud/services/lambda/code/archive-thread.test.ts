import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ArchiveThread } from './archive-thread.ts';
import { makeZip } from './testing/make-zip.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'squall-thread-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Message ports are what keeps a thread, and with it the process, alive. */
const threads = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
const idle = threads();

describe('ArchiveThread', () => {
  it('unpacks and refuses, and goes on after a refusal', async () => {
    const thread = new ArchiveThread();
    const directory = join(root, 'code');

    const refused = thread.run({ zips: [Buffer.from('no zip')], directory });
    const unpacked = thread.run({ zips: [makeZip([{ name: 'a', text: 'b' }])], directory });

    await expect(refused).rejects.toThrow('Could not unzip uploaded file');
    await unpacked;
    expect(readFileSync(join(directory, 'a'), 'utf8')).toBe('b');
  });

  it('fails with what went wrong outside of the archive', async () => {
    const job = { zips: [makeZip([{ name: 'a' }])], directory: '/dev/null/code' };

    await expect(new ArchiveThread().run(job)).rejects.toThrow('ENOTDIR');
  });

  it('leaves no thread behind, neither after its work nor when it is closed in the midst of it', async () => {
    await expect.poll(threads).toBe(idle);
    const thread = new ArchiveThread();
    const job = { zips: [makeZip([{ name: 'a' }])], directory: undefined };
    await thread.run(job);
    await expect.poll(threads).toBe(idle);

    const broken = thread.run(job);
    expect(threads()).toBeGreaterThan(idle);
    const rejection = expect(broken).rejects.toThrow('the cloud was closed');
    await thread.close();

    await rejection;
    await expect.poll(threads).toBe(idle);
  });
});
