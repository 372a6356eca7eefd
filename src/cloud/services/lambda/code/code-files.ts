import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobHash } from '../../../kernel/blobs.ts';
import { invariant } from '../../../kernel/errors.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { FunctionVersion } from '../state.ts';
import { type ArchiveJob, runArchiveJob } from './archive-job.ts';
import { ArchiveThread } from './archive-thread.ts';
import { describeSize } from './zip-directory.ts';

/** Where a version's code is. */
export interface CodeRoots {
  /** `/var/task` on AWS. */
  readonly taskRoot: string;
  /** `/opt` on AWS; undefined without layers. */
  readonly layersRoot: string | undefined;
}

type Packages = Pick<FunctionVersion, 'code' | 'layers'>;

/**
 * Ours: what is unpacked where it is asked for, in 4 ms a megabyte. All else has a thread of its own, which takes 30 ms
 * and more to start. A bundle with the SDK and a validator is a little above one megabyte.
 */
const inPlaceMax = { bytes: 2 * 1024 * 1024, entries: 100 };

/**
 * Unpacked code below the work directory, by content: `lambda/code/<hash>`. Packages are unpacked once, when the first
 * environment needs them, and removed when their blob is gone and no environment uses them any more. Beside them `lambda/node_modules` has the AWS
 * SDK, which AWS's runtimes include ({@link RuntimeSdk}): `require` and `import` find it by walking up from the code.
 */
export class CodeFiles {
  readonly #kernel: Kernel;
  readonly #root: string;
  readonly #thread = new ArchiveThread();
  readonly #ready = new WeakMap<Packages, CodeRoots>();
  /** By path: whoever comes second waits for the first. */
  readonly #unpacking = new Map<string, Promise<void>>();
  /** What each unpacked directory was made of. */
  readonly #unpackedOf = new Map<string, readonly BlobHash[]>();
  /** How many environments use a directory. */
  readonly #users = new Map<string, number>();
  /** Directories of blobs that are gone. */
  readonly #orphaned = new Set<string>();
  #removals = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#root = join(kernel.settings.workDirectory, 'lambda');
    kernel.blobs.onDelete((blob) => this.#orphan(blob));
  }

  /** Keeps directories for as long as an environment may read them; call the answer at its end. */
  hold(directories: readonly (string | undefined)[]): () => void {
    const held = directories.filter((directory) => directory !== undefined);
    for (const directory of held) this.#users.set(directory, (this.#users.get(directory) ?? 0) + 1);
    return () => {
      for (const directory of held) this.#letGo(directory);
    };
  }

  /**
   * Inflates all of an archive that was uploaded, and answers which packages of AWS's SDKs its code expects of the
   * runtime. Throws ArchiveError where it cannot be unpacked.
   */
  check(zip: Uint8Array): Promise<readonly string[]> {
    return this.#run({ zips: [zip], directory: undefined });
  }

  /** Where the code is, when it was unpacked for this version before. */
  rootsOf(version: Packages): CodeRoots | undefined {
    return this.#ready.get(version);
  }

  /** Unpacks the code, and all layers over each other in order. Throws ArchiveError where that cannot be done. */
  async unpack(version: Packages): Promise<CodeRoots> {
    const { blob } = version.code;
    const layers = version.layers.map(({ code }) => code.blob);
    const code = join('code', blob);
    const taskRoot = await this.#unpacked(code, [blob]);
    const layersRoot = layers.length === 0 ? undefined : await this.#unpacked(layersPath(layers), layers);
    const roots = { taskRoot, layersRoot };
    this.#ready.set(version, roots);
    return roots;
  }

  /** Where an environment's temporary files are. */
  temporaryPath(name: string): string {
    return join(this.#root, 'tmp', name);
  }

  /** A fresh directory for an environment's temporary files. */
  temporary(name: string): string {
    const directory = this.temporaryPath(name);
    mkdirSync(directory, { recursive: true });
    return directory;
  }

  removeTemporary(name: string): void {
    const directory = this.temporaryPath(name);
    // The function may have removed it itself, or never have used it.
    if (existsSync(directory)) this.#discard(directory);
  }

  async close(): Promise<void> {
    await this.#thread.close();
  }

  async #unpacked(path: string, blobs: readonly BlobHash[]): Promise<string> {
    const directory = join(this.#root, path);
    // Its blobs may have been put again since they went.
    this.#orphaned.delete(directory);
    if (existsSync(directory)) return directory;
    let unpacking = this.#unpacking.get(path);
    if (!unpacking) {
      unpacking = this.#unpackInto(directory, blobs).finally(() => this.#unpacking.delete(path));
      this.#unpacking.set(path, unpacking);
    }
    await unpacking;
    return directory;
  }

  async #unpackInto(directory: string, blobs: readonly BlobHash[]): Promise<void> {
    const half = `${directory}.part`;
    rmSync(half, { recursive: true, force: true });
    const zips = blobs.map((blob) => {
      const zip = this.#kernel.blobs.get(blob);
      invariant(zip, `the code ${blob} is in the blob store`);
      return zip;
    });
    await this.#run({ zips, directory: half });
    renameSync(half, directory);
    this.#unpackedOf.set(directory, blobs);
  }

  async #run(job: ArchiveJob): Promise<readonly string[]> {
    // Executors that are not of this process's time (the explorer's) must not wait for threads they know nothing of.
    const isInPlace = this.#kernel.settings.executor !== undefined || job.zips.every(isSmall);
    return isInPlace ? runArchiveJob(job) : this.#thread.run(job);
  }

  #orphan(blob: BlobHash): void {
    for (const [directory, blobs] of this.#unpackedOf) {
      if (!blobs.includes(blob)) continue;
      this.#orphaned.add(directory);
      if (!this.#users.has(directory)) this.#remove(directory);
    }
  }

  #letGo(directory: string): void {
    const users = (this.#users.get(directory) ?? 1) - 1;
    if (users > 0) {
      this.#users.set(directory, users);
      return;
    }
    this.#users.delete(directory);
    if (this.#orphaned.has(directory)) this.#remove(directory);
  }

  #remove(directory: string): void {
    this.#orphaned.delete(directory);
    this.#unpackedOf.delete(directory);
    this.#discard(directory);
  }

  /** Out of the way at once, so that it can be made anew; its files go behind everybody's back. */
  #discard(directory: string): void {
    this.#removals += 1;
    const gone = join(this.#root, `removed-${this.#removals}`);
    renameSync(directory, gone);
    // What cannot be removed goes with the work directory.
    rm(gone, { recursive: true, force: true }).catch(() => {});
  }
}

const layersPath = (blobs: readonly BlobHash[]): string =>
  join('layers', blobs.map((blob) => blob.slice(0, 16)).join('-'));

function isSmall(zip: Uint8Array): boolean {
  if (zip.byteLength > inPlaceMax.bytes) return false;
  const { bytes, entries } = describeSize(zip);
  return bytes <= inPlaceMax.bytes && entries <= inPlaceMax.entries;
}
