import { describe, expect, it } from 'vitest';
import { isReplayOf, netSideEffects, normaliseAs, unlike } from './baseline.ts';
import { classOf } from './judge.ts';
import { baselineOf, charge, effect, outcome, run, startMs } from './testing/runs.ts';

describe('side effects', () => {
  it('count by route, without those that were undone', () => {
    const other = 'POST mail.test/send';
    const sideEffects = [effect(), effect({ undone: true }), effect({ route: other }), effect({ route: other })];

    expect([...netSideEffects(run({ sideEffects }))]).toEqual([
      [charge, 1],
      [other, 2],
    ]);
  });
});

describe('a replay', () => {
  const same = { outcomes: [outcome([200])], sideEffects: 0 };

  it('is one where each request with a key got its answer again, and nothing happened', () => {
    expect(isReplayOf(run({ replay: same }))).toBe(true);
  });

  it.each([
    ['there was none', undefined],
    ['something happened', { ...same, sideEffects: 1 }],
    ['a request was not made again', { ...same, outcomes: [] }],
    ['the status is another one', { ...same, outcomes: [outcome([201])] }],
    ['the body is another one', { ...same, outcomes: [outcome([200], '{}')] }],
  ])('is none where %s', (_, replay) => {
    expect(isReplayOf(run({ replay }))).toBe(false);
  });

  it('is none where no request had a key, and one is enough', () => {
    const unkeyed = { ...outcome([200]), idempotencyKey: undefined };
    const replay = { outcomes: [outcome([200]), outcome([200])], sideEffects: 0 };

    expect(isReplayOf(run({ outcomes: [unkeyed, unkeyed], replay }))).toBe(false);
    expect(isReplayOf(run({ outcomes: [unkeyed, outcome([200])], replay }))).toBe(true);
  });
});

describe('outcomes unlike those without faults', () => {
  const second = (status: number) => ({ ...outcome([status]), step: 2 });
  const two = run({ outcomes: [outcome([200]), second(404)] });

  it('are failures where success was expected, and other statuses where it was not', () => {
    const failed = outcome([500]);
    const other = second(409);

    expect(unlike(run({ outcomes: [outcome([201]), second(404)] }), two)).toEqual([]);
    expect(unlike(run({ outcomes: [failed, other] }), two)).toEqual([failed, other]);
    expect(unlike(run({ outcomes: [outcome([200]), second(200)] }), two)).toHaveLength(1);
  });

  it('are held against the same step, for each client by itself', () => {
    const by = (client: string, status: number) => ({ ...outcome([status]), client, step: status === 404 ? 2 : 1 });

    expect(unlike(run({ outcomes: [by('A', 200), by('B', 200), by('A', 404), by('B', 404)] }), two)).toEqual([]);
    const refused = { ...by('B', 404), step: 1 };
    expect(unlike(run({ outcomes: [by('A', 200), refused] }), two)).toEqual([refused]);
  });
});

describe('the state of a run', () => {
  it('is that of the baseline in what the plan itself rotated', () => {
    const baseline = baselineOf(run({ state: { 'secret Db': [{ value: 'old' }], 'table Orders': [] } }));
    const rotated = run({ state: { 'secret Db': [{ value: 'new' }] }, rotated: ['secret Db', 'secret None'] });

    expect(normaliseAs(baseline, rotated, startMs)).toEqual({ 'secret Db': baseline.state['secret Db'] });
    expect(normaliseAs(baseline, { ...rotated, rotated: [] }, startMs)).not.toEqual(
      normaliseAs(baseline, rotated, startMs),
    );
  });
});

describe('the class of a run', () => {
  const baseline = baselineOf(run());
  const call = (point: string, more: object = {}) => ({ point, attempt: 1, ...more }) as never;
  const classAfter = (more: Parameters<typeof run>[0], after = 0): string =>
    classOf(run({ boundaryCalls: [call('a'), call('b')], ...more }), baseline, startMs, after);
  const first = classAfter({});

  it('is the same whatever was called before', () => {
    expect(classAfter({ boundaryCalls: [call('other', { status: 500 }), call('b')] })).toBe(first);
    expect(classAfter({ boundaryCalls: [call('x'), call('a'), call('b')] }, 1)).toBe(first);
  });

  it.each<[string, Parameters<typeof run>[0]]>([
    ['what is left to call', { boundaryCalls: [call('a'), call('c')] }],
    ['its status', { boundaryCalls: [call('a'), call('b', { status: 500 })] }],
    ['its code', { boundaryCalls: [call('a'), call('b', { code: 'Throttled' })] }],
    ['its attempt', { boundaryCalls: [call('a'), call('b', { attempt: 2 })] }],
    ['the state', { state: { 'table Orders': [] } }],
    ['an answer', { outcomes: [outcome([201])] }],
    ['how many tries it took', { outcomes: [outcome([500, 200])] }],
  ])('is another one with %s', (_, more) => {
    expect(classAfter(more)).not.toBe(first);
  });
});
