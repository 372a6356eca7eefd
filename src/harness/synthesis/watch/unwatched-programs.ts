import { basename, resolve } from 'node:path';
import { findPackageProgram, findProgram, isNodeProgram, type Surroundings } from './find-program.ts';
import type { NoteTaker } from './process-notes.ts';
import { shellSteps } from './shell-words.ts';

/** These read nothing of a project. */
const harmless: ReadonlySet<string> = new Set([
  'uname',
  'ldd',
  'getconf',
  'which',
  'where',
  'echo',
  'true',
  'cd',
  'exit',
  'exec',
]);

/** Commands of Git whose answer changes with what is checked out, and with nothing else. */
const ofHistory: ReadonlySet<string> = new Set(['rev-parse', 'log', 'show', 'symbolic-ref', 'config', 'remote']);

/** What of a command cannot be watched, for people to read; undefined where all of it can. */
export function unwatchedPartOf(
  command: readonly string[],
  surroundings: Surroundings,
  notes?: NoteTaker,
): string | undefined {
  const [name = '', ...words] = command;
  if (!['sh', 'bash'].includes(basename(name))) return unwatchedProgram(command, surroundings, notes);
  if (words[0] !== '-c') return command.join(' ');
  const steps = shellSteps(words[1] ?? '');
  for (const step of steps) {
    const part = step ? unwatchedProgram(step, surroundings, notes) : words[1];
    if (part !== undefined) return part;
  }
  return undefined;
}

function unwatchedProgram(words: readonly string[], surroundings: Surroundings, notes?: NoteTaker): string | undefined {
  const at = words.findIndex((word) => !/^\w+=/.test(word));
  const [name = '', ...rest] = at < 0 ? [] : words.slice(at);
  const plain = basename(name);
  if (name === '' || harmless.has(plain)) return undefined;
  // Transpilers compile texts by it that they read themselves; builds by its API are told apart where it is imported.
  if (plain.startsWith('esbuild') && rest.every((word) => /^--(?:service|ping|version)/.test(word))) return undefined;
  // The CDK asks so whether a package is there, whether it is or not; what is installed is noted by itself.
  if (rest.length === 1 && rest[0] === '--version') return undefined;
  if (plain === 'git' && ofHistory.has(rest[0] ?? '') && notes) return noteHistory(surroundings, notes);
  const path = findProgram(name, surroundings) ?? findPackageProgram(name, surroundings);
  const isWatched = path !== undefined && isNodeProgram(path) && isPassedOn(surroundings.environment);
  return isWatched ? undefined : words.join(' ');
}

function noteHistory({ directory }: Surroundings, notes: NoteTaker): undefined {
  notes.history(resolve(directory));
}

const isPassedOn = ({ NODE_OPTIONS = '' }: NodeJS.ProcessEnv): boolean => NODE_OPTIONS.includes('--import');
