import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { chain, makeMachine, run } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

const failing = (error: string) => ({ StartAt: 'F', States: { F: { Type: 'Fail', Error: error, Cause: 'why' } } });

/** A state that fails with an error at each attempt. */
const machine = (error: string, Retry: readonly object[], more: object = {}) => ({
  StartAt: 'All',
  States: {
    All: { Type: 'Parallel', Branches: [failing(error)], Retry, End: true, ...more },
    ...('Catch' in more && { Caught: { Type: 'Pass', End: true } }),
  },
});

/** After how many seconds each attempt began. */
async function attempts(error: string, retry: readonly object[], more: object = {}) {
  const ended = await run(target, await makeMachine(target, machine(error, retry, more)));
  const startMs = ended.events[0]?.timestamp?.getTime() ?? 0;
  const begun = ended.events.filter(({ type }) => type === 'ParallelStateStarted');
  return { ended, seconds: begun.map(({ timestamp }) => ((timestamp?.getTime() ?? 0) - startMs) / 1000) };
}

describe('Retry', () => {
  test('tries three times more, after 1, 2 and 4 seconds, unless told otherwise', async () => {
    const { ended, seconds } = await attempts('Broken', [{ ErrorEquals: ['Broken'] }]);

    expect(seconds).toEqual([0, 1, 3, 7]);
    expect(ended).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'why' });
  });

  test('waits as IntervalSeconds, BackoffRate and MaxDelaySeconds say', async () => {
    const retry = { IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 10 };

    const { seconds } = await attempts('Broken', [{ ErrorEquals: ['States.ALL'], ...retry }]);

    expect(seconds).toEqual([0, 2, 8, 18, 28]);
  });

  test('waits for some part of it with full jitter', async () => {
    const retry = { IntervalSeconds: 100, BackoffRate: 1, MaxAttempts: 3, JitterStrategy: 'FULL' };

    const { seconds } = await attempts('Broken', [{ ErrorEquals: ['States.ALL'], ...retry }]);

    const waits = seconds.slice(1).map((second, index) => second - (seconds[index] ?? 0));
    expect(waits).toHaveLength(3);
    for (const wait of waits) expect(wait).toBeLessThanOrEqual(100);
    expect(new Set(waits).size).toBe(3);
  });

  test('is not made where MaxAttempts is 0, and later retriers of the same error do not count', async () => {
    const { ended, seconds } = await attempts('Broken', [
      { ErrorEquals: ['Broken'], MaxAttempts: 0 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 2 },
    ]);

    expect(seconds).toEqual([0]);
    expect(ended.status).toBe('FAILED');
  });

  test('of the first retrier that names the error counts', async () => {
    const { seconds } = await attempts('Broken', [
      { ErrorEquals: ['Other'], MaxAttempts: 5 },
      { ErrorEquals: ['Another', 'Broken'], MaxAttempts: 1, IntervalSeconds: 9 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 5 },
    ]);

    expect(seconds).toEqual([0, 9]);
  });

  test('gives way to a catcher when its attempts are used up', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
    const retry = [{ ErrorEquals: ['Broken'], MaxAttempts: 1 }];

    const { ended } = await attempts('Broken', retry, { Catch, End: undefined, Next: 'Caught' });

    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '{"Error":"Broken","Cause":"why"}' });
    expect(chain(ended).filter((event) => /Parallel/.test(event))).toEqual([
      '2 ParallelStateEntered <0',
      '3 ParallelStateStarted <2',
      '5 ParallelStateFailed <4',
      '6 ParallelStateStarted <5',
      '8 ParallelStateFailed <7',
      '9 ParallelStateExited <8',
    ]);
  });

  test.each([
    ['States.TaskFailed', 'Broken', 2],
    ['States.TaskFailed', 'States.Timeout', 1],
    ['States.Timeout', 'States.HeartbeatTimeout', 2],
    ['States.HeartbeatTimeout', 'States.Timeout', 1],
    ['States.ALL', 'States.Timeout', 2],
    ['States.ALL', 'States.Runtime', 1],
    ['States.Runtime', 'States.Runtime', 1],
    ['States.ALL', 'States.DataLimitExceeded', 1],
    ['States.TaskFailed', 'States.DataLimitExceeded', 1],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', 2],
  ])('of %s for %s: %i attempts in all', async (name, error, count) => {
    const { seconds } = await attempts(error, [{ ErrorEquals: [name], MaxAttempts: 1 }]);

    expect(seconds).toHaveLength(count);
  });
});
