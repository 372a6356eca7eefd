import type { FaultSet } from '../faults/fault-set.ts';
import type { FaultKind } from '../faults/kinds.ts';
import type { BoundaryCall } from '../run/boundary-call.ts';
import type { Plan, PlannedFault } from '../run/plan.ts';
import type { Run } from '../run/run.ts';

/** One row of the matrix: a logical call, by its first attempt. */
export interface Point {
  readonly name: string;
  readonly boundaryCall: BoundaryCall;
}

/** One field of it: a call and a kind of fault that applies to it. */
export interface Cell {
  readonly point: Point;
  readonly kind: FaultKind;
  /** In environments that have worked before, where a scenario asks for both. */
  readonly isWarm?: boolean;
}

/** In titles of cells whose environments have worked before, where a scenario asks for both. */
export const warmSuffix = ' (warm)';

/** The logical calls of a run, in order of their first attempts. */
export function pointsOf(run: Run): Point[] {
  const seen = new Map<string, Point>();
  for (const boundaryCall of run.boundaryCalls) {
    if (!seen.has(boundaryCall.point)) seen.set(boundaryCall.point, { name: boundaryCall.point, boundaryCall });
  }
  return [...seen.values()];
}

/** Whether an HTTP client of the function's own tries again: only then are all attempts more than the first one. */
export type RetriesOf = (point: string) => boolean;

export const cellsOf = (run: Run, faults: FaultSet, retries: RetriesOf): Cell[] =>
  pointsOf(run).flatMap((point) =>
    faults
      .for(point.boundaryCall)
      .filter((kind) => kind.scope === 'once' || concernsOthers(kind) || hasAttempts(point, retries))
      .map((kind) => ({ point, kind, ...(run.plan.warm && { isWarm: true }) })),
  );

/** Further calls meet it as well, be this one tried again or not. */
const concernsOthers = ({ furtherCalls, window }: FaultKind): boolean =>
  furtherCalls !== undefined || window !== undefined;

/** SDKs try again; edges never do, as each try of a client is a call of its own. */
const hasAttempts = ({ name, boundaryCall }: Point, retries: RetriesOf): boolean => {
  if (boundaryCall.traits.has('external')) return retries(name);
  return boundaryCall.isFromFunction;
};

export const planOf = (...cells: readonly { readonly point: string; readonly kind: string }[]): Plan => ({
  faults: cells.map(({ point, kind }): PlannedFault => ({ point, kind })),
});

export const planOfCell = ({ point, kind, isWarm }: Cell): Plan => ({
  ...planOf({ point: point.name, kind: kind.name }),
  ...(isWarm && { warm: true }),
});

/** Tried in this order where time is short: first what is applied without the caller knowing, on writes; then crashes and connection failures. */
export function riskOf({ point, kind }: Cell): number {
  const { boundaryCall } = point;
  let risk = 0;
  if (kind.isAfter && boundaryCall.isWrite) risk += 40;
  if (boundaryCall.traits.has('external')) risk += 12;
  if (boundaryCall.isWrite) risk += 10;
  if (kind.isDeadly) risk += 15;
  if (kind.scope === 'always') risk += 8;
  if (kind.name.startsWith('hang')) risk += 5;
  return risk;
}
