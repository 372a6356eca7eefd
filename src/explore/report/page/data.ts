import type { GroupRows, ReportData, RunData, StepData } from '../report-data.ts';

export const data = JSON.parse(document.querySelector('#data')?.textContent ?? '{}') as ReportData;

/** Rows of a group at one moment. */
export interface Rows {
  readonly rows: readonly string[];
  readonly more: number;
}

export type StateAt = ReadonlyMap<string, Rows>;

export const textAt = (place: number): string => data.texts[place] ?? '';

/** The state before each step of a run, and after the last one. */
export function statesOf({ steps }: RunData): StateAt[] {
  const states = [apply(new Map(), data.first)];
  for (const { changes = [] } of steps) states.push(apply(states.at(-1) ?? new Map(), changes));
  return states;
}

function apply(before: StateAt, changes: readonly GroupRows[]): StateAt {
  if (changes.length === 0) return before;
  const after = new Map(before);
  for (const [group, rows, more] of changes) after.set(data.groups[group] ?? '', { rows: rows.map(textAt), more });
  return after;
}

export const isRecorded = ({ steps }: RunData): boolean => steps.some(({ changes }) => changes !== undefined);

/** What a step is worth stopping at for: its fault, and where the fault-free run goes another way. */
export const isLandmark = ({ marks = [], divergence }: StepData): boolean =>
  divergence !== undefined || marks.some((mark) => mark !== 'overtaken');

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(3)} s`;
