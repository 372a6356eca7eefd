import type { FaultSet } from '../faults/fault-set.ts';
import type { FaultKind } from '../faults/kinds.ts';
import type { Crossing } from '../run/crossing.ts';
import type { Fault, Plan } from '../run/plan.ts';
import type { Run } from '../run/run.ts';

/** One row of the matrix: a logical call, by its first attempt. */
export interface Point {
  readonly name: string;
  readonly crossing: Crossing;
}

/** One field of it: a call and a kind of fault that applies to it. */
export interface Cell {
  readonly point: Point;
  readonly kind: FaultKind;
}

/** The logical calls of a run, in order of their first attempts. */
export function pointsOf(run: Run): Point[] {
  const seen = new Map<string, Point>();
  for (const crossing of run.crossings) {
    if (!seen.has(crossing.point)) seen.set(crossing.point, { name: crossing.point, crossing });
  }
  return [...seen.values()];
}

/** Whether an HTTP client of the function's own tries again: only then are all attempts more than the first one. */
export type RetriesOf = (point: string) => boolean;

export const cellsOf = (run: Run, faults: FaultSet, retries: RetriesOf): Cell[] =>
  pointsOf(run).flatMap((point) =>
    faults
      .for(point.crossing)
      .filter((kind) => kind.scope === 'once' || kind.furtherCalls !== undefined || hasAttempts(point, retries))
      .map((kind) => ({ point, kind })),
  );

/** SDKs try again; edges never do, as each try of a client is a call of its own. */
const hasAttempts = ({ name, crossing }: Point, retries: RetriesOf): boolean => {
  if (crossing.traits.has('external')) return retries(name);
  return crossing.isFromFunction;
};

export const planOf = (...cells: readonly { readonly point: string; readonly kind: string }[]): Plan => ({
  faults: cells.map(({ point, kind }): Fault => ({ point, kind })),
});

/** Tried in this order where time is short: what is applied and not known first, on writes; then deaths and silence. */
export function riskOf({ point, kind }: Cell): number {
  const { crossing } = point;
  let risk = 0;
  if (kind.isAfter && crossing.isWrite) risk += 40;
  if (crossing.traits.has('external')) risk += 12;
  if (crossing.isWrite) risk += 10;
  if (kind.isDeadly) risk += 15;
  if (kind.scope === 'always') risk += 8;
  if (kind.name.startsWith('hang')) risk += 5;
  return risk;
}
