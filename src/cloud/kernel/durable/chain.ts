import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SquallError } from '../errors.ts';

export const logPath = (directory: string, generation: number): string => join(directory, `log-${generation}`);

export const checkpointPath = (directory: string, generation: number): string =>
  join(directory, `checkpoint-${generation}`);

/** What brings the world back: the newest checkpoint (0: there was none yet), and every log since. */
export interface Chain {
  readonly base: number;
  readonly logs: readonly number[];
}

/**
 * Finds the chain, and throws `SquallError` naming the first file that is missing. A log is begun, and its name forced to
 * the disk, ahead of the checkpoint of the same number; so whatever moment a process ends at, no number is left out.
 */
export function findChain(directory: string): Chain {
  const names = readdirSync(directory);
  const base = generationsOf('checkpoint', names).at(-1) ?? 0;
  const logs = generationsOf('log', names).filter((generation) => generation >= base);
  const first = Math.max(1, base);
  const isFresh = base === 0 && logs.length === 0 && readdirSync(join(directory, 'blobs')).length === 0;
  if (isFresh) return { base, logs };
  const last = logs.at(-1) ?? first;
  const missing = range(first, last).find((generation) => !logs.includes(generation));
  if (missing === undefined) return { base, logs };
  // Logs that begin later than with the first stand on a checkpoint.
  const beginsLate = base === 0 && missing === 1 && logs[0] !== undefined;
  throw missingFile(beginsLate ? checkpointPath(directory, logs[0] ?? 1) : logPath(directory, missing));
}

export const missingFile = (path: string): SquallError =>
  new SquallError(
    'DataDirectoryCorrupt',
    `${path} is missing: what it held cannot be brought back without it, and later records stand on it.`,
    'Put the file back, or restore the whole directory from a copy. Nothing was changed.',
  );

/** Removes what the checkpoint of `generation`, which is whole, has superseded, and checkpoints that were never finished. */
export function removeSuperseded(directory: string, generation: number): void {
  for (const name of readdirSync(directory)) {
    const found = /^(?:log|checkpoint)-(\d+)$/.exec(name);
    const isUnfinished = /^checkpoint-\d+\.tmp$/.test(name);
    if (isUnfinished || (found && Number(found[1]) < generation)) rmSync(join(directory, name), { force: true });
  }
}

const generationsOf = (kind: string, names: readonly string[]): number[] =>
  names
    .map((name) => new RegExp(`^${kind}-(\\d+)$`).exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
