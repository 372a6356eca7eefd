import { describe, expect, it } from 'vitest';
import type { Run } from '../run/run.ts';
import type { Evidence } from './evidence.ts';
import { oracles } from './oracles.ts';
import { difference, normalise } from './state.ts';
import { baselineOf, charge, effect, outcome, run, startMs } from './testing/runs.ts';
import type { Code } from './verdict.ts';

/** What all oracles together say of a run. */
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

/** Nothing was kept of a refused order. */
const nothingKept = { 'table Orders': [], 'queue Dead': [] };

describe('a run like the one without faults', () => {
  it('has no findings', () => {
    expect(codes(run())).toEqual([]);
  });
});

describe('charged although refused', () => {
  const refused = (statuses: readonly number[], more: Partial<Run> = {}) =>
    run({ outcomes: [outcome(statuses)], state: nothingKept, ...more });

  it('is a final no after which the side effect stands', () => {
    expect(judged(refused([402]))).toContainEqual(
      expect.objectContaining({
        code: 'CHARGED',
        what: `The client was told 402, a final no, and ${charge} took effect.`,
      }),
    );
  });

  it('is not told where the charge was undone, or never made', () => {
    expect(codes(refused([402], { sideEffects: [effect({ undone: true })] }))).not.toContain('CHARGED');
    expect(codes(refused([402], { sideEffects: [] }))).not.toContain('CHARGED');
  });

  it('is a final no, as without faults, after which an effect stands that is taken back then', () => {
    const tried = (undone: boolean, status = 422) =>
      run({ outcomes: [outcome([status])], sideEffects: [effect({ undone })], state: nothingKept });
    const baseline = baselineOf(tried(true));

    expect(judged(tried(false), { baseline })).toContainEqual(
      expect.objectContaining({
        code: 'CHARGED',
        what: `The client was told 422, a final no, and ${charge} stays in effect; without faults it is taken back.`,
      }),
    );
    expect(codes(tried(true), { baseline })).not.toContain('CHARGED');
    expect(codes(tried(false, 503), { baseline })).not.toContain('CHARGED');
    expect(codes(tried(false), { baseline: baselineOf(tried(false)) })).not.toContain('CHARGED');
  });

  it('is not told of side effects that the fault-free run does not have', () => {
    const other = [effect({ route: 'POST audit.test/refusals' })];

    expect(codes(refused([402], { sideEffects: other }))).not.toContain('CHARGED');
  });

  it.each([
    ['a failure of the server', [500]],
    ['a no that the client asked again after', [402, 402]],
  ])('is not told after %s, which is no final word', (_, statuses) => {
    expect(codes(refused(statuses))).not.toContain('CHARGED');
  });

  it.each([400, 499])('is told after any refusal of the client, such as %i', (status) => {
    expect(codes(refused([status]))).toContain('CHARGED');
  });

  it('is a final no after which all is there that success leaves behind', () => {
    const done = refused([409], { sideEffects: [], state: run().state });
    const silent = baselineOf(run({ sideEffects: [] }));

    expect(judged(done, { baseline: silent })).toContainEqual(
      expect.objectContaining({ code: 'CHARGED', what: expect.stringContaining('everything that success leaves') }),
    );
    expect(codes(refused([409], { sideEffects: [] }), { baseline: silent })).not.toContain('CHARGED');
  });
});

describe('secrets', () => {
  const secret = 'sk_live_Hu7?x';
  const baseline = baselineOf(run(), [secret]);
  const encoded = Buffer.from(secret).toString('base64');

  it.each<[string, Partial<Run>]>([
    ['a log', { logs: ['start', `key=${secret}!`] }],
    ['an answer', { outcomes: [outcome([200], `{"key":"${secret}"}`)] }],
    ['a URL', { boundaryCalls: [{ resource: `/charges?key=${secret}` } as Run['boundaryCalls'][number]] }],
  ])('must not stand in %s', (place, more) => {
    expect(judged(run(more), { baseline })).toContainEqual(
      expect.objectContaining({ code: 'SECRET', what: `The value of a secret stands in ${place}: sk_l….` }),
    );
  });

  it('are found in Base64 too, with its padding or without', () => {
    expect(encoded).toMatch(/=$/);
    expect(codes(run({ logs: [`Authorization: Basic ${encoded}`] }), { baseline })).toContain('SECRET');
    expect(codes(run({ logs: [encoded.replace(/=+$/, '')] }), { baseline })).toContain('SECRET');
  });

  it('are not told where only a part of one stands', () => {
    expect(codes(run({ logs: [secret.slice(0, -1), encoded.slice(0, 8)] }), { baseline })).toEqual([]);
  });
});

describe('at most one effect', () => {
  it('is held for one key, and for each of several keys', () => {
    const twice = run({ sideEffects: [effect(), effect({ idempotencyKey: 'k2' })] });

    expect(judged(twice)).toContainEqual(
      expect.objectContaining({
        code: 'DUP',
        what: `${charge} took effect 2 times, without faults 1.`,
        why: expect.stringContaining('different keys there (k1; k2)'),
      }),
    );
    expect(codes(twice, { distinct: 2 })).not.toContain('DUP');
    expect(codes(run({ sideEffects: [effect(), effect({ undone: true })] }))).not.toContain('DUP');
  });

  it.each([
    [undefined, 'carries no idempotency key'],
    ['k1', 'took the same key for another request'],
  ])('says why it did not hold where the key was %s', (idempotencyKey, why) => {
    const found = judged(run({ sideEffects: [effect({ idempotencyKey }), effect({ idempotencyKey })] }));

    expect(found).toContainEqual(expect.objectContaining({ code: 'DUP', why: expect.stringContaining(why) }));
  });
});

describe('what was acknowledged', () => {
  it('is lost where a side effect or a row is not there', () => {
    expect(judged(run({ sideEffects: [] }))[0]).toMatchObject({ code: 'LOST', what: expect.stringContaining(charge) });
    expect(codes(run({ state: nothingKept }))).toContain('LOST');
    expect(codes(run({ sideEffects: [], state: nothingKept, outcomes: [outcome([500])] }))).not.toContain('LOST');
    expect(codes(run({ sideEffects: [] }), { isRace: true })).not.toContain('LOST');
  });

  it('diverges where the state is another one, and is there twice where a row is more', () => {
    const row = { id: 'o1', amount: 42 };
    const changed = { 'table Orders': [{ ...row, amount: 43 }], 'queue Dead': [] };
    const more = { 'table Orders': [row, { ...row, id: 'o2' }], 'queue Dead': [] };

    expect(codes(run({ state: changed }))).toEqual(['DIVERGED']);
    expect(codes(run({ state: more }))).toEqual(['DUP']);
    expect(codes(run({ state: more }), { isRace: true })).toEqual([]);
  });
});

describe('liveness', () => {
  it.each([
    ['endless', 'ENDLESS'],
    ['stuck', 'STUCK'],
  ] as const)('does not hold in a run that is %s', (end, code) => {
    expect(codes(run({ end }))).toContain(code);
  });

  it('does not hold where a client tries again and never comes through', () => {
    const failed = run({ outcomes: [outcome([500, undefined, 503])], sideEffects: [], state: nothingKept });

    expect(judged(failed)).toContainEqual(
      expect.objectContaining({
        code: 'STUCK',
        what: 'The client tried 3 times and never came through: 500, timeout, 503.',
      }),
    );
  });

  it('is not asked where the last try met a fault of its own, or nobody tried again', () => {
    const hit = [{ point: 'try2 > orders > PutItem', fault: {} }] as unknown as Run['boundaryCalls'];
    const before = [{ point: 'try1 > orders > PutItem', fault: {} }] as unknown as Run['boundaryCalls'];
    const failed = { outcomes: [outcome([500, 500])], sideEffects: [], state: nothingKept };

    expect(codes(run({ ...failed, boundaryCalls: hit }))).not.toContain('STUCK');
    expect(codes(run({ ...failed, boundaryCalls: before }))).toContain('STUCK');
    expect(codes(run({ ...failed, outcomes: [outcome([500])] }))).not.toContain('STUCK');
  });

  it('does not hold where a message is put aside as dead and was never executed', () => {
    const dead = { 'table Orders': [{ id: 'o1', amount: 42 }], 'queue Dead': [{ body: 'o1' }] };

    expect(judged(run({ state: dead, sideEffects: [] }))).toContainEqual(
      expect.objectContaining({ code: 'DEAD', what: expect.stringContaining(`no ${charge}`) }),
    );
    expect(codes(run({ state: dead }))).not.toContain('DEAD');
    expect(codes(run({ state: dead, sideEffects: [] }), { isRace: true })).not.toContain('DEAD');
  });
});

describe('retries, replays and what is left running', () => {
  const calls = (count: number) =>
    Array.from(
      { length: count },
      () => ({ service: 'dynamodb', operation: 'PutItem', resource: 'Orders' }) as Run['boundaryCalls'][number],
    );

  it('is a storm when one call is made more than 64 times for each client', () => {
    expect(codes(run({ boundaryCalls: calls(64) }))).toEqual([]);
    expect(judged(run({ boundaryCalls: calls(65) }))).toMatchObject([
      { code: 'RETRY-STORM', what: 'dynamodb.PutItem(Orders) was called 65 times.' },
    ]);
  });

  it('is no replay where the same request once more takes effect or is answered otherwise', () => {
    const same = { outcomes: [outcome([200])], sideEffects: 0 };
    const baseline = baselineOf(run({ replay: same }));

    expect(codes(run({ replay: same }), { baseline })).toEqual([]);
    expect(codes(run({ replay: { ...same, sideEffects: 1 } }), { baseline })).toEqual(['REPLAY']);
    expect(codes(run({ replay: { ...same, outcomes: [outcome([200], '{}')] } }), { baseline })).toEqual(['REPLAY']);
    expect(codes(run({ replay: { ...same, sideEffects: 1 } }))).toEqual([]);
  });

  it.each([
    ['outstanding', 'LATE'],
    ['sentAfterReply', 'LATE'],
    ['looped', 'ENDLESS'],
    ['refused', 'NOT-OWNED'],
  ] as const)('tells of a function whose work is %s, once', (kind, code) => {
    const incident = { kind, functionName: 'orders', detail: 'fetch' };

    expect(codes(run({ incidents: [incident, incident] }))).toEqual([code]);
  });
});
