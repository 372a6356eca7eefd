import { basename } from 'node:path';
import { paint } from '../paint.ts';
import type { Outcome } from './dev-session.ts';

/** How many names a line takes before it says how many there are. */
const namesMax = 3;

/** What a person is told of a save; undefined where there is nothing to tell, or the deploy has told it already. */
export function saveLine(outcome: Outcome, paths: Iterable<string>): string | undefined {
  const files = listed([...paths].map((path) => basename(path)).sort(), 'files');
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

const listed = (names: readonly string[], what: string): string =>
  names.length > namesMax ? `${names.length} ${what}` : names.join(', ');
