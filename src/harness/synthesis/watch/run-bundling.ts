import childProcess from 'node:child_process';
import fs from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BundleCache, type KeptBundle } from './bundle-cache.ts';
import { inputPaths, type Metafile, statesOf } from './bundle-inputs.ts';
import { besideOutput, type EsbuildRun, identityOf } from './esbuild-run.ts';
import { digestOfFile, type InputState, stampOf } from './file-stamp.ts';
import type { NoteTaker } from './process-notes.ts';

const { spawnSync } = childProcess;

export interface RunResult {
  readonly pid: number;
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly error?: Error;
}

/** Runs esbuild for an app, or takes what it made before. */
export class Bundler {
  readonly #notes: NoteTaker;
  readonly #cache: BundleCache | undefined;
  readonly #temporary: string;
  readonly #states = new Map<string, InputState>();
  #runs = 0;

  constructor(notes: NoteTaker, cacheFolder: string | undefined, temporary: string) {
    this.#notes = notes;
    this.#cache = cacheFolder === undefined ? undefined : new BundleCache(cacheFolder);
    this.#temporary = temporary;
  }

  run(run: EsbuildRun, environment: NodeJS.ProcessEnv): RunResult {
    return this.#notes.unnoticed(() => {
      const { NODE_PATH = '', ESBUILD_BINARY_PATH = '' } = environment;
      const program = String(stampOf(run.program));
      const key = BundleCache.keyOf([...identityOf(run), program, NODE_PATH, ESBUILD_BINARY_PATH]);
      const kept = this.#cache?.find(key);
      if (kept && this.#cache?.restore(key, kept, dirname(run.outputFile))) {
        this.#note(run, kept);
        return {
          pid: process.pid,
          status: 0,
          signal: null,
          stdout: Buffer.from(kept.stdout),
          stderr: Buffer.from(kept.stderr),
        };
      }
      return this.#runAnew(run, environment, key);
    });
  }

  #runAnew(run: EsbuildRun, environment: NodeJS.ProcessEnv, key: string): RunResult {
    this.#runs += 1;
    const metafile = run.metafile ?? join(this.#temporary, `${process.pid}-${this.#runs}.metafile`);
    const words = run.metafile === undefined ? [...run.arguments, `--metafile=${metafile}`] : run.arguments;
    const startedMs = Date.now();
    const result = spawnSync(run.program, words, {
      cwd: run.directory,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: Number.POSITIVE_INFINITY,
      windowsHide: true,
    });
    if (result.status === 0) this.#understand(run, metafile, startedMs, result, key);
    if (run.metafile === undefined) fs.rmSync(metafile, { force: true });
    return result;
  }

  #understand(run: EsbuildRun, metafile: string, startedMs: number, result: RunResult, key: string): void {
    const { inputs, outputs } = JSON.parse(fs.readFileSync(metafile, 'utf8')) as Metafile;
    const states = statesOf(inputPaths({ inputs, outputs }, run.directory, run.arguments), startedMs, this.#states);
    const files = [...Object.keys(outputs), ...(run.metafile === undefined ? [] : [run.metafile])];
    const kept = files.map((file) => {
      const path = resolve(run.directory, file);
      return { name: besideOutput(run, path), digest: digestOfFile(path) ?? '' };
    });
    const named = kept.flatMap(({ name, digest }) => (name === undefined ? [] : [{ name, digest }]));
    const [stdout, stderr] = [result.stdout.toString(), result.stderr.toString()];
    const bundle: KeptBundle = { inputs: states, outputs: named, stdout, stderr };
    if (named.length === kept.length) this.#cache?.keep(key, bundle, dirname(run.outputFile));
    this.#note(run, bundle);
  }

  #note(run: EsbuildRun, { inputs, outputs }: KeptBundle): void {
    const outputName = besideOutput(run, run.outputFile) ?? '';
    this.#notes.bundling({
      command: [run.program, ...run.arguments],
      directory: run.directory,
      inputs: inputs.map(([path]) => path),
      inputStates: inputs,
      outputName,
      outputDigest: outputs.find(({ name }) => name === outputName)?.digest ?? '',
    });
  }
}
