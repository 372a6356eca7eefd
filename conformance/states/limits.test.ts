import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeMachine, run } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

/** Its only end is never reached. */
const endlessAt = (name: string) => ({
  StartAt: name,
  States: {
    [name]: {
      Type: 'Choice',
      Choices: [{ Variable: '$.end', IsPresent: true, Next: `${name}End` }],
      Default: `${name}Again`,
    },
    [`${name}Again`]: { Type: 'Pass', Next: name },
    [`${name}End`]: { Type: 'Succeed' },
  },
});
const endless = endlessAt('Loop');

describe('the history of an execution', () => {
  test('has at most 25,000 events, the last of which tells that it is full', async () => {
    const ended = await run(target, await makeMachine(target, endless));

    const cause = 'The execution reached the maximum number of history events (25000).';
    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution history event limit exceeded',
    });
    const { events } = await target
      .client(SFNClient)
      .send(new GetExecutionHistoryCommand({ executionArn: ended.executionArn, reverseOrder: true }));
    const last = events?.find(({ id }) => id === 25_000);
    expect(last).toMatchObject({ type: 'ExecutionFailed', previousEventId: 24_999 });
    expect(last?.executionFailedEventDetails).toEqual({ error: 'States.Runtime', cause });
  }, 60_000);

  test('of many branches has no more of them', async () => {
    const arn = await makeMachine(target, {
      StartAt: 'All',
      States: { All: { Type: 'Parallel', Branches: [endless, endlessAt('Other')], End: true } },
    });

    const ended = await run(target, arn);

    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  }, 60_000);
});

describe('an endless loop of states', () => {
  test('of an express machine ends, too', async () => {
    const client = target.client(SFNClient);
    const stateMachineArn = await makeMachine(target, endless, { type: 'EXPRESS' });
    await client.send(new StartExecutionCommand({ stateMachineArn }));

    await target.cloud.clock.advance('1s');

    const after = await run(
      target,
      await makeMachine(target, { StartAt: 'P', States: { P: { Type: 'Succeed' } } }, { name: 'other' }),
    );
    expect(after.status).toBe('SUCCEEDED');
  }, 60_000);

  test('lets others have their turn', async () => {
    const client = target.client(SFNClient);
    const stateMachineArn = await makeMachine(target, endless);
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    let isOver = false;
    const advancing = target.cloud.clock.advance('1s').then(() => {
      isOver = true;
    });

    await client.send(new DescribeExecutionCommand({ executionArn }));
    const wasOver = isOver;
    await advancing;

    expect(wasOver).toBe(false);
    expect((await client.send(new DescribeExecutionCommand({ executionArn }))).status).toBe('FAILED');
  }, 60_000);
});

describe('256 KiB', () => {
  const large = 'x'.repeat(200 * 1024);
  const pass = (name: string) => ({ StartAt: name, States: { [name]: { Type: 'Pass', Result: large, End: true } } });
  const branches = [pass('One'), pass('Other')];

  test('are the most that a state may answer', async () => {
    const arn = await makeMachine(target, {
      StartAt: 'All',
      States: { All: { Type: 'Parallel', Branches: branches, End: true } },
    });

    const ended = await run(target, arn);

    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause: "The state/task 'All' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
  });

  test('are not caught by States.ALL, but by their name', async () => {
    const machine = (name: string) => ({
      StartAt: 'All',
      States: {
        All: {
          Type: 'Parallel',
          Branches: branches,
          Catch: [{ ErrorEquals: [name], Next: 'Caught' }],
          End: true,
        },
        Caught: { Type: 'Pass', Result: 'caught', End: true },
      },
    });

    const all = await run(target, await makeMachine(target, machine('States.ALL')));
    const named = await run(target, await makeMachine(target, machine('States.DataLimitExceeded'), { name: 'named' }));

    expect([all.status, named.output]).toEqual(['FAILED', '"caught"']);
  });

  test.each([
    ['arn:aws:lambda:us-east-1:000000000000:function:f', 'LambdaFunctionScheduleFailed'],
    ['arn:aws:states:::aws-sdk:sqs:sendMessage', 'TaskStartFailed'],
  ])('are the most that a task is called with: %s', async (Resource, type) => {
    const Parameters = { 'QueueUrl.$': '$', 'MessageBody.$': '$' };
    const arn = await makeMachine(target, {
      StartAt: 'Call',
      States: { Call: { Type: 'Task', Resource, Parameters, End: true } },
    });

    const ended = await run(target, arn, large);

    expect(ended).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause:
        "The state/task 'Call' provided parameters with a size exceeding the maximum number of bytes service limit.",
    });
    expect(ended.events.map((event) => event.type).slice(1)).toEqual(['TaskStateEntered', type, 'ExecutionFailed']);
  });
});
