import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { chain, makeMachine, run, types } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

const each = (states: object, more: object = {}, StartAt = 'One') => ({
  StartAt: 'Each',
  States: {
    Each: { Type: 'Map', ItemProcessor: { StartAt, States: states }, End: true, ...more },
    ...('Next' in more && { After: { Type: 'Pass', End: true } }),
  },
});
const pass = { One: { Type: 'Pass', End: true } };

describe('an inline Map', () => {
  test('works on its items one after the other where MaxConcurrency says so', async () => {
    const arn = await makeMachine(target, each(pass, { MaxConcurrency: 1 }));

    const ended = await run(target, arn, ['a', 'b']);

    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '["a","b"]' });
    expect(chain(ended)).toEqual([
      '1 ExecutionStarted <0',
      '2 MapStateEntered <0',
      '3 MapStateStarted <2',
      '4 MapIterationStarted <3',
      '5 PassStateEntered <4',
      '6 PassStateExited <5',
      '7 MapIterationSucceeded <6',
      '8 MapIterationStarted <6',
      '9 PassStateEntered <8',
      '10 PassStateExited <9',
      '11 MapIterationSucceeded <10',
      '12 MapStateSucceeded <10',
      '13 MapStateExited <10',
      '14 ExecutionSucceeded <13',
    ]);
    expect(ended.events[2]?.mapStateStartedEventDetails).toEqual({ length: 2 });
    expect(ended.events[7]?.mapIterationStartedEventDetails).toEqual({ name: 'Each', index: 1 });
    expect(ended.events[10]?.mapIterationSucceededEventDetails).toEqual({ name: 'Each', index: 1 });
  });

  test('has at most forty items under way', async () => {
    const arn = await makeMachine(target, each({ One: { Type: 'Wait', Seconds: 10, End: true } }));

    const ended = await run(
      target,
      arn,
      Array.from({ length: 50 }, (_, index) => index),
    );

    const firstOver = types(ended).indexOf('MapIterationSucceeded');
    const begun = types(ended)
      .slice(0, firstOver)
      .filter((type) => type === 'MapIterationStarted');
    expect(begun).toHaveLength(40);
    expect(JSON.parse(ended.output ?? '')).toHaveLength(50);
  });

  test('of no items has no iterations', async () => {
    const arn = await makeMachine(target, each(pass));

    const ended = await run(target, arn, []);

    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '[]' });
    expect(types(ended).slice(1, 5)).toEqual([
      'MapStateEntered',
      'MapStateStarted',
      'MapStateSucceeded',
      'MapStateExited',
    ]);
    expect(ended.events[2]?.mapStateStartedEventDetails).toEqual({ length: 0 });
  });

  test('works on the pairs of an object', async () => {
    const arn = await makeMachine(target, each(pass));

    const ended = await run(target, arn, { a: 1, b: { c: 2 } });

    expect(JSON.parse(ended.output ?? '')).toEqual([
      { Key: 'a', Value: 1 },
      { Key: 'b', Value: { c: 2 } },
    ]);
  });

  test('of neither an array nor an object fails the execution', async () => {
    const arn = await makeMachine(target, each(pass));

    const ended = await run(target, arn, 7);

    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        'An error occurred while executing the state \'Each\' (entered at the event id #2). Reference path "$" must point to array.',
    });
  });

  test('takes the input of its items from ItemSelector, or from Parameters of older definitions', async () => {
    const selected = each(pass, { ItemSelector: { fixed: true } });
    const older = {
      StartAt: 'Each',
      States: { Each: { Type: 'Map', Iterator: { StartAt: 'One', States: pass }, Parameters: { old: 1 }, End: true } },
    };

    const ended = [
      await run(target, await makeMachine(target, selected), [1]),
      await run(target, await makeMachine(target, older, { name: 'older' }), [1]),
    ];

    expect(ended.map(({ output }) => output)).toEqual(['[{"fixed":true}]', '[{"old":1}]']);
  });

  test('fails with its first failed item, and the others are aborted', async () => {
    const states = {
      One: { Type: 'Choice', Choices: [{ Variable: '$.ok', BooleanEquals: true, Next: 'Wait' }], Default: 'Fail' },
      Wait: { Type: 'Wait', Seconds: 60, End: true },
      Fail: { Type: 'Fail', Error: 'Broken' },
    };
    const arn = await makeMachine(target, each(states));

    const ended = await run(target, arn, [{ ok: true }, { ok: false }]);

    expect(ended).toMatchObject({ status: 'FAILED', error: 'Broken' });
    expect(ended.cause).toBeUndefined();
    expect(chain(ended).slice(3)).toEqual([
      '4 MapIterationStarted <3',
      '5 MapIterationStarted <3',
      '6 ChoiceStateEntered <4',
      '7 ChoiceStateExited <6',
      '8 ChoiceStateEntered <5',
      '9 ChoiceStateExited <8',
      '10 WaitStateEntered <7',
      '11 FailStateEntered <9',
      '12 MapIterationFailed <11',
      '13 WaitStateAborted <10',
      '14 MapIterationAborted <10',
      '15 MapStateFailed <11',
      '16 ExecutionFailed <15',
    ]);
  });

  test('in a Map hands its failure to the catcher of the outer one', async () => {
    const broken = { One: { Type: 'Fail', Error: 'Broken', Cause: 'deep' } };
    const inner = { Inner: { ...each(broken).States.Each } };
    const Catch = [{ ErrorEquals: ['Broken'], Next: 'After' }];
    const arn = await makeMachine(target, each(inner, { Catch, Next: 'After', End: undefined }, 'Inner'));

    const ended = await run(target, arn, [[1, 2], [3]]);

    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '{"Error":"Broken","Cause":"deep"}' });
  });

  test('of thousands of items does not slow down with their number', async () => {
    const arn = await makeMachine(target, each(pass), { type: 'STANDARD' });
    const cost = async (length: number) => {
      const before = process.cpuUsage();
      const ended = await run(
        target,
        arn,
        Array.from({ length }, () => 0),
      );
      expect(ended.status).toBe('SUCCEEDED');
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    await cost(500);

    const ratio = (await cost(4000)) / (await cost(500));

    // Eight times as many items; a scan of all of them for each would cost 64 times as much.
    expect(ratio).toBeLessThan(30);
  }, 60_000);
});
