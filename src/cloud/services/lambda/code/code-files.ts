import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { BlobHash } from '../../../kernel/blobs.ts';
import { invariant } from '../../../kernel/errors.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { moduleDirectories } from '../executors/process/node-binaries.ts';
import { assertInside, inflateArchive, listArchive } from './archive.ts';
import { linkBundledSdk } from './bundled-sdk.ts';

/**
 * Unpacked code below the work directory, by content: `lambda/code/<hash>`. Packages are unpacked once, when the first
 * environment needs them. Beside them `lambda/node_modules` links to the project's AWS SDK, which AWS's runtimes
 * include: both `require` and `import` find it by walking up from the code.
 */
export class CodeFiles {
  readonly #kernel: Kernel;
  readonly #root: string;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#root = join(kernel.settings.workDirectory, 'lambda');
  }

  /** Directory with the unpacked archive. */
  directoryOf(blob: BlobHash): string {
    const path = join('code', blob);
    // With every new code, as what it needs may just have been installed.
    if (!existsSync(join(this.#root, path))) linkBundledSdk(join(this.#root, 'node_modules'), moduleDirectories());
    return this.#unpacked(path, [blob]);
  }

  /** Directory with all layers, unpacked over each other in order: `/opt`. Undefined without layers. */
  layersOf(blobs: readonly BlobHash[]): string | undefined {
    if (blobs.length === 0) return undefined;
    return this.#unpacked(join('layers', blobs.map((blob) => blob.slice(0, 16)).join('-')), blobs);
  }

  /** A fresh directory for an environment's temporary files. */
  temporary(name: string): string {
    const directory = join(this.#root, 'tmp', name);
    mkdirSync(directory, { recursive: true });
    return directory;
  }

  removeTemporary(name: string): void {
    rmSync(join(this.#root, 'tmp', name), { recursive: true, force: true });
  }

  #unpacked(path: string, blobs: readonly BlobHash[]): string {
    const directory = join(this.#root, path);
    if (existsSync(directory)) return directory;
    const half = `${directory}.part`;
    rmSync(half, { recursive: true, force: true });
    mkdirSync(half, { recursive: true });
    for (const blob of blobs) {
      const zip = this.#kernel.blobs.get(blob);
      invariant(zip, `the code ${blob} is in the blob store`);
      unpack(zip, half);
    }
    renameSync(half, directory);
    return directory;
  }
}

/** Writes the archive's files below `directory`, with their permissions. Links must stay inside. */
function unpack(zip: Uint8Array, directory: string): void {
  const contents = inflateArchive(zip);
  for (const { name, kind, mode } of listArchive(zip)) {
    const path = join(directory, name);
    if (kind === 'directory') {
      mkdirSync(path, { recursive: true });
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    const bytes = contents[name] ?? new Uint8Array();
    if (kind === 'link') {
      const target = Buffer.from(bytes).toString('utf8');
      assertInside(posix.join(posix.dirname(name), target));
      rmSync(path, { force: true });
      symlinkSync(target, path);
    } else {
      writeFileSync(path, bytes);
      // Everybody may read: AWS runs the function as another user than the one who packed it.
      chmodSync(path, mode | 0o444);
    }
  }
}
