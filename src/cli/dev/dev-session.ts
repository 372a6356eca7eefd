import type { DeployedStack } from '../../harness/deploy.ts';
import { realDisk } from '../../harness/synthesis/real-disk.ts';
import type { Bundling, SynthesisRecord } from '../../harness/synthesis/synthesis-record.ts';
import { changeOf, needsSynthesis } from '../../harness/synthesis/what-changed.ts';
import type { Bundle, Bundler } from './bundler.ts';
import { latestBundling } from './latest-bundling.ts';
import { type AssetChange, assetsByDigest, patchAssembly } from './patch-assembly.ts';

/** A cloud assembly, and what it was made of where that is known. */
export interface Synthesis {
  readonly directory: string;
  readonly record: SynthesisRecord | undefined;
}

export interface DevSteps {
  /** Makes the app's cloud assembly anew. */
  synthesize(): Promise<Synthesis>;
  /** `isWhole`: not only new code of a few functions. */
  deploy(directory: string, isWhole: boolean): Promise<DeployedStack[]>;
}

/** What became of a save. */
export type Outcome =
  /** Nothing was made of these files. */
  | { readonly kind: 'unrelated' }
  /** The bundles are the same as before: a comment, a type. */
  | { readonly kind: 'same'; readonly files: readonly string[] }
  | {
      readonly kind: 'rebuilt';
      /** Those of the saved ones of which bundles are made. */
      readonly files: readonly string[];
      readonly stacks: readonly DeployedStack[];
      /** Names of the functions with new code. */
      readonly functions: readonly string[];
      readonly bundledMs: number;
      readonly ms: number;
    }
  | { readonly kind: 'synthesized'; readonly stacks: readonly DeployedStack[]; readonly ms: number };

/** New contents of an asset, with the SHA-256 of the bundle in them. */
type BundleChange = AssetChange & { readonly digest: string };

/** A bundling and what it made when it was run again. */
type Rebuilt = readonly [Bundling, Bundle];

/**
 * What is deployed, and what a save means for it: bundles that are made again, a new synthesis, or nothing. One save at a
 * time; the caller waits for the last one.
 */
export class DevSession {
  readonly #steps: DevSteps;
  readonly #bundler: Bundler;
  #synthesis: Synthesis | undefined;
  /** By the SHA-256 of the bundles in them, once they were looked for. */
  #assets: Map<string, string> | undefined;
  /** Of saves that came to nothing because something in them was wrong. */
  #owedPaths: ReadonlySet<string> = new Set();

  constructor(steps: DevSteps, bundler: Bundler) {
    this.#steps = steps;
    this.#bundler = bundler;
  }

  /** Files that the last synthesis read or looked for; absolute paths. */
  readFiles(): Iterable<string> {
    return this.#synthesis?.record?.files.keys() ?? [];
  }

  /** Makes ready for the save that is likely to come: of what was saved last, to be asked for when nothing else is done. */
  async warmUp(): Promise<void> {
    const bundling = latestBundling(this.#synthesis?.record?.bundlings ?? []);
    // What is wrong with it is told when it is saved.
    if (bundling) await this.#bundler.bundle(bundling).catch(() => undefined);
  }

  /** Synthesizes and deploys all. Throws when it fails; then every save tries this again. */
  async deployAll(): Promise<Outcome> {
    const startMs = performance.now();
    this.#synthesis = undefined;
    this.#assets = undefined;
    const synthesis = await this.#steps.synthesize();
    const stacks = await this.#steps.deploy(synthesis.directory, true);
    this.#synthesis = synthesis;
    this.#owedPaths = new Set();
    return { kind: 'synthesized', stacks, ms: performance.now() - startMs };
  }

  /** Deploys what was built last once more; all, where that failed. */
  async deployAgain(): Promise<Outcome> {
    const startMs = performance.now();
    if (!this.#synthesis) return this.deployAll();
    const stacks = await this.#deploy(true);
    return { kind: 'synthesized', stacks, ms: performance.now() - startMs };
  }

  /** Brings what was saved into the cloud; `paths` are absolute. Throws when that fails; a later save tries it again. */
  async save(paths: Iterable<string>): Promise<Outcome> {
    const { record } = this.#synthesis ?? {};
    const all = new Set([...this.#owedPaths, ...paths]);
    if (!record?.isComplete) return this.deployAll();
    const change = changeOf(record, all, realDisk);
    if (needsSynthesis(change)) return this.deployAll();
    if (change.bundlings.length === 0) return { kind: 'unrelated' };
    this.#owedPaths = all;
    const outcome = (await this.#rebuild(change.bundlings, filesOf(change.bundlings, all))) ?? (await this.deployAll());
    this.#owedPaths = new Set();
    return outcome;
  }

  /** Undefined where only a new synthesis can tell what becomes of the assembly. */
  async #rebuild(bundlings: readonly Bundling[], files: readonly string[]): Promise<Outcome | undefined> {
    const startMs = performance.now();
    const bundles = await Promise.all(bundlings.map((bundling) => this.#bundler.bundle(bundling)));
    const rebuilt = bundlings.flatMap((bundling, at): Rebuilt[] => {
      const bundle = bundles[at];
      return bundle ? [[bundling, bundle]] : [];
    });
    if (rebuilt.length < bundlings.length) return undefined;
    const bundledMs = performance.now() - startMs;
    const synthesis = this.#synthesis;
    const changes = synthesis && this.#changes(synthesis, rebuilt);
    if (!changes) return undefined;
    if (changes.length === 0) {
      this.#learn(rebuilt);
      return { kind: 'same', files };
    }
    const patched = patchAssembly(synthesis.directory, changes);
    if (!patched) return undefined;
    for (const { asset, digest } of changes) this.#assets?.set(digest, patched.assets.get(asset) ?? '');
    this.#learn(rebuilt);
    const functions = [...patched.functions.values()].flat().map(({ name }) => name);
    return {
      kind: 'rebuilt',
      files,
      functions,
      bundledMs,
      stacks: await this.#deploy(false),
      ms: performance.now() - startMs,
    };
  }

  /** The assembly is ahead of the cloud when that fails: the next save begins anew. */
  async #deploy(isWhole: boolean): Promise<DeployedStack[]> {
    const { directory } = this.#synthesis as Synthesis;
    try {
      return await this.#steps.deploy(directory, isWhole);
    } catch (error) {
      this.#synthesis = undefined;
      throw error;
    }
  }

  /** Undefined where an asset is not found, or is shared with a bundling that made something else this time. */
  #changes({ directory, record }: Synthesis, rebuilt: readonly Rebuilt[]): BundleChange[] | undefined {
    const changes = new Map<string, BundleChange>();
    const fresh = rebuilt.filter(([{ outputDigest }, { digest }]) => outputDigest !== digest);
    this.#assets ??= assetsByDigest(directory, record?.bundlings ?? []);
    for (const [{ outputDigest }, { files, digest }] of fresh) {
      const asset = this.#assets.get(outputDigest);
      const known = asset === undefined ? undefined : changes.get(asset);
      const sharing = record?.bundlings.filter((other) => other.outputDigest === outputDigest) ?? [];
      const isShared = sharing.some((other) => !fresh.some(([bundling]) => bundling === other));
      if (asset === undefined || isShared || (known && known.digest !== digest)) return undefined;
      changes.set(asset, { asset, files, digest });
    }
    return [...changes.values()];
  }

  /** What was imported anew is watched from now on. */
  #learn(rebuilt: readonly Rebuilt[]): void {
    const { directory, record } = this.#synthesis ?? {};
    if (directory === undefined || !record) return;
    const bundles = new Map(rebuilt);
    const bundlings = record.bundlings.map((bundling) => {
      const bundle = bundles.get(bundling);
      return bundle ? { ...bundling, inputs: bundle.inputs, outputDigest: bundle.digest } : bundling;
    });
    this.#synthesis = { directory, record: { ...record, bundlings } };
  }
}

const filesOf = (bundlings: readonly Bundling[], paths: ReadonlySet<string>): string[] =>
  [...paths].filter((path) => bundlings.some(({ inputs }) => inputs.includes(path)));
