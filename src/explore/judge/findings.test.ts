import { describe, expect, it } from 'vitest';
import type { Run } from '../run/run.ts';
import type { Evidence } from './evidence.ts';
import { oracles } from './oracles.ts';
import { difference, normalise } from './state.ts';
import { baselineOf, charge, effect, outcome, run, startMs } from './testing/runs.ts';
import { type Code, shortOf } from './verdict.ts';

function judged(found: Run, { baseline = baselineOf(run()), ...more }: Partial<Evidence> = {}) {
  const { volatile, ignore } = baseline;
  const evidence: Evidence = {
    run: found,
    baseline,
    difference: difference(baseline.state, normalise(found.state, { volatile, ignore, aroundMs: startMs })),
    isSuccess: found.outcomes.every(({ ok }) => ok),
    isRace: false,
    distinct: 1,
    ...more,
  };
  return oracles.flatMap((oracle) => oracle(evidence));
}
const codes = (...given: Parameters<typeof judged>): Code[] => judged(...given).map(({ code }) => code);
const order = { id: 'o1', amount: 42 };

describe('what is told of a duplicate', () => {
  const withKeys = (count: number) =>
    judged(
      run({ sideEffects: Array.from({ length: count }, (_, index) => effect({ idempotencyKey: `k${index + 1}` })) }),
    )[0];

  it('names three keys, and that there are more', () => {
    expect(withKeys(3)?.why).toContain('(k1; k2; k3)');
    expect(withKeys(4)?.why).toContain('(k1; k2; k3 …)');
    expect(withKeys(2)?.oracle).toBe('1 at most one effect');
  });

  it('leaves out keys of what was undone and of other routes, and knows those without', () => {
    const sideEffects = [
      effect(),
      effect({ idempotencyKey: undefined }),
      effect({ idempotencyKey: 'undone', undone: true }),
      effect({ idempotencyKey: 'other', route: 'POST other.test/a' }),
    ];

    expect(judged(run({ sideEffects }))[0]?.why).toContain('(k1; none)');
  });
});

describe('what is told of a loss', () => {
  const baseline = baselineOf(
    run({ state: { 'table Orders': [order, { id: 'o2' }], 'queue Dead': [], 'queue Out': [{ body: 'b' }] } }),
  );
  const found = (state: Run['state']) => judged(run({ state }), { baseline });

  it('names the group and its row', () => {
    expect(found({ 'table Orders': [order], 'queue Dead': [], 'queue Out': [{ body: 'b' }] })[0]).toMatchObject({
      code: 'LOST',
      oracle: '2 no lost acknowledged write',
      what: 'The client was told of success, and table Orders lacks id: "o2".',
    });
  });

  it('is no loss where as many rows are others, or a message was taken from its queue', () => {
    const others = { 'table Orders': [order, { id: 'o3' }], 'queue Dead': [], 'queue Out': [{ body: 'b' }] };
    const taken = { 'table Orders': [order, { id: 'o2' }], 'queue Dead': [], 'queue Out': [] };

    expect(found(others).map(({ code }) => code)).toEqual(['DIVERGED']);
    expect(found(taken).map(({ code }) => code)).toEqual(['DIVERGED']);
  });

  it.each([2, 1, 0])(
    'of a side effect that happens twice without faults is told when it happened %d times',
    (count) => {
      const twice = baselineOf(run({ sideEffects: [effect(), effect()] }));
      const sideEffects = Array.from({ length: count }, () => effect());

      expect(codes(run({ sideEffects }), { baseline: twice })).toEqual(count === 2 ? [] : ['LOST']);
    },
  );
});

describe('what is told of another state', () => {
  it.each([
    ['table Orders', 'DUP'],
    ['queue Out', 'DUP'],
    ['bucket Files', 'DUP'],
    ['fake api.test/a', 'DIVERGED'],
  ])('%s with a row more is a %s', (group, code) => {
    const found = judged(run({ state: { ...run().state, [group]: [...(run().state[group] ?? []), { id: 'x' }] } }));

    expect(found.find(({ oracle }) => oracle === '3 convergence')).toMatchObject({
      code,
      what: expect.stringContaining(`${group} has 1 more`),
    });
  });

  it('names what lacks and what is more', () => {
    const state = { 'table Orders': [{ ...order, amount: 43 }, { id: 'x' }], 'queue Dead': [] };

    expect(judged(run({ state }))).toContainEqual({
      code: 'DUP',
      oracle: '3 convergence',
      what: 'The client was told of success, and the state is not that of the fault-free run: table Orders differs in 1 and has 1 more.',
    });
  });
});

describe('a row that says otherwise', () => {
  it.each([
    [
      { ...order, amount: 84 },
      'amount: 84 in place of amount: 42',
      'What adds to a number was done more often than without faults.',
    ],
    [{ ...order, amount: 21 }, 'amount: 21 in place of amount: 42', undefined],
  ])('%j is told by what it says', (row, what, why) => {
    const found = judged(run({ state: { ...run().state, 'table Orders': [row] } }));

    const told = found.find(({ oracle }) => oracle === '3 convergence');
    expect(told?.what).toContain(`table Orders has ${what}.`);
    expect(told?.why).toBe(why);
  });
});

describe('a state that lacks something', () => {
  it('is told by that alone', () => {
    const found = judged(run({ state: { 'table Orders': [], 'queue Dead': [] } }));

    expect(found.find(({ oracle }) => oracle === '3 convergence')).toMatchObject({
      code: 'DIVERGED',
      what: expect.stringMatching(/: table Orders lacks 1\.$/),
    });
  });
});

describe('liveness of several clients', () => {
  const hit = (point: string) => [{ point, fault: {} }] as unknown as Run['boundaryCalls'];
  const failed = { ...outcome([500, 500]), client: 'B' };
  const stuck = (outcomes: Run['outcomes'], point: string): boolean =>
    codes(run({ outcomes, sideEffects: [], boundaryCalls: hit(point) }), { isSuccess: false, isRace: true }).includes(
      'STUCK',
    );

  it('asks which of them met the fault', () => {
    const both = [outcome([200]), failed];

    expect(stuck(both, 'B.try2 > orders > PutItem')).toBe(false);
    expect(stuck(both, 'A.try2 > orders > PutItem')).toBe(true);
    expect(stuck(both, 'try2 > orders > PutItem')).toBe(true);
  });

  it('is not held against one that did not try again, unless others did', () => {
    const once = { ...outcome([500]), client: 'B' };

    expect(stuck([outcome([200]), once], 'A.try1 > orders')).toBe(false);
    expect(stuck([outcome([500, 200]), once], 'A.try1 > orders')).toBe(true);
  });

  it('knows the last try of a later step, and no other that begins like it', () => {
    const first = { ...failed, client: 'A' };
    const second = { ...first, step: 2 };

    expect(stuck([second], 'step2.try2 > orders')).toBe(false);
    expect(stuck([second], 'try2 > orders')).toBe(true);
    expect(stuck([first], 'try2')).toBe(false);
    expect(stuck([first], 'step2.try2 > orders')).toBe(true);
    expect(stuck([first], 'try21 > orders')).toBe(true);
    expect(stuck([first], 'orders > try2 > a')).toBe(true);
  });

  it('is not held against one that gave up though told to try again; a final no that it took for one is', () => {
    const over = (status: number): Run['outcomes'] => [{ ...outcome([500, status]), isGivenUp: true }];

    expect(stuck(over(429), 'try1 > orders')).toBe(false);
    expect(stuck(over(409), 'try1 > orders')).toBe(true);
  });
});

describe('dead letters', () => {
  const silent = baselineOf(run({ sideEffects: [] }));
  const dead = { 'table Orders': [], 'queue Dead': [{ body: 'o1' }] };

  it('whose work leaves nothing outside are told by the row that is missing', () => {
    expect(judged(run({ state: dead, sideEffects: [] }), { baseline: silent })).toContainEqual({
      code: 'DEAD',
      oracle: '4 liveness',
      what: 'A message ended in queue Dead and was never executed: table Orders lacks its row.',
    });
  });

  it('are no finding where everything was done all the same', () => {
    const done = { ...dead, 'table Orders': [order] };

    expect(codes(run({ state: done, sideEffects: [] }), { baseline: silent })).not.toContain('DEAD');
    expect(codes(run({ state: dead }))).not.toContain('DEAD');
  });
});

describe('a storm', () => {
  const calls = (count: number, resource: string | undefined) =>
    Array.from({ length: count }, () => ({
      service: 's3',
      operation: 'Get',
      resource,
    })) as unknown as Run['boundaryCalls'];

  it('is of one call on one thing, and its bound grows with the clients', () => {
    expect(codes(run({ boundaryCalls: [...calls(64, 'a'), ...calls(64, 'b')] }))).toEqual([]);
    expect(judged(run({ boundaryCalls: calls(65, undefined) }))).toMatchObject([
      { code: 'RETRY-STORM', oracle: '6 bounded retries', what: 's3.Get() was called 65 times.' },
    ]);
    const outcomes = [outcome([200]), outcome([200])];
    expect(codes(run({ outcomes, boundaryCalls: calls(128, 'a') }))).toEqual([]);
    expect(codes(run({ outcomes, boundaryCalls: calls(129, 'a') }))).toEqual(['RETRY-STORM']);
    expect(codes(run({ outcomes: [], boundaryCalls: calls(64, 'a') }))).toEqual([]);
  });
});

describe('what is told of a replay, and of what cannot be explored', () => {
  const same = { outcomes: [outcome([200])], sideEffects: 0 };
  const baseline = baselineOf(run({ replay: same }));

  it('says whether it took effect or was answered otherwise, with the beginning of the answer', () => {
    const body = 'x'.repeat(100);
    const other = run({ replay: { ...same, outcomes: [outcome([201], body)] } });

    expect(judged(other, { baseline })).toEqual([
      {
        code: 'REPLAY',
        oracle: '9 replay equality',
        what: `The same request once more was answered otherwise: 201 ${'x'.repeat(80)}.`,
      },
    ]);
    expect(judged(run({ replay: { ...same, sideEffects: 1 } }), { baseline })[0]?.what).toContain('effect once more');
    expect(codes(other, { baseline, isSuccess: false, isRace: true })).not.toContain('REPLAY');
    expect(codes(run(), { baseline })).toEqual([]);
  });

  it('names the function and what it did', () => {
    const incident = (kind: string) => ({ kind, functionName: 'orders', detail: 'fetch' }) as Run['incidents'][number];
    const told = (kind: string) => judged(run({ incidents: [incident(kind)] }))[0];

    expect(told('looped')).toEqual({
      code: 'ENDLESS',
      oracle: '4 liveness',
      what: 'orders loops without an end at fetch.',
    });
    expect(told('refused')).toMatchObject({
      oracle: 'explorable',
      what: expect.stringContaining('orders uses fetch,'),
    });
    expect(told('outstanding')).toMatchObject({
      oracle: '7 no work after reply',
      what: 'A call was under way when its function had replied: orders: fetch.',
    });
    expect(told('something else')).toBeUndefined();
  });
});

describe('a refusal', () => {
  it('is held against nobody in a race, and names every side effect that stands', () => {
    const other = 'POST mail.test/send';
    const sideEffects = [effect(), effect({ route: other })];
    const refused = run({ outcomes: [outcome([402])], sideEffects });
    const baseline = baselineOf(run({ sideEffects }));

    expect(judged(refused, { baseline })).toContainEqual(
      expect.objectContaining({ code: 'CHARGED', what: expect.stringContaining(`${charge}, ${other} took effect`) }),
    );
    expect(codes(refused, { baseline, isRace: true })).not.toContain('CHARGED');
  });
});

describe('what the client was told', () => {
  it('is a refusal where it is refused without faults, too', () => {
    const refused = (rows: readonly object[]) =>
      run({ outcomes: [outcome([422])], state: { 'table Orders': rows, 'queue Dead': [] } });
    const found = refused([]);
    const [lost] = judged(found, { baseline: baselineOf(refused([{ id: 'o1' }])), isSuccess: true });

    expect(lost?.what).toBe(
      'The client was answered as without faults, with 422 to POST /orders, and table Orders lacks id: "o1".',
    );
  });
});

describe('what was there from the beginning', () => {
  it('and should be gone is left over, and nothing that happened twice', () => {
    const gone = baselineOf(run({ state: { 'table Orders': [], 'queue Dead': [] } }));
    const baseline = { ...gone, first: { ...gone.first, 'table Orders': ['id: "o1"'] } };
    const left = (id: string) => run({ state: { 'table Orders': [{ id }], 'queue Dead': [] } });

    expect(judged(left('o1'), { baseline })).toContainEqual(
      expect.objectContaining({ code: 'DIVERGED', what: expect.stringContaining('table Orders still has id: "o1".') }),
    );
    expect(codes(left('o2'), { baseline })).toContain('DUP');
  });
});

describe('a cell of the matrix', () => {
  const cell = (code: Code | undefined, more: object = {}) =>
    shortOf({
      grade: 'broken',
      isSuccess: true,
      extraTries: 0,
      violations: code ? [{ code, oracle: '', what: '' }] : [],
      difference: [],
      ...more,
    });

  it.each([
    ['INVARIANT', 'INV'],
    ['DIVERGED', 'DIV'],
    ['LOCKOUT', 'LOCK'],
    ['RETRY-STORM', 'STORM'],
    ['NOT-OWNED', 'OWN'],
    ['LOST', 'LOST'],
    ['VISIBLE', 'VIS1'],
    [undefined, 'BROKEN'],
  ] as const)('tells %s as %s', (code, short) => {
    expect(cell(code)).toBe(short);
  });

  it('tells how often the client had to try again', () => {
    expect(cell('VISIBLE', { extraTries: 3 })).toBe('VIS3');
    expect(cell(undefined, { grade: 'recovered', extraTries: 1 })).toBe('~1');
    expect(cell(undefined, { grade: 'recovered' })).toBe('ok');
  });
});
