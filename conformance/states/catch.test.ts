import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { chain, makeMachine, run } from './machines.ts';
import { lost, only } from './simple-machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

const failing = { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Broken', Cause: 'why' } } };

const caught = { First: { Type: 'Pass', Result: 'first', End: true }, Second: { Type: 'Pass', End: true } };

const machine = (
  Catch: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[],
  branch: object = failing,
) => ({
  StartAt: 'All',
  States: {
    All: { Type: 'Parallel', Branches: [branch], Catch, End: true },
    ...only(
      caught,
      Catch.map(({ Next }) => Next),
    ),
  },
});

describe('Catch', () => {
  test('leads on with the error as output, and the state is exited with it', async () => {
    const arn = await makeMachine(target, machine([{ ErrorEquals: ['Broken'], Next: 'Second' }]));

    const ended = await run(target, arn, { a: 1 });

    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '{"Error":"Broken","Cause":"why"}' });
    const exited = ended.events.find(({ type }) => type === 'ParallelStateExited');
    expect(exited?.stateExitedEventDetails).toEqual({
      name: 'All',
      output: '{"Error":"Broken","Cause":"why"}',
      outputDetails: { truncated: false },
    });
  });

  test('takes the first catcher that names the error', async () => {
    const catchers = [
      { ErrorEquals: ['Other'], Next: 'Second' },
      { ErrorEquals: ['States.TaskFailed'], Next: 'First' },
      { ErrorEquals: ['States.ALL'], Next: 'Second' },
    ];

    const ended = await run(target, await makeMachine(target, machine(catchers)));

    expect(ended.output).toBe('"first"');
  });

  test('that does not name the error does not keep the execution from failing', async () => {
    const ended = await run(target, await makeMachine(target, machine([{ ErrorEquals: ['broken'], Next: 'First' }])));

    expect(ended).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'why' });
  });

  test('knows an error without a cause, and one without a name, by empty texts', async () => {
    const nameless = { StartAt: 'F', States: { F: { Type: 'Fail' } } };
    const catchers = [{ ErrorEquals: ['States.ALL'], Next: 'Second' }];

    const ended = await run(target, await makeMachine(target, machine(catchers, nameless)));

    expect(ended.output).toBe('{"Error":"","Cause":""}');
  });

  test('that fails itself tells which of its fields did', async () => {
    const caughtBy = { ErrorEquals: ['Broken'], Output: "{% $error('no') %}", Next: 'Second' };
    const catchers = [{ ErrorEquals: ['Other'], Next: 'Second' }, caughtBy];

    const arn = await makeMachine(target, { ...machine(catchers), QueryLanguage: 'JSONata' });
    const ended = await run(target, arn);

    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    const failed = ended.events.find(({ type }) => type === 'EvaluationFailed');
    expect(failed?.evaluationFailedEventDetails).toMatchObject({ location: 'Catch[1]/Output', state: 'All' });
  });

  test('does not get States.Runtime: history ends in the state that failed', async () => {
    const catchers = [{ ErrorEquals: ['States.ALL'], Next: 'First' }];

    const ended = await run(target, await makeMachine(target, machine(catchers, lost)));

    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(chain(ended).slice(-2)).toEqual(['4 ChoiceStateEntered <3', '5 ExecutionFailed <4']);
  });
});

describe('a state that fails', () => {
  test('without a catcher fails the execution with its error and cause', async () => {
    const ended = await run(target, await makeMachine(target, failing));

    expect(ended).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'why' });
    expect(ended.output).toBeUndefined();
    expect(chain(ended)).toEqual(['1 ExecutionStarted <0', '2 FailStateEntered <0', '3 ExecutionFailed <2']);
    expect(ended.events[2]?.executionFailedEventDetails).toEqual({ error: 'Broken', cause: 'why' });
  });

  test('without a name and a cause leaves both out', async () => {
    const ended = await run(target, await makeMachine(target, { StartAt: 'F', States: { F: { Type: 'Fail' } } }));

    expect(ended.events[2]?.executionFailedEventDetails).toEqual({});
    expect([ended.error, ended.cause]).toEqual([undefined, undefined]);
  });
});
