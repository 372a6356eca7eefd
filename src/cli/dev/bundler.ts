import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { type BundlerMessage, explainBundlerMessages } from '../../harness/synthesis/failures/bundler-errors.ts';
import type { Bundling } from '../../harness/synthesis/synthesis-record.ts';
import { inputPaths, type Metafile } from '../../harness/synthesis/watch/bundle-inputs.ts';
import { digestOf } from '../../harness/synthesis/watch/file-stamp.ts';
import { type EsbuildOptions, esbuildOptions } from './esbuild-options.ts';

/** What a bundling made, run again. */
export interface Bundle {
  /** By their names within the asset: the bundle, its source map. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** SHA-256 (hex) of the bundle itself. */
  readonly digest: string;
  /** As a record has them. */
  readonly inputs: readonly string[];
}

interface BuildResult {
  readonly outputFiles: readonly { readonly path: string; readonly contents: Uint8Array }[];
  readonly metafile: Metafile;
}

interface Context {
  rebuild(): Promise<BuildResult>;
  dispose(): Promise<void>;
}

interface Esbuild {
  context(options: EsbuildOptions): Promise<Context>;
  /** Ends its process; a later call starts another. Older ones do not have it. */
  stop?(): Promise<void>;
}

/** A context holds its sources parsed: 35 MB for a bundle with clients of the SDK. */
const contextsMax = 8;

/** A context, and the latest build in it: one that begins while another runs would be answered by that one. */
interface Kept {
  readonly context: Promise<Context>;
  last: Promise<unknown>;
}

/**
 * Runs bundlings again by the project's own esbuild. Contexts of the latest ones are kept, in which only changed files
 * are read anew.
 */
export class Bundler {
  /** The latest last. */
  readonly #contexts = new Map<string, Kept>();
  readonly #used = new Set<Esbuild>();

  /** Undefined where esbuild is not the project's, or has an argument that is not known here. Throws what esbuild says. */
  async bundle(bundling: Bundling): Promise<Bundle | undefined> {
    const esbuild = esbuildOf(bundling.directory);
    const options = optionsOf(bundling);
    if (!esbuild || !options) return undefined;
    this.#used.add(esbuild);
    try {
      const kept = this.#kept(esbuild, JSON.stringify([bundling.directory, bundling.command]), options);
      const result = kept.last.then(async () => (await kept.context).rebuild());
      kept.last = result.catch(() => undefined);
      return bundleOf(bundling, options, await result);
    } catch (error) {
      throw asBuildFailure(error);
    }
  }

  #kept(esbuild: Esbuild, key: string, options: EsbuildOptions): Kept {
    const kept = this.#contexts.get(key) ?? {
      context: withRareCollections(() => esbuild.context(options)),
      last: Promise.resolve(),
    };
    this.#contexts.delete(key);
    this.#contexts.set(key, kept);
    for (const [oldest] of this.#contexts) {
      if (this.#contexts.size <= contextsMax) break;
      this.#drop(oldest);
    }
    return kept;
  }

  /** A build that is under way in it goes on. */
  #drop(key: string): void {
    const kept = this.#contexts.get(key);
    this.#contexts.delete(key);
    void kept?.context.then((dropped) => dropped.dispose()).catch(() => undefined);
  }

  /** Lets go of all that is kept. esbuild is ended as well: left behind, it would die with a trace of its threads. */
  close(): void {
    for (const key of [...this.#contexts.keys()]) this.#drop(key);
    for (const esbuild of this.#used) void esbuild.stop?.();
    this.#used.clear();
  }
}

/**
 * esbuild's process takes its settings from ours when it starts. Its garbage collector, as Go has it, takes a third of
 * each build; this one runs rarely until there is much to collect.
 */
function withRareCollections<T>(start: () => T): T {
  const before = { ...process.env };
  process.env.GOGC ??= '400';
  process.env.GOMEMLIMIT ??= '768MiB';
  try {
    return start();
  } finally {
    for (const name of ['GOGC', 'GOMEMLIMIT']) if (before[name] === undefined) delete process.env[name];
  }
}

/** One entry, and files that are told rather than written: what is deployed is never half a file. */
function optionsOf({ command, directory }: Bundling): EsbuildOptions | undefined {
  const options = esbuildOptions(command.slice(1));
  if (!options || (options.entryPoints as string[]).length !== 1) return undefined;
  return { ...options, absWorkingDir: directory, write: false, metafile: true, logLevel: 'silent' };
}

function bundleOf(bundling: Bundling, options: EsbuildOptions, result: BuildResult): Bundle | undefined {
  const { directory, command, outputName } = bundling;
  const outputDirectory = resolve(directory, String(options.outdir ?? dirname(String(options.outfile ?? outputName))));
  const files = new Map(
    result.outputFiles.map(({ path, contents }) => [relative(outputDirectory, path).replaceAll('\\', '/'), contents]),
  );
  const metafile = command.find((argument) => argument.startsWith('--metafile='));
  if (metafile) files.set(basename(metafile), Buffer.from(JSON.stringify(result.metafile)));
  const output = files.get(outputName);
  if (!output) return undefined;
  const digest = digestOf(output);
  return { files, digest, inputs: inputPaths(result.metafile, directory, command.slice(1)) };
}

function esbuildOf(directory: string): Esbuild | undefined {
  try {
    return createRequire(join(directory, 'package.json'))('esbuild') as Esbuild;
  } catch {
    return undefined;
  }
}

/** esbuild's errors in the words of a failed synthesis. */
function asBuildFailure(error: unknown): unknown {
  const { errors } = error as { readonly errors?: readonly BundlerMessage[] };
  return Array.isArray(errors) ? explainBundlerMessages(errors) : error;
}
