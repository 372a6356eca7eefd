import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  GetExecutionHistoryCommand,
  ListMapRunsCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeMachine, run } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
const client = () => target.client(SFNClient);

const mapOf = (name: string, states: object, more: object = {}) => ({
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      Label: 'Items',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: name,
        States: states,
      },
      End: true,
      ...more,
    },
  },
});

async function mapRunOf(executionArn: string | undefined) {
  const { mapRuns = [] } = await client().send(new ListMapRunsCommand({ executionArn }));
  return client().send(new DescribeMapRunCommand({ mapRunArn: mapRuns[0]?.mapRunArn }));
}

test('a redriven execution goes on with its map run: only children that failed run again', async () => {
  const look = {
    Look: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:sqs:getQueueUrl',
      Parameters: { 'QueueName.$': '$' },
      End: true,
    },
  };
  const arn = await makeMachine(target, mapOf('Look', look, { MaxConcurrency: 1 }));
  const sqs = target.client(SQSClient);
  await sqs.send(new CreateQueueCommand({ QueueName: 'one' }));
  const { executionArn } = await run(target, arn, ['one', 'two', 'three']);
  const failed = await mapRunOf(executionArn);
  await sqs.send(new CreateQueueCommand({ QueueName: 'two' }));
  await sqs.send(new CreateQueueCommand({ QueueName: 'three' }));

  await client().send(new RedriveExecutionCommand({ executionArn }));
  await target.cloud.clock.advance('1m');

  const redriven = await mapRunOf(executionArn);
  const { events = [] } = await client().send(new GetExecutionHistoryCommand({ executionArn }));
  const { status, output } = await client().send(new DescribeExecutionCommand({ executionArn }));
  expect(failed).toMatchObject({ status: 'FAILED', itemCounts: { succeeded: 1, failed: 1, pending: 1 } });
  expect(redriven).toMatchObject({
    mapRunArn: failed.mapRunArn,
    status: 'SUCCEEDED',
    redriveCount: 1,
    redriveDate: expect.any(Date),
    itemCounts: { succeeded: 3, failed: 0, pending: 0, pendingRedrive: 0, total: 3 },
  });
  expect(events.find(({ type }) => type === 'MapRunRedriven')?.mapRunRedrivenEventDetails).toEqual({
    mapRunArn: failed.mapRunArn,
    redriveCount: 1,
  });
  expect(status).toBe('SUCCEEDED');
  expect(JSON.parse(output ?? '')).toHaveLength(3);
});

test('a map run is stopped with its execution', async () => {
  const rest = { Rest: { Type: 'Wait', Seconds: 100_000, End: true } };
  const stateMachineArn = await makeMachine(target, mapOf('Rest', rest, { MaxConcurrency: 2 }));
  const { executionArn } = await client().send(new StartExecutionCommand({ stateMachineArn, input: '[1,2,3]' }));
  await target.cloud.clock.advance('1s');

  await client().send(new StopExecutionCommand({ executionArn }));
  await target.cloud.clock.advance('1s');

  expect(await mapRunOf(executionArn)).toMatchObject({
    status: 'ABORTED',
    stopDate: expect.any(Date),
    itemCounts: { aborted: 2, pending: 1, running: 0 },
  });
});

test('a Map that is tried again begins a map run of its own', async () => {
  const fail = { Broken: { Type: 'Fail' } };
  const retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }];
  const arn = await makeMachine(target, mapOf('Broken', fail, { Retry: retry }));

  const { executionArn, status } = await run(target, arn, [1]);

  const { mapRuns = [] } = await client().send(new ListMapRunsCommand({ executionArn }));
  expect([status, mapRuns.length]).toEqual(['FAILED', 2]);
});
