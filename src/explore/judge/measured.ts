import type { BoundaryCall } from '../run/boundary-call.ts';
import type { Run } from '../run/run.ts';
import { type State, type Volatile, valuesByPath, volatileOf } from './state.ts';

/** A run and when it began. */
interface TimedRun {
  readonly run: Run;
  readonly startMs: number;
}

/** The fault-free run in other circumstances: what differs in it is a matter of time or chance. */
export interface Measured {
  readonly run: Run;
  readonly startMs: number;
  /** The same with other randomness at another time. */
  readonly shifted: TimedRun;
  /** The same with calls that take their time, one call at a time: a little in the first, and long in the second. */
  readonly slowed: readonly Run[];
  /** The same with still other randomness, where that was asked for. */
  readonly drawn?: readonly TimedRun[];
  /** The same, whose request was made again a good while later. */
  readonly later?: Run;
}

/** A duration grows at least so much with the calls of the first slowed run, in milliseconds, and so many times as much in the second. */
const grownMs = 11;
const growth = 5;

/**
 * The volatile paths of a part of the state. Slowed runs tell of time alone: where all was done in the same order, nothing
 * but time can make a difference. Where it was not, only numbers that grow with the time that calls take are volatile, so
 * that no update that was lost passes for one.
 */
export function volatileIn(measured: Measured, part: (run: Run) => State | undefined): Volatile {
  const { run, startMs, shifted, slowed, drawn = [] } = measured;
  const state = part(run);
  const found = new Set<string>();
  const add = (paths: Iterable<string>): void => {
    for (const path of paths) found.add(path);
  };
  if (!state) return found;
  for (const other of [shifted, ...drawn]) {
    const moved = part(other.run);
    if (moved) add(volatileOf(state, moved, [startMs, other.startMs]));
  }
  const partsOf = (runs: readonly Run[]): State[] => runs.map(part).filter((each) => each !== undefined);
  const inOrder = partsOf(slowed.filter((each) => isInSameOrder(run, each)));
  for (const each of inOrder) add(volatileOf(state, each, [startMs, startMs]));
  if (inOrder.length < slowed.length) {
    const [little, long] = partsOf(slowed.filter((each) => isAlike(run, each)));
    if (little && long) add(growing([state, little, long], startMs));
  }
  return found;
}

/** Whether two runs did the same, in whatever order and time. */
export const isAlike = (one: Run, other: Run): boolean =>
  JSON.stringify([callsOf(one).sort(), outcomesOf(one)]) === JSON.stringify([callsOf(other).sort(), outcomesOf(other)]);

/** Whether one call after the other was let through in both, and ended alike. */
const isInSameOrder = (one: Run, other: Run): boolean =>
  JSON.stringify([callsOf(one), outcomesOf(one)]) === JSON.stringify([callsOf(other), outcomesOf(other)]);

const callsOf = ({ boundaryCalls }: Run): string[] => [...boundaryCalls].sort(byRelease).map(lineOf);

const byRelease = (one: BoundaryCall, other: BoundaryCall): number => (one.releasedAs ?? 0) - (other.releasedAs ?? 0);

const lineOf = ({ point, attempt, status, code }: BoundaryCall): string => [point, attempt, status, code].join(' ');

export const outcomesOf = ({ outcomes }: Run): unknown[] =>
  outcomes.map(({ client, step, status, tries }) => [client, step, status, tries.length]);

/** Paths whose numbers grow, or shrink, with the time that calls take. */
function growing(states: readonly [State, State, State], startMs: number): string[] {
  const [values, little, long] = states.map((state) => valuesByPath(state, startMs));
  return [...(values ?? [])].flatMap(([path, all]) => {
    const [a, b, c] = [all, little?.get(path) ?? [], long?.get(path) ?? []].map((texts) => [...texts].sort(byNumber));
    const isSame = JSON.stringify(a) === JSON.stringify(b) && JSON.stringify(a) === JSON.stringify(c);
    if (isSame || !a || a.length !== b?.length || a.length !== c?.length) return [];
    return a.every((value, index) => grows(Number(value), Number(b[index]), Number(c[index]))) ? [path] : [];
  });
}

const byNumber = (one: string, other: string): number => Number(one) - Number(other);

/** Sums and counts that lose something lose as much, however long calls take. */
function grows(value: number, little: number, long: number): boolean {
  const [first, second] = [Math.abs(little - value), Math.abs(long - value)];
  return (first === 0 && second === 0) || (first >= grownMs && second >= first * growth);
}
