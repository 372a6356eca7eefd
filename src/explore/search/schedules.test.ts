import { describe, expect, it } from 'vitest';
import type { BoundaryCall } from '../run/boundary-call.ts';
import { conflict } from '../run/footprint.ts';
import type { Run } from '../run/run.ts';
import { alternatives } from './schedules.ts';

const boundaryCall = (id: number, actor: string, footprint: readonly string[], isWrite: boolean): BoundaryCall =>
  ({ id, actor, footprint, isWrite }) as unknown as BoundaryCall;

/** A reads and writes, then B does: each may have gone first. */
const run = {
  boundaryCalls: [
    boundaryCall(0, 'A', ['ddb/T/1'], false),
    boundaryCall(1, 'B', ['ddb/T/1'], false),
    boundaryCall(2, 'A', ['ddb/T/1'], true),
    boundaryCall(3, 'B', ['ddb/T/1'], true),
  ],
  decisions: [
    {
      options: [
        { actor: 'A', boundaryCall: 0 },
        { actor: 'B', boundaryCall: 1 },
      ],
      chosen: 'A',
      previous: undefined,
    },
    {
      options: [
        { actor: 'A', boundaryCall: 2 },
        { actor: 'B', boundaryCall: 1 },
      ],
      chosen: 'A',
      previous: 'A',
    },
  ],
} as unknown as Run;
const start = { plan: { faults: [], clients: 2 }, preemptions: 0 };

describe('orders of calls', () => {
  it('are tried where calls touch the same, and a switch away from who could go on is a preemption', () => {
    expect(alternatives(run, start, 1).map(({ plan, preemptions }) => [plan.choices, preemptions])).toEqual([
      [[{ at: 0, actor: 'B' }], 0],
      [[{ at: 1, actor: 'B' }], 1],
    ]);
    expect(alternatives(run, start, 0).map(({ preemptions }) => preemptions)).toEqual([0]);
  });

  it('begin with another one where what the first does later is met, so that a preemption is left for within', () => {
    const decision = (a: number, previous?: string) => ({
      options: [
        { actor: 'A', boundaryCall: a },
        { actor: 'B', boundaryCall: 1 },
      ],
      chosen: 'A',
      previous,
    });
    const later = {
      boundaryCalls: [
        boundaryCall(0, 'A', [], false),
        boundaryCall(1, 'B', ['ddb/T/1'], false),
        boundaryCall(2, 'A', ['ddb/T/1'], true),
      ],
      decisions: [decision(0), decision(2, 'A')],
    } as unknown as Run;

    expect(alternatives(later, start, 1).map(({ plan, preemptions }) => [plan.choices, preemptions])).toEqual([
      [[{ at: 0, actor: 'B' }], 0],
      [[{ at: 1, actor: 'B' }], 1],
    ]);
  });

  it('are not tried where nothing in common is touched', () => {
    const apart = {
      ...run,
      boundaryCalls: run.boundaryCalls.map((each) => ({ ...each, footprint: [`ddb/T/${each.actor}`] })),
    };

    expect(alternatives(apart, start, 2)).toEqual([]);
  });

  it.each([
    ['two reads', ['a'], false, ['a'], false, false],
    ['a read and a write of the same', ['a'], false, ['a'], true, true],
    ['writes of different items', ['t/1'], true, ['t/2'], true, false],
    ['a scan and a write below it', ['t/*'], false, ['t/2'], true, true],
  ])('%s', (_what, a, aWrites, b, bWrites, expected) => {
    expect(conflict({ footprint: a, isWrite: aWrites }, { footprint: b, isWrite: bWrites })).toBe(expected);
  });
});
