import { basename } from 'node:path';
import { tellable } from '../failure.ts';
import { paint } from '../paint.ts';
import type { Outcome } from './dev-session.ts';

/** How many names a line takes before it says how many there are. */
const namesMax = 3;

/** What a person is told of a save; undefined where there is nothing to tell, or the deploy has told it already. */
export function saveLine(outcome: Outcome, paths: Iterable<string>, isVerbose = false): string | undefined {
  const named = 'files' in outcome ? outcome.files : [...paths];
  const files = listed(named.map((path) => basename(path)).sort(), 'files');
  if (outcome.kind === 'unrelated') return isVerbose ? paint.dim(`${files}  nothing is made of it`) : undefined;
  if (outcome.kind === 'same') return paint.dim(`${files}  nothing new: the bundle is the same`);
  if (outcome.kind !== 'rebuilt') return undefined;
  const { functions, bundledMs, ms } = outcome;
  const names = listed([...functions].sort(), 'functions');
  return `${files} → ${paint.bold(names)}  rebuilt ${Math.round(bundledMs)} ms, live in ${Math.round(ms)} ms`;
}

/** The same for programs. Where there are `functions`, these got new code and nothing else was looked at. */
export function saveJson(outcome: Outcome): string | undefined {
  if (outcome.kind === 'unrelated') return undefined;
  if (outcome.kind === 'same') return JSON.stringify({ stacks: [], functions: [] });
  const { stacks, ms } = outcome;
  const functions = outcome.kind === 'rebuilt' ? { functions: outcome.functions } : {};
  return JSON.stringify({ stacks, ...functions, ms: Math.round(ms) });
}

/** A save, or the first deploy, that came to nothing. */
export function failureJson(error: unknown): string {
  const { message, hint } = tellable(error);
  return JSON.stringify({ failed: { message, hint } });
}

const listed = (names: readonly string[], what: string): string =>
  names.length > namesMax ? `${names.length} ${what}` : names.join(', ');
