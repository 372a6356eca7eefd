import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { chain, makeMachine, run } from './machines.ts';
import { lost } from './simple-machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

const pass = (result: unknown, name = 'P') => ({
  StartAt: name,
  States: { [name]: { Type: 'Pass', Result: result, End: true } },
});
const failing = { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Broken', Cause: 'on purpose' } } };
const waitingAt = (name: string) => ({ StartAt: name, States: { [name]: { Type: 'Wait', Seconds: 60, End: true } } });
const waiting = waitingAt('W');

const parallel = (branches: readonly unknown[], more: object = { End: true }, name = 'All') => ({
  StartAt: name,
  States: {
    [name]: { Type: 'Parallel', Branches: branches, ...more },
    ...('Next' in more && { After: { Type: 'Pass', End: true } }),
  },
});

describe('a Parallel', () => {
  test('gathers the outputs of its branches in their order, and each branch has a chain of events of its own', async () => {
    const slow = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 5, Next: 'P' }, ...pass('slow').States } };
    const arn = await makeMachine(target, parallel([slow, pass('fast', 'Fast')]));

    const ended = await run(target, arn);

    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '["slow","fast"]' });
    expect(chain(ended)).toEqual([
      '1 ExecutionStarted <0',
      '2 ParallelStateEntered <0',
      '3 ParallelStateStarted <2',
      '4 WaitStateEntered <3',
      '5 PassStateEntered <3',
      '6 PassStateExited <5',
      '7 WaitStateExited <4',
      '8 PassStateEntered <7',
      '9 PassStateExited <8',
      '10 ParallelStateSucceeded <9',
      '11 ParallelStateExited <9',
      '12 ExecutionSucceeded <11',
    ]);
  });

  test('fails with its first failed branch, and the others are aborted', async () => {
    const arn = await makeMachine(target, parallel([waiting, failing]));

    const ended = await run(target, arn);

    expect(ended).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'on purpose' });
    expect(chain(ended)).toEqual([
      '1 ExecutionStarted <0',
      '2 ParallelStateEntered <0',
      '3 ParallelStateStarted <2',
      '4 WaitStateEntered <3',
      '5 FailStateEntered <3',
      '6 WaitStateAborted <4',
      '7 ParallelStateFailed <5',
      '8 ExecutionFailed <7',
    ]);
  });

  test('hands its failure to a catcher', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'After' }];
    const arn = await makeMachine(target, parallel([waiting, failing], { Catch, Next: 'After' }));

    const ended = await run(target, arn);

    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '{"Error":"Broken","Cause":"on purpose"}' });
    expect(chain(ended).slice(5)).toEqual([
      '6 WaitStateAborted <4',
      '7 ParallelStateFailed <5',
      '8 ParallelStateExited <7',
      '9 PassStateEntered <8',
      '10 PassStateExited <9',
      '11 ExecutionSucceeded <10',
    ]);
  });

  test('is tried again with all of its branches', async () => {
    const Retry = [{ ErrorEquals: ['Broken'], MaxAttempts: 1 }];
    const arn = await makeMachine(target, parallel([pass(1), failing], { Retry, End: true }));

    const ended = await run(target, arn);

    expect(ended.status).toBe('FAILED');
    expect(chain(ended).filter((event) => /Parallel|Execution/.test(event))).toEqual([
      '1 ExecutionStarted <0',
      '2 ParallelStateEntered <0',
      '3 ParallelStateStarted <2',
      '7 ParallelStateFailed <6',
      '8 ParallelStateStarted <7',
      '12 ParallelStateFailed <11',
      '13 ExecutionFailed <12',
    ]);
  });

  test('stands in another one, and what fails deep inside comes out of all', async () => {
    const inner = parallel([failing, pass(1)], { End: true }, 'Innermost');
    const middle = parallel([inner, waitingAt('Inside')], { End: true }, 'Middle');
    const arn = await makeMachine(target, parallel([middle, waiting]));

    const ended = await run(target, arn);

    expect(ended).toMatchObject({ status: 'FAILED', error: 'Broken' });
    expect(chain(ended).filter((event) => /Failed|Aborted/.test(event))).toEqual([
      '11 ParallelStateFailed <10',
      '12 WaitStateAborted <9',
      '13 ParallelStateFailed <11',
      '14 WaitStateAborted <6',
      '15 ParallelStateFailed <13',
      '16 ExecutionFailed <15',
    ]);
  });

  test('does not outlive what no catcher gets: the execution fails at once', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'After' }];
    const arn = await makeMachine(target, parallel([waiting, lost], { Catch, Next: 'After' }));

    const ended = await run(target, arn);

    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'C' (entered at the event id #5). Failed to transition out of the state. The state does not point to a next state.",
    });
    expect(chain(ended).slice(4)).toEqual(['5 ChoiceStateEntered <3', '6 ExecutionFailed <5']);
  });
});
