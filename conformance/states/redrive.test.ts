import { LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeFunction } from '../lambda/make-function.ts';
import { chain, makeMachine, run } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

/** Fails as long as there is no function `f`. */
const task = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:000000000000:function:f', End: true };
const pass = { StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
const calling = { StartAt: 'T', States: { T: task } };

const mend = () => makeFunction(target.client(LambdaClient), 'exports.handler = async () => "mended";');

async function redriven(executionArn: string | undefined, clientToken?: string) {
  const client = target.client(SFNClient);
  const { redriveDate } = await client.send(new RedriveExecutionCommand({ executionArn, clientToken }));
  await target.cloud.clock.advance('5m');
  const described = await client.send(new DescribeExecutionCommand({ executionArn }));
  const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
  return { ...described, events, answered: redriveDate };
}

describe('RedriveExecution', () => {
  test('goes on from the task that failed, with the results of all before it', async () => {
    const arn = await makeMachine(target, {
      StartAt: 'A',
      States: { A: { Type: 'Pass', Next: 'T' }, T: task },
    });
    const failed = await run(target, arn);
    await mend();

    const ended = await redriven(failed.executionArn);

    expect(failed).toMatchObject({ status: 'FAILED', redriveCount: 0, redriveStatus: 'REDRIVABLE' });
    expect(ended).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 1,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    expect(ended.redriveDate).toEqual(ended.answered);
    expect([ended.error, ended.cause]).toEqual([undefined, undefined]);
    const { length } = failed.events;
    expect(chain(ended).slice(length)).toEqual([
      `${length + 1} ExecutionRedriven <${length}`,
      `${length + 2} LambdaFunctionScheduled <${length + 1}`,
      `${length + 3} LambdaFunctionStarted <${length + 2}`,
      `${length + 4} LambdaFunctionSucceeded <${length + 3}`,
      `${length + 5} TaskStateExited <${length + 4}`,
      `${length + 6} ExecutionSucceeded <${length + 5}`,
    ]);
    expect(ended.events[length]?.executionRedrivenEventDetails).toEqual({ redriveCount: 1 });
  });

  test('redrives only those branches of a Parallel that have no output', async () => {
    const arn = await makeMachine(target, {
      StartAt: 'All',
      States: { All: { Type: 'Parallel', Branches: [pass, calling], End: true } },
    });
    const failed = await run(target, arn, { kept: true });
    await mend();

    const ended = await redriven(failed.executionArn);

    expect(failed.status).toBe('FAILED');
    expect(ended.status).toBe('SUCCEEDED');
    expect(JSON.parse(ended.output ?? '')).toEqual([{ kept: true }, 'mended']);
    const since = ended.events.slice(failed.events.length).map(({ type }) => type);
    expect(since).toEqual([
      'ExecutionRedriven',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'ParallelStateSucceeded',
      'ParallelStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('redrives only those items of a Map that have no output, and begins what had not begun', async () => {
    const items = { Type: 'Map', MaxConcurrency: 1, ItemProcessor: calling, End: true };
    const arn = await makeMachine(target, { StartAt: 'Each', States: { Each: items } });
    const failed = await run(target, arn, [1, 2, 3]);
    await mend();

    const ended = await redriven(failed.executionArn);

    expect(failed.status).toBe('FAILED');
    expect(ended.status).toBe('SUCCEEDED');
    expect(JSON.parse(ended.output ?? '')).toHaveLength(3);
    const begun = ended.events.filter(({ type }) => type === 'MapIterationStarted');
    expect(begun.map(({ mapIterationStartedEventDetails }) => mapIterationStartedEventDetails?.index)).toEqual([
      0, 1, 2,
    ]);
  });

  test('lets one that was stopped in a Wait wait again, and counts how often it was redriven', async () => {
    const client = target.client(SFNClient);
    const stateMachineArn = await makeMachine(target, {
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: 60, End: true } },
    });
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    await target.cloud.clock.advance('3s');
    await client.send(new StopExecutionCommand({ executionArn, error: 'Manual' }));
    await client.send(new RedriveExecutionCommand({ executionArn }));
    await client.send(new StopExecutionCommand({ executionArn, error: 'Again' }));

    const ended = await redriven(executionArn);

    expect(ended).toMatchObject({ status: 'SUCCEEDED', redriveCount: 2 });
    expect(ended.events.filter(({ type }) => type === 'WaitStateEntered')).toHaveLength(1);
  });

  test('enters a Fail again, and fails again', async () => {
    const arn = await makeMachine(target, { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Broken' } } });
    const failed = await run(target, arn);

    const ended = await redriven(failed.executionArn);

    expect(chain(ended).slice(3)).toEqual(['4 ExecutionRedriven <3', '5 FailStateEntered <4', '6 ExecutionFailed <5']);
  });

  test('with the same client token is made once', async () => {
    const arn = await makeMachine(target, { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Broken' } } });
    const failed = await run(target, arn);

    const first = await redriven(failed.executionArn, 'token');
    const second = await redriven(failed.executionArn, 'token');

    expect(second.answered).toEqual(first.answered);
    expect(second.redriveCount).toBe(1);
  });

  test('is refused for what runs, has succeeded, or ended more than two weeks ago', async () => {
    const client = target.client(SFNClient);
    const waiting = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 10, End: true } } };
    const stateMachineArn = await makeMachine(target, waiting);
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    const failing = { StartAt: 'F', States: { F: { Type: 'Fail' } } };
    const failed = await run(target, await makeMachine(target, failing, { name: 'failing' }));
    const refusalOf = (arn: string | undefined) =>
      client.send(new RedriveExecutionCommand({ executionArn: arn })).then(
        () => 'redriven',
        (error: Error) => `${error.name}: ${error.message}`,
      );

    const running = await refusalOf(executionArn);
    await target.cloud.clock.advance('15d');

    expect([running, await refusalOf(executionArn), await refusalOf(failed.executionArn)]).toEqual([
      'ExecutionNotRedrivable: Execution is RUNNING and cannot be redriven',
      'ExecutionNotRedrivable: Execution is SUCCEEDED and cannot be redriven',
      'ExecutionNotRedrivable: Execution redrivable period exceeded',
    ]);
  });
});
