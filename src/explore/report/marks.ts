import type { BoundaryCall } from '../run/boundary-call.ts';
import type { Run } from '../run/run.ts';
import type { Mark } from './report-data.ts';

/** What was done to the calls of a run, by their ids: faults, calls held back, and calls that came before their turn. */
export function marksOf(run: Run): ReadonlyMap<number, readonly Mark[]> {
  const marks = new Map<number, Mark[]>();
  const mark = (call: BoundaryCall | undefined, what: Mark): void => {
    if (!call) return;
    const known = marks.get(call.id) ?? [];
    if (!known.includes(what)) marks.set(call.id, [...known, what]);
  };
  for (const call of run.boundaryCalls) {
    if (call.fault !== undefined || call.faultName !== undefined) mark(call, 'injected');
    if (run.plan.holds?.includes(call.point)) mark(call, 'held');
  }
  for (const { options, chosen, previous } of run.decisions) {
    const waiting = options.find(({ actor }) => actor === previous);
    const first = options.find(({ actor }) => actor === chosen);
    if (!waiting || !first || waiting === first) continue;
    mark(run.boundaryCalls[first.boundaryCall], 'overtakes');
    mark(run.boundaryCalls[waiting.boundaryCall], 'overtaken');
  }
  return marks;
}
