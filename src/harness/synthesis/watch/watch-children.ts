import childProcess, { type SpawnSyncOptions } from 'node:child_process';
import { esbuildRunOf } from './esbuild-run.ts';
import { failureOf, handOver } from './hand-over.ts';
import type { NoteTaker } from './process-notes.ts';
import type { Bundler } from './run-bundling.ts';
import { unwatchedPartOf } from './unwatched-programs.ts';
import { replace } from './watch-files.ts';

interface Start {
  readonly command: readonly string[];
  readonly options: SpawnSyncOptions;
}

/** Takes runs of esbuild over, and notes what else is started and cannot be watched. */
export function watchChildren(notes: NoteTaker, bundler: Bundler): void {
  const bundle = ({ command, options }: Start) => {
    const directory = String(options.cwd ?? process.cwd());
    const environment = options.env ?? process.env;
    const run = options.input === undefined ? esbuildRunOf(command, { directory, environment }) : undefined;
    return run && bundler.run(run, environment);
  };
  const noteStart = ({ command, options }: Start) => {
    const directory = String(options.cwd ?? process.cwd());
    const part = unwatchedPartOf(command, { directory, environment: options.env ?? process.env }, notes);
    if (part !== undefined) notes.unwatched(part);
  };
  replace(childProcess, 'spawnSync', (original) => (...parameters) => {
    const start = startOf(parameters);
    const result = bundle(start);
    if (result) return handOver(result, start.options, 'pipe').asSpawned;
    noteStart(start);
    return original(...parameters);
  });
  for (const [name, read] of [
    ['execFileSync', startOf],
    ['execSync', lineOf],
  ] as const) {
    replace(childProcess, name, (original) => (...parameters) => {
      const start = read(parameters);
      const result = bundle(start);
      if (!result) {
        noteStart(start);
        return original(...parameters);
      }
      const { asSpawned } = handOver(result, start.options, 'inherit');
      if (result.status !== 0) throw failureOf(start.command, asSpawned);
      return asSpawned.stdout;
    });
  }
  for (const name of ['spawn', 'execFile', 'fork', 'exec']) {
    replace(childProcess, name, (original) => (...parameters) => {
      if (name !== 'fork') noteStart(name === 'exec' ? lineOf(parameters) : startOf(parameters));
      return original(...parameters);
    });
  }
}

/** Of `spawn(file, arguments?, options?)` and its like. */
function startOf([file, second, third]: readonly unknown[]): Start {
  const words = Array.isArray(second) ? second.map(String) : [];
  const options = optionsOf(Array.isArray(second) ? third : (second ?? third));
  const command = [String(file), ...words];
  return options.shell ? { command: ['sh', '-c', command.join(' ')], options } : { command, options };
}

/** Of `exec(line, options?)`. */
const lineOf = ([line, options]: readonly unknown[]): Start => ({
  command: ['sh', '-c', String(line)],
  options: optionsOf(options),
});

const optionsOf = (value: unknown): SpawnSyncOptions =>
  typeof value === 'object' && value !== null ? (value as SpawnSyncOptions) : {};
