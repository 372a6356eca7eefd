import { realpathSync } from 'node:fs';
import { installationFiles } from './project-root.ts';
import { type Bundling, present, type SynthesisRecord } from './synthesis-record.ts';
import { digestOfFile, type FileStamp, type InputState, isSameStamp, stampOf, torn } from './watch/file-stamp.ts';
import { isWithin, type ProcessNotes } from './watch/process-notes.ts';

/** A record with what tells cheaply whether it still holds. */
export interface DetailedRecord extends SynthesisRecord {
  /** Why it is not complete, for people to read. */
  readonly unwatched: readonly string[];
  /** What the files that were read, and the inputs of the bundlings, were then; by path. */
  readonly states: ReadonlyMap<string, InputState>;
}

export const nothingKnown: DetailedRecord = {
  isComplete: false,
  unwatched: ['an assembly that is there already'],
  files: new Map(),
  directories: new Map(),
  bundlings: [],
  states: new Map(),
};

interface Surroundings {
  readonly directory: string;
  readonly root: string;
  /** Whether the command starts programs of Node only. */
  readonly isWatched: boolean;
  readonly command: string;
  readonly configuration: readonly string[];
}

/** Puts together what the processes of a synthesis noted. */
export function mergeNotes(all: readonly ProcessNotes[], surroundings: Surroundings): DetailedRecord {
  const { directory, root, configuration } = surroundings;
  const real = realpathSync(directory);
  // Processes see their directory without links; callers know it by the name that they gave.
  const named = (path: string) => (isWithin(path, real) ? `${directory}${path.slice(real.length)}` : path);
  const unwatched = reasons(all, surroundings);
  const isRepeatable = unwatched.length === 0;
  const noted = [...configuration, ...installationFiles(real, root)].map(
    (path) => [path, stampOf(path) ?? null] as const,
  );
  const inputs = all.flatMap(({ bundlings }) => bundlings.flatMap(({ inputStates }) => inputStates));
  const read = [...readStates([...noted, ...all.flatMap(({ files }) => files)]), ...(isRepeatable ? [] : inputs)];
  const states = [...inputs, ...read].map(([path, ...rest]): InputState => [named(path), ...rest]);
  const seen = all.flatMap((notes) => notes.seen.map((path) => [named(path), present] as const));
  return {
    isComplete: isRepeatable,
    unwatched,
    files: new Map([...seen, ...read.map(([path, digest]) => [named(path), digest ?? undefined] as const)]),
    directories: new Map(all.flatMap(({ directories }) => directories.map(([path, digest]) => [named(path), digest]))),
    bundlings: isRepeatable ? all.flatMap(({ bundlings }) => bundlings.map((each) => bundlingOf(each, named))) : [],
    states: new Map(states.map((state) => [state[0], state])),
  };
}

function reasons(all: readonly ProcessNotes[], { isWatched, command }: Surroundings): string[] {
  const found = all.flatMap(({ unwatched }) => unwatched);
  if (!isWatched) found.push(command);
  if (!all.some(({ ranProject }) => ranProject)) found.push('no process of Node ran code of the project');
  if (all.some(({ isFinished }) => !isFinished)) found.push('a process that did not end by itself');
  return [...new Set(found)];
}

/** Stamps were taken before the files were read: a file whose stamp is another by now may have been read as either. */
function readStates(files: readonly (readonly [string, FileStamp | null])[]): InputState[] {
  const states = new Map<string, InputState>();
  for (const [path, stamp] of files) {
    const isSame = isSameStamp(stampOf(path), stamp ?? undefined);
    const digest = isSame ? stamp && (digestOfFile(path) ?? null) : torn;
    if (states.get(path)?.[1] !== torn) states.set(path, [path, digest, stamp]);
  }
  return [...states.values()];
}

const bundlingOf = (
  { command, directory, inputs, outputName, outputDigest }: Bundling,
  named: (path: string) => string,
): Bundling => ({ command, directory: named(directory), inputs: inputs.map(named), outputName, outputDigest });
