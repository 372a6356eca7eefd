import { expect, test } from 'vitest';
import type { Difference } from '../judge/state.ts';
import type { Code, Judged } from '../judge/verdict.ts';
import { groupByCause } from './causes.ts';

const twoCharges: Difference[] = [{ group: 'fake api.test/charges', missing: [], extra: ['id: "ch_2"'] }];
const noOrder: Difference[] = [{ group: 'table Orders', missing: ['id: "o1"'], extra: [] }];

test('the same code and the same difference of state are one cause, most cells first', () => {
  const causes = groupByCause([
    red('a', 'LOST', noOrder),
    red('b', 'DUP', twoCharges),
    red('c', 'DUP', noOrder),
    red('d', 'DUP', twoCharges),
  ]);

  expect(causes.map(({ code, cells, text }) => [code, cells.map(pointOf), text])).toEqual([
    ['DUP', ['b', 'd'], '2 cells, one cause'],
    ['LOST', ['a'], '1 cell'],
    ['DUP', ['c'], '1 cell'],
  ]);
});

test('the innermost call comes first', () => {
  const [cause] = groupByCause([
    red('try1 > api.POST(/orders)#1', 'DUP', twoCharges),
    red('try1 > orders > worker > ddb.PutItem(Orders)#1', 'DUP', twoCharges),
    red('try1 > orders > ddb.PutItem(Orders)#1', 'DUP', twoCharges),
  ]);

  expect(cause?.cells.map(pointOf)).toEqual([
    'try1 > orders > worker > ddb.PutItem(Orders)#1',
    'try1 > orders > ddb.PutItem(Orders)#1',
    'try1 > api.POST(/orders)#1',
  ]);
});

test('without a difference, what the oracle saw tells causes apart; what is not broken has none', () => {
  const causes = groupByCause([
    red('a', 'LATE', [], 'a call is left'),
    red('b', 'LATE', [], 'a timer is left'),
    { ...red('c', 'LATE', []), verdict: { ...red('c', 'LATE', []).verdict, grade: 'recovered', violations: [] } },
  ]);

  expect(causes.map(({ cells }) => cells.map(pointOf))).toEqual([['a'], ['b']]);
});

const pointOf = ({ run }: Judged): string | undefined => run.plan.faults[0]?.point;

function red(point: string, code: Code, difference: readonly Difference[], what = 'something happened'): Judged {
  return {
    run: {
      plan: { faults: [{ point, kind: 'lost' }] },
      boundaryCalls: [],
      outcomes: [],
      sideEffects: [],
      state: {},
      uncompared: [],
      rotated: [],
      logs: [],
      incidents: [],
      decisions: [],
      groups: [],
      timedOut: [],
      unreached: [],
      scenarioError: undefined,
      defects: [],
      end: 'quiet',
      replay: undefined,
      durationMs: 0,
      trace: '',
    },
    verdict: {
      grade: 'broken',
      isSuccess: false,
      extraTries: 0,
      violations: [{ code, oracle: '1', what }],
      difference,
    },
  };
}
