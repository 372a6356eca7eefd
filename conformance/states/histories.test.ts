import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  type GetExecutionHistoryCommandInput,
  paginateGetExecutionHistory,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeMachine } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
const states = Object.fromEntries(
  Array.from({ length: 60 }, (_state, at) => [
    `S${at}`,
    { Type: 'Pass', ...(at < 59 ? { Next: `S${at + 1}` } : { End: true }) },
  ]),
);
/** Of its executions have 122 events. */
const long = { StartAt: 'S0', States: states };

let sfn: SFNClient;
beforeEach(() => {
  sfn = target.client(SFNClient);
});

async function start(stateMachineArn: string, more: object = {}): Promise<string> {
  const { executionArn = '' } = await sfn.send(new StartExecutionCommand({ stateMachineArn, ...more }));
  await target.cloud.clock.advance('1s');
  return executionArn;
}

describe('GetExecutionHistory', () => {
  const history = async (more: Omit<GetExecutionHistoryCommandInput, 'executionArn'> & { executionArn: string }) => {
    const { events = [], nextToken } = await sfn.send(new GetExecutionHistoryCommand(more));
    return { ids: events.map(({ id }) => id), events, nextToken };
  };
  const upTo = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_id, at) => first + at);

  it('answers a hundred events, and the rest by its token', async () => {
    const executionArn = await start(await makeMachine(target, long));

    const { ids, nextToken } = await history({ executionArn });
    const rest = await history({ executionArn, ...(nextToken !== undefined && { nextToken }) });

    expect(ids).toEqual(upTo(1, 100));
    expect([rest.ids, rest.nextToken]).toEqual([upTo(101, 122), undefined]);
  });

  it('answers as many as are asked for, from either end', async () => {
    const executionArn = await start(await makeMachine(target, long));

    const all: (number | undefined)[] = [];
    const pages = paginateGetExecutionHistory({ client: sfn, pageSize: 50 }, { executionArn, reverseOrder: true });
    for await (const { events = [] } of pages) all.push(...events.map(({ id }) => id));

    expect(all).toEqual(upTo(1, 122).reverse());
    expect((await history({ executionArn, maxResults: 1000 })).ids).toEqual(upTo(1, 122));
    expect((await history({ executionArn, maxResults: 0 })).ids).toHaveLength(100);
    expect(await history({ executionArn, maxResults: 122 })).toMatchObject({ nextToken: undefined });
  });

  it('leaves data out where it is not wanted', async () => {
    const executionArn = await start(await makeMachine(target, long), { input: '{"secret":1}' });

    const { events } = await history({ executionArn, includeExecutionData: false, maxResults: 2 });

    expect(events).toMatchObject([
      { executionStartedEventDetails: { roleArn: expect.any(String) } },
      { stateEnteredEventDetails: { name: 'S0' } },
    ]);
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  it('refuses tokens of other executions and of nobody, more than 1000 results, and executions that are not there', async () => {
    const arn = await makeMachine(target, long);
    const [executionArn, other] = [await start(arn), await start(arn)];
    const { nextToken = '' } = await history({ executionArn: other });

    for (const token of [nextToken, 'bm9uZQ==']) {
      await expect(history({ executionArn, nextToken: token })).rejects.toMatchObject({
        name: 'InvalidToken',
        message: "Invalid Token: 'Invalid token'",
      });
    }
    await expect(history({ executionArn, maxResults: 1001 })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(history({ executionArn: `${executionArn}x` })).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${executionArn}x'`,
    });
  });
});

describe('DescribeExecution', () => {
  const describeIt = async (executionArn: string, more: object = {}) => {
    const { $metadata: _, ...output } = await sfn.send(new DescribeExecutionCommand({ executionArn, ...more }));
    return output;
  };

  it('tells all of an execution that succeeded', async () => {
    const arn = await makeMachine(target, long);
    const executionArn = await start(arn, { name: 'n', input: '{"a":1}', traceHeader: 'Root=1-2-3' });

    expect(await describeIt(executionArn)).toEqual({
      executionArn,
      name: 'n',
      stateMachineArn: arn,
      status: 'SUCCEEDED',
      startDate: expect.any(Date),
      stopDate: expect.any(Date),
      input: '{"a":1}',
      inputDetails: { included: true },
      output: '{"a":1}',
      outputDetails: { included: true },
      traceHeader: 'Root=1-2-3',
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
  });

  it('says of one that runs that it cannot be redriven, and of one that failed that it can, for two weeks', async () => {
    const States = { Wait: { Type: 'Wait', Seconds: 60, Next: 'No' }, No: { Type: 'Fail', Error: 'E', Cause: 'c' } };
    const executionArn = await start(await makeMachine(target, { StartAt: 'Wait', States }));

    const running = await describeIt(executionArn);
    await target.cloud.clock.advance('1m');
    const failed = await describeIt(executionArn);
    await target.cloud.clock.advance('15d');
    const old = await describeIt(executionArn);

    expect(running).toMatchObject({
      status: 'RUNNING',
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    });
    expect(running).not.toHaveProperty('stopDate');
    expect(failed).toMatchObject({ status: 'FAILED', error: 'E', cause: 'c', redriveStatus: 'REDRIVABLE' });
    expect(failed).not.toHaveProperty('redriveStatusReason');
    expect(old).toMatchObject({ redriveStatusReason: 'Execution redrivable period exceeded' });
  });

  it('leaves data out where metadata is asked for alone', async () => {
    const executionArn = await start(await makeMachine(target, long), { input: '{"a":1}' });

    const described = await describeIt(executionArn, { includedData: 'METADATA_ONLY' });

    expect([described.status, described.input, described.output]).toEqual(['SUCCEEDED', undefined, undefined]);
  });

  it('ends one that takes longer than its machine allows', async () => {
    const definition = { ...waitingFor(60), TimeoutSeconds: 10 };
    const executionArn = await start(await makeMachine(target, definition));

    await target.cloud.clock.advance('9s');

    expect(await describeIt(executionArn)).toMatchObject({ status: 'TIMED_OUT' });
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events.at(-1)?.type).toBe('ExecutionTimedOut');
  });
});

it('DescribeStateMachineForExecution tells the machine as it was when the execution began', async () => {
  const stateMachineArn = await makeMachine(target, waitingFor(60));
  const executionArn = await start(stateMachineArn);

  const output = await sfn.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
  const bare = await sfn.send(
    new DescribeStateMachineForExecutionCommand({ executionArn, includedData: 'METADATA_ONLY' }),
  );

  expect(output).toMatchObject({
    stateMachineArn,
    name: 'm',
    definition: JSON.stringify(waitingFor(60)),
    roleArn: 'arn:aws:iam::000000000000:role/machine',
    updateDate: expect.any(Date),
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false },
    encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
  });
  expect(bare).not.toHaveProperty('definition');
});

function waitingFor(Seconds: number) {
  return { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds, End: true } } };
}
