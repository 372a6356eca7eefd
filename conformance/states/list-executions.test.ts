import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListExecutionsCommand,
  type ListExecutionsCommandInput,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { machineArn, pass, roleArn, wait } from './simple-machines.ts';

const target = useCloud({ clock: 'virtual' });
const stateMachineArn = machineArn('m');
let client: SFNClient;
beforeEach(async () => {
  client = target.client(SFNClient);
  await client.send(new CreateStateMachineCommand({ name: 'm', definition: wait, roleArn }));
});
const start = (more: { name?: string; input?: string; stateMachineArn?: string; traceHeader?: string } = {}) =>
  client.send(new StartExecutionCommand({ stateMachineArn, ...more }));
const list = (more: Partial<ListExecutionsCommandInput> = {}) =>
  client.send(new ListExecutionsCommand({ stateMachineArn, ...more }));

describe('StartExecution', () => {
  const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:m:e';

  it('answers the execution of the same name and input while it runs', async () => {
    const first = await start({ name: 'e', input: '{"a":1}' });
    await target.cloud.clock.advance('1m');
    const again = await start({ name: 'e', input: '{"a":1}' });

    expect(first).toMatchObject({ executionArn, startDate: expect.any(Date) });
    expect(again).toMatchObject({ executionArn, startDate: first.startDate });
    const exists = { name: 'ExecutionAlreadyExists', message: `Execution Already Exists: '${executionArn}'` };
    await expect(start({ name: 'e', input: '{"a":2}' })).rejects.toMatchObject(exists);
    await target.cloud.clock.advance('2h');
    await expect(start({ name: 'e', input: '{"a":1}' })).rejects.toMatchObject(exists);
  });

  it('makes up a name', async () => {
    const { executionArn: arn = '' } = await start();

    expect(arn).toMatch(/:execution:m:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(await client.send(new DescribeExecutionCommand({ executionArn: arn }))).toMatchObject({ input: '{}' });
  });

  it.each([
    ['a b', "Invalid Name: 'a b'"],
    ['a:b', "Invalid Name: 'a:b'"],
  ])('refuses the name %j', async (name, message) => {
    await expect(start({ name })).rejects.toMatchObject({ name: 'InvalidName', message });
  });

  it.each([
    [
      'nonsense',
      "Unrecognized token 'nonsense': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: (String)\"nonsense\"; line: 1, column: 9]",
    ],
    [
      "{'a':1}",
      "Unexpected character (''' (code 39)): was expecting double-quote to start field name\n at [Source: (String)\"{'a':1}\"; line: 1, column: 3]",
    ],
  ])('refuses the input %s in the words of its parser', async (input, why) => {
    await expect(start({ input })).rejects.toMatchObject({
      name: 'InvalidExecutionInput',
      message: `Invalid State Machine Execution Input: '${why}'`,
    });
  });

  it('refuses an input of more than 256 KiB in UTF-8', async () => {
    const tooLong = {
      name: 'ValidationException',
      message:
        "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to 262144",
    };

    await expect(start({ input: JSON.stringify('x'.repeat(262_143)) })).rejects.toMatchObject(tooLong);
    await expect(start({ input: JSON.stringify('ä'.repeat(131_072)) })).rejects.toMatchObject(tooLong);
    await start({ input: JSON.stringify('x'.repeat(262_142)) });
  });

  it.each([
    [machineArn('none'), 'StateMachineDoesNotExist', `State Machine Does Not Exist: '${machineArn('none')}'`],
    [`${stateMachineArn}:7`, 'StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}:7'`],
    ['nonsense', 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: nonsense'"],
  ])('refuses %s', async (arn, name, message) => {
    await expect(start({ stateMachineArn: arn })).rejects.toMatchObject({ name, message });
  });

  it('gives express executions ids of their own', async () => {
    await client.send(new CreateStateMachineCommand({ name: 'x', type: 'EXPRESS', definition: pass(), roleArn }));

    const one = await start({ stateMachineArn: machineArn('x'), name: 'e' });
    const other = await start({ stateMachineArn: machineArn('x'), name: 'e' });

    expect(one.executionArn).toMatch(/^arn:aws:states:us-east-1:000000000000:express:x:e:[0-9a-f-]{36}$/);
    expect(other.executionArn).not.toBe(one.executionArn);
  });
});

describe('ListExecutions', () => {
  it('lists the newest first, page by page', async () => {
    for (const name of ['b', 'a', 'c']) await start({ name });
    await target.cloud.clock.advance('1s');
    await start({ name: 'aa' });

    const first = await list({ maxResults: 3 });
    const second = await list({ maxResults: 3, nextToken: first.nextToken });

    expect(first.executions?.map(({ name }) => name)).toEqual(['aa', 'c', 'a']);
    expect(second.executions).toEqual([
      {
        executionArn: 'arn:aws:states:us-east-1:000000000000:execution:m:b',
        stateMachineArn,
        name: 'b',
        status: 'RUNNING',
        startDate: expect.any(Date),
        redriveCount: 0,
      },
    ]);
    expect(second).not.toHaveProperty('nextToken');
  });

  it('lists those of a status, and none of a machine whose name begins alike', async () => {
    await client.send(new CreateStateMachineCommand({ name: 'mm', definition: pass(), roleArn }));
    await start({ name: 'over' });
    await start({ stateMachineArn: machineArn('mm') });
    await target.cloud.clock.advance('2h');
    await start({ name: 'running' });

    expect((await list({ statusFilter: 'RUNNING' })).executions).toMatchObject([{ name: 'running' }]);
    expect((await list({ statusFilter: 'SUCCEEDED' })).executions).toMatchObject([
      { name: 'over', stopDate: expect.any(Date) },
    ]);
    expect((await list({ redriveFilter: 'REDRIVEN' })).executions).toEqual([]);
    expect((await list({ redriveFilter: 'NOT_REDRIVEN' })).executions).toHaveLength(2);
  });

  it('refuses express machines, machines that are not there, and questions for nothing', async () => {
    await client.send(new CreateStateMachineCommand({ name: 'x', type: 'EXPRESS', definition: pass(), roleArn }));

    await expect(list({ stateMachineArn: machineArn('x') })).rejects.toMatchObject({
      name: 'StateMachineTypeNotSupported',
      message: 'This operation is not supported by this type of state machine',
    });
    await expect(list({ stateMachineArn: machineArn('none') })).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
    await expect(list({ stateMachineArn: undefined })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Must provide a StateMachine ARN or MapRun ARN',
    });
    await expect(list({ nextToken: 'nonsense' })).rejects.toMatchObject({ name: 'InvalidToken' });
    await expect(list({ statusFilter: 'DONE' as 'RUNNING' })).rejects.toMatchObject({
      message:
        "1 validation error detected: Value 'DONE' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED, PENDING_REDRIVE]",
    });
  });
});
