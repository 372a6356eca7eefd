import type { FaultSet } from '../faults/fault-set.ts';
import { frameOf } from '../run/naming.ts';
import type { Run } from '../run/run.ts';
import { type Cell, cellsOf, type RetriesOf, riskOf } from './cells.ts';

/** A pair to be tried: the first fault's cell, and a second one that lies behind it in that very run. */
export interface Pair {
  readonly first: Cell;
  readonly second: Cell;
}

export interface PairParts {
  readonly faults: FaultSet;
  readonly retries: RetriesOf;
  /** Whether a cell alone is broken already: then every pair with it is, too, and says nothing new. */
  readonly isBroken: (cell: Cell) => boolean;
}

/**
 * The second faults that can matter after a first one. Sound: they lie behind it in its own run, never after a death in
 * the same invocation, never on a call whose every attempt fails already.
 */
export function pairsAfter(first: Cell, run: Run, { faults, retries, isBroken }: PairParts): Pair[] {
  const at = run.boundaryCalls.findIndex(
    ({ point, faultName }) => point === first.point.name && faultName === first.kind.name,
  );
  if (at < 0) return [];
  const later = new Set(run.boundaryCalls.slice(at + 1).map(({ point }) => point));
  const frame = frameOf(first.point.name);
  return cellsOf(run, faults, retries)
    .filter(({ point }) => later.has(point.name))
    .filter(({ point }) => point.name !== first.point.name || first.kind.scope === 'once')
    .filter(({ point, kind }) => point.name !== first.point.name || kind.scope === 'once')
    .filter(({ point }) => !first.kind.isDeadly || frameOf(point.name) !== frame)
    .filter((second) => !isBroken(second))
    .filter(({ point }) => isBehind(run, at, point.name))
    .map((second) => ({ first, second }));
}

/** A call that began before the first fault and goes on after it would put the second fault ahead of the first. */
const isBehind = (run: Run, at: number, point: string): boolean =>
  run.boundaryCalls.findIndex((boundaryCall) => boundaryCall.point === point) > at;

export const riskOfPair = ({ first, second }: Pair): number => riskOf(first) + riskOf(second);
