import { describe, expect, it } from 'vitest';
import type { Outcome } from '../run/outcome.ts';
import type { Run } from '../run/run.ts';
import { baselineOf, outcome, run } from './testing/runs.ts';
import { toldAsStored } from './told-and-stored.ts';

const told = '11111111-1111-4111-8111-111111111111';
const stored = '22222222-2222-4222-8222-222222222222';

const answer = (json: object): Outcome => ({ ...outcome([201]), json });
const write = (payload: string, point = 'try1 > orders > ddb.PutItem(Orders)#1') =>
  ({ point, payload, isFromFunction: true, isWrite: true }) as Run['boundaryCalls'][number];

const codes = (first: object, again: object, boundaryCalls: Run['boundaryCalls'], sideEffects = 0): string[] => {
  const judged = run({
    outcomes: [answer(first)],
    replay: { outcomes: [answer(again)], sideEffects },
    boundaryCalls,
  });
  const parts = { baseline: baselineOf(run()), difference: [], isSuccess: true, isRace: false, distinct: 1 };
  return toldAsStored({ run: judged, ...parts }).map(({ code }) => code);
};

describe('an id that is told', () => {
  it('is another one than what the request stored, and is told next time', () => {
    expect(codes({ id: told }, { id: stored }, [write(stored)])).toEqual(['REPLAY']);
  });

  it.each([
    ['is the same', { id: stored }, { id: stored }, [write(stored)]],
    ['is passed on by somebody', { id: told }, { id: stored }, [write(stored), write(told, 'orders > a')]],
    ['may be in what was cut short', { id: told }, { id: stored }, [write(stored), write('x'.repeat(2000))]],
    ['is new with each answer', { request: told }, { request: stored }, [write('{}')]],
    ['was replaced by somebody else since', { id: told }, { id: stored }, [write(stored, 'worker > ddb.PutItem#1')]],
    ['is no id of chance', { id: 'a' }, { id: 'b' }, [write('b')]],
  ])('is no finding where it %s', (_where, first, again, calls) => {
    expect(codes(first, again, calls)).toEqual([]);
  });
});
