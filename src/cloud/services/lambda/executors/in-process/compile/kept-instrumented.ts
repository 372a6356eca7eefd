import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { version as parserVersion } from 'acorn';
import { cacheDirectory } from '../../../../../kernel/cache-directory.ts';
import { once } from '../shims/once.ts';
import { type Instrumented, instrument } from './instrument.ts';

/** Smaller ones are instrumented as fast as they are read. */
const keptLengthMin = 50_000;
/** About 1.2 MB each. */
const filesMax = 100;

export interface Keeping {
  readonly directory?: string;
  readonly make?: typeof instrument;
}

/**
 * What `instrument` answers, kept on disk by all that it depends on: bundles with AWS's SDK take it a second each, in
 * every process and thread. Where nothing can be kept, it is made.
 */
export function keptInstrumented(
  source: string,
  isModule: boolean,
  shims: readonly string[],
  { directory = cacheDirectory('instrumented'), make = instrument }: Keeping = {},
): Instrumented {
  if (source.length < keptLengthMin) return make(source, isModule, shims);
  const parts = JSON.stringify([ownVersion().digest, isModule, shims]);
  const path = join(directory, createHash('sha256').update(parts).update(source).digest('hex'));
  const kept = read(path);
  if (kept) return kept;
  const made = make(source, isModule, shims);
  write(directory, path, made);
  return made;
}

/** Of the code that instruments, its parser, and Node, which says what is built in. */
const ownVersion = once(() => {
  const hash = createHash('sha256').update(`${parserVersion} ${process.version}`);
  for (const name of readdirSync(import.meta.dirname).sort())
    hash.update(readFileSync(join(import.meta.dirname, name)));
  return { digest: hash.digest('hex') };
});

function read(path: string): Instrumented | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Instrumented;
  } catch {
    return undefined;
  }
}

/** Put in place by rename: nobody reads half a file. */
function write(directory: string, path: string, made: Instrumented): void {
  const part = `${path}.${process.pid}.${threadId}.part`;
  try {
    mkdirSync(directory, { recursive: true });
    removeOldest(directory);
    writeFileSync(part, JSON.stringify(made), { mode: 0o600 });
    renameSync(part, path);
  } catch {
    // A full or read-only disk costs time, nothing else.
    if (existsSync(part)) rmSync(part);
  }
}

function removeOldest(directory: string): void {
  const names = readdirSync(directory);
  if (names.length < filesMax) return;
  const files = names.map((name) => {
    const path = join(directory, name);
    return { path, madeMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 };
  });
  files.sort((one, other) => one.madeMs - other.madeMs);
  for (const { path } of files.slice(0, filesMax / 4)) rmSync(path, { force: true });
}
