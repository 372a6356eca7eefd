import { describe, expect, it } from 'vitest';
import type { FaultKind } from '../faults/kinds.ts';
import type { BoundaryCall } from '../run/boundary-call.ts';
import type { Run } from '../run/run.ts';
import type { Simulation } from '../simulation/simulation.ts';
import { judge } from './judge.ts';
import { baselineOf, effect, outcome, run, startMs } from './testing/runs.ts';
import { shortOf, type Verdict } from './verdict.ts';

const simulation = { startMs, faultFree: () => undefined, names: new Map() } as unknown as Simulation;
const point = 'try1 > orders > ddb.PutItem(Orders)#1';
const call = (more: Partial<BoundaryCall> = {}) => ({ point, attempt: 1, ...more }) as BoundaryCall;
const hit = call({ faultName: 'lost', fault: { kind: 'lost' } });

/** One kind of fault, of which nobody but the SDK should notice anything, unless told otherwise. */
const kindsOf = (expectation: 'masked' | 'visible'): FaultKind[] => [
  {
    name: 'lost',
    fault: { kind: 'lost' },
    applies: () => true,
    expectation: () => expectation,
  } as unknown as FaultKind,
];

interface Given {
  readonly expectation?: 'masked' | 'visible';
  readonly invariants?: () => unknown;
}

const verdictOf = (more: Partial<Run>, { expectation = 'masked', invariants }: Given = {}): Promise<Verdict> =>
  judge(run({ plan: { faults: [{ point, kind: 'lost' }] }, boundaryCalls: [hit], ...more }), kindsOf(expectation), {
    simulation,
    baseline: baselineOf(run()),
    invariants,
  });

describe('judge', () => {
  it('finds that nobody noticed', async () => {
    const verdict = await verdictOf({});

    expect(verdict).toEqual({ grade: 'masked', isSuccess: true, extraTries: 0, violations: [], difference: [] });
    expect(shortOf(verdict)).toBe('ok');
  });

  it('finds that the client tried again and came through, where that may be asked of it', async () => {
    const verdict = await verdictOf({ outcomes: [outcome([500, 500, 200])] }, { expectation: 'visible' });

    expect(verdict).toMatchObject({ grade: 'recovered', isSuccess: true, extraTries: 2, violations: [] });
    expect(shortOf(verdict)).toBe('~2');
  });

  it('finds that the client saw what it should not have, and that nobody tried the call again', async () => {
    const verdict = await verdictOf({ outcomes: [outcome([500, 200])] });

    expect(verdict).toMatchObject({
      grade: 'broken',
      extraTries: 1,
      violations: [{ code: 'VISIBLE', why: 'Nobody tried the call again.' }],
    });
    expect(verdict.violations[0]?.what).toMatch(/: 500, 200\.$/);
    expect(shortOf(verdict)).toBe('VIS1');
  });

  it.each([
    [undefined, 'The SDK tried again, and what it got was taken for a failure.'],
    ['ConditionalCheckFailedException', `Attempt 2 of one logical call (${point}) lost a race against its own`],
  ])('tells what the retry met: %s', async (code, why) => {
    const again = call({ attempt: 2, code });

    const verdict = await verdictOf({ outcomes: [outcome([500, 200])], boundaryCalls: [hit, again] });

    expect(verdict.violations).toMatchObject([{ code: 'VISIBLE', why: expect.stringContaining(why) }]);
  });

  it('finds that a client was locked out when one try more did not do', async () => {
    const verdict = await verdictOf({ outcomes: [outcome([500, 500, 200])] });

    expect(verdict.violations).toMatchObject([
      { code: 'LOCKOUT', why: 'What a failed try left behind stood in the way of the next ones.' },
    ]);
    expect(shortOf(verdict)).toBe('LOCK');
  });

  it('is broken by any finding, however well the client fared, and names each code once', async () => {
    const verdict = await verdictOf({ sideEffects: [effect(), effect(), effect({ route: 'POST other.test/a' })] });

    expect(verdict).toMatchObject({ grade: 'broken', isSuccess: true, extraTries: 0 });
    expect(verdict.violations.map(({ code }) => code)).toEqual(['DUP']);
    expect(shortOf(verdict)).toBe('DUP');
  });

  it('tells what the user’s own invariant says, in its first lines', async () => {
    const invariants = () => {
      throw new Error('too many\norders');
    };

    const verdict = await verdictOf({}, { invariants });

    expect(verdict.violations).toEqual([{ code: 'INVARIANT', oracle: 'your invariant', what: 'too many orders' }]);
    expect(shortOf(verdict)).toBe('INV');
  });

  it('asks the invariant about every outcome, and finds nothing where it holds or there was none', async () => {
    const asked: unknown[] = [];
    const invariants = (...given: unknown[]) => void asked.push(...given);
    const outcomes = [outcome([200])];

    expect((await verdictOf({ outcomes, logs: ['a line'] }, { invariants })).violations).toEqual([]);
    expect(asked).toMatchObject([{ outcome: outcomes[0], outcomes, sideEffects: [effect()], logs: ['a line'] }]);
    const without = await verdictOf({ outcomes: [] }, { invariants });
    expect(without.violations.map(({ code }) => code)).not.toContain('INVARIANT');
    expect(asked).toHaveLength(1);
  });

  it('tells six lines of what an invariant throws, whatever that is', async () => {
    const verdict = await verdictOf(
      {},
      {
        invariants: () => {
          throw '1\n2\n3\n4\n5\n6\n7';
        },
      },
    );

    expect(verdict.violations).toMatchObject([{ what: '1 2 3 4 5 6' }]);
  });

  it('asks of a race neither success nor masking', async () => {
    const plan = { faults: [{ point, kind: 'lost' }], clients: 2 };
    const outcomes = [outcome([200]), { ...outcome([500, 200]), client: 'B' }];

    const verdict = await verdictOf({ plan, outcomes });

    expect(verdict).toMatchObject({ grade: 'recovered', isSuccess: true, extraTries: 1 });
  });

  it('takes a failure for the end where faults may be seen, and never calls it green', async () => {
    const failed = { outcomes: [outcome([500])], sideEffects: [], state: { 'table Orders': [], 'queue Dead': [] } };

    const verdict = await verdictOf(failed, { expectation: 'visible' });

    expect(verdict).toMatchObject({ grade: 'failed', isSuccess: false });
    expect(shortOf(verdict)).toBe('fail');
  });
});
