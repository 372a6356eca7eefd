import type { BoundaryCall } from '../run/boundary-call.ts';
import type { Run } from '../run/run.ts';

/** Where a run leaves the path of the fault-free one by itself, and how that one goes on there. */
export interface Divergence {
  readonly call: BoundaryCall;
  /** What the fault-free run has in its place; undefined where it has ended. */
  readonly expected: BoundaryCall | undefined;
}

/**
 * The first call that the fault-free run has not, or that ends otherwise there: the first consequence, not the fault
 * itself. Each client of a race is held against the fault-free one.
 */
export function divergenceOf(run: Run, faultFree: Run): Divergence | undefined {
  const path = releasedOf(faultFree);
  const places = new Map<string | undefined, number>();
  for (const call of releasedOf(run)) {
    const at = places.get(call.client) ?? 0;
    const expected = path[at];
    const isOnPath = expected !== undefined && pointOf(expected) === pointOf(call);
    if (isInjected(call)) {
      // Further attempts that meet the fault stand at the same place of the path.
      if (isOnPath) places.set(call.client, at + 1);
      continue;
    }
    if (!isOnPath || (!isOuter(call) && endOf(call) !== endOf(expected))) return { call, expected };
    places.set(call.client, at + 1);
  }
  return undefined;
}

/** How a call ends that others are made in is their doing, and comes after them. */
const isOuter = ({ traits }: BoundaryCall): boolean => traits.has('edge') || traits.has('invoke');

/** In the order in which they were let through. */
export const releasedOf = (run: Run): BoundaryCall[] =>
  [...run.boundaryCalls].sort((one, other) => (one.releasedAs ?? Infinity) - (other.releasedAs ?? Infinity));

const isInjected = ({ fault, faultName }: BoundaryCall): boolean => fault !== undefined || faultName !== undefined;

const pointOf = ({ point }: BoundaryCall): string => point.replace(/^[A-Z]\./, '');
const endOf = ({ attempt, status, code }: BoundaryCall): string => JSON.stringify([attempt, status, code]);
