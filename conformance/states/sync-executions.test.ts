import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  type StartSyncExecutionCommandInput,
} from '@aws-sdk/client-sfn';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeMachine } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
const express = { type: 'EXPRESS' };
const answer = { StartAt: 'Answer', States: { Answer: { Type: 'Pass', Result: { total: 3 }, End: true } } };
const waiting = (Seconds: number) => ({
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds, Next: 'Done' }, Done: { Type: 'Succeed' } },
});

const start = (stateMachineArn: string, more: Partial<StartSyncExecutionCommandInput> = {}) =>
  target.client(SFNClient).send(new StartSyncExecutionCommand({ stateMachineArn, ...more }));

/** Lets time pass until the answer is there. */
async function passing<T>(answer: Promise<T>): Promise<T> {
  await begun();
  await target.cloud.clock.advance('5m');
  return answer;
}

/** An execution waits for time to pass. */
const begun = () =>
  expect
    .poll(() => target.cloud.kernel.scheduler.pending().filter(({ service }) => service === 'states').length)
    .toBe(2);

describe('StartSyncExecution', () => {
  it('answers what the execution came to, and what it is billed', async () => {
    const arn = await makeMachine(target, answer, express);

    const { $metadata: _, ...output } = await start(arn, { name: 'n', input: '{"a":1}', traceHeader: 'Root=1-2-3' });

    expect(output).toEqual({
      executionArn: expect.stringMatching(/^arn:aws:states:us-east-1:000000000000:express:m:n:[0-9a-f-]{36}$/),
      stateMachineArn: arn,
      name: 'n',
      startDate: expect.any(Date),
      stopDate: expect.any(Date),
      status: 'SUCCEEDED',
      input: '{"a":1}',
      inputDetails: { included: true },
      output: '{"total":3}',
      outputDetails: { included: true },
      traceHeader: 'Root=1-2-3',
      billingDetails: { billedDurationInMilliseconds: 100, billedMemoryUsedInMB: 64 },
    });
  });

  it.each(['in-process', 'http'] as const)('is reached by SDK clients as they are (%s)', async (transport) => {
    const stateMachineArn = await makeMachine(target, answer, express);

    const output = await target
      .client(SFNClient, transport)
      .send(new StartSyncExecutionCommand({ stateMachineArn, input: '{}' }));

    expect(output).toMatchObject({ status: 'SUCCEEDED', output: '{"total":3}' });
  });

  it('takes a name any number of times, and a new one where none is given', async () => {
    const arn = await makeMachine(target, answer, express);

    const [one, other, unnamed] = [await start(arn, { name: 'n' }), await start(arn, { name: 'n' }), await start(arn)];

    expect(one.executionArn).not.toBe(other.executionArn);
    expect(unnamed).toMatchObject({ input: '{}', name: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  });

  it('answers with status 200 for an execution that fails', async () => {
    const arn = await makeMachine(
      target,
      { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'Refused', Cause: 'No pineapple' } } },
      express,
    );

    const { output, ...failed } = await start(arn);

    expect(failed).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'No pineapple' });
    expect(failed).toMatchObject({ inputDetails: { included: true }, outputDetails: { included: true } });
    expect(output).toBeUndefined();
  });

  it('makes the calls of tasks while its client waits', async () => {
    const sqs = target.client(SQSClient);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    const send = (MessageBody: string, next: object) => ({
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:sqs:sendMessage',
      Parameters: { QueueUrl, MessageBody },
      ...next,
    });
    const definition = { StartAt: 'A', States: { A: send('a', { Next: 'B' }), B: send('b', { End: true }) } };
    const arn = await makeMachine(target, definition, express);

    expect(await start(arn)).toMatchObject({ status: 'SUCCEEDED', output: expect.stringContaining('MessageId') });

    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    expect(Messages.map(({ Body }) => Body)).toEqual(['a', 'b']);
  });

  it('waits with an execution that waits, and bills the time', async () => {
    const arn = await makeMachine(target, waiting(60), express);

    expect(await passing(start(arn))).toMatchObject({
      status: 'SUCCEEDED',
      billingDetails: { billedDurationInMilliseconds: 60_000, billedMemoryUsedInMB: 64 },
    });
  });

  it('ends an execution after five minutes', async () => {
    const arn = await makeMachine(target, waiting(301), express);

    const ended = await passing(start(arn));

    expect(ended).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
    expect(Number(ended.stopDate) - Number(ended.startDate)).toBe(300_000);
  });

  it('leaves data out where metadata is asked for alone', async () => {
    const arn = await makeMachine(target, answer, express);

    const { input, output, status } = await start(arn, { includedData: 'METADATA_ONLY' });

    expect([input, output, status]).toEqual([undefined, undefined, 'SUCCEEDED']);
  });

  it('refuses standard machines, those that are not there, and inputs that are no JSON', async () => {
    const standard = await makeMachine(target, answer);
    const arn = await makeMachine(target, answer, { ...express, name: 'e' });

    await expect(start(standard)).rejects.toMatchObject({
      name: 'StateMachineTypeNotSupported',
      message: 'This operation is not supported by this type of state machine',
    });
    await expect(start(`${arn}x`)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    await expect(start(arn, { input: '{' })).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
  });

  it('is reached from functions by the host that SDKs make of theirs', async () => {
    const lambda = target.client(LambdaClient);
    const source = `exports.handler = async () => {
      const { port } = new URL(process.env.AWS_ENDPOINT_URL);
      const options = { host: 'sync-127.0.0.1', port, path: '/_squall/health' };
      return new Promise((resolve, reject) => {
        require('node:http').get(options, ({ statusCode }) => resolve(statusCode)).on('error', reject);
      });
    };`;
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'asks',
        Role: 'arn:aws:iam::000000000000:role/f',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { ZipFile: zipSync({ 'index.js': Buffer.from(source) }) },
      }),
    );

    const { Payload = [] } = await lambda.send(new InvokeCommand({ FunctionName: 'asks' }));

    expect(Buffer.from(Payload).toString()).toBe('200');
  });

  it('fails when the world is replaced under it', async () => {
    const arn = await makeMachine(target, waiting(60), express);
    const once = new SFNClient({ ...target.cloud.clientConfig(), maxAttempts: 1 });
    const started = once.send(new StartSyncExecutionCommand({ stateMachineArn: arn }));
    const failed = expect(started).rejects.toMatchObject({ name: 'InternalServerError' });
    await begun();

    await target.cloud.reset();

    await failed;
  });
});

describe('an execution of an express machine', () => {
  it('has an ARN of its own kind, which operations of standard ones refuse', async () => {
    const sfn = target.client(SFNClient);
    const stateMachineArn = await makeMachine(target, waiting(60), express);

    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'n' }));

    expect(executionArn).toMatch(/^arn:aws:states:us-east-1:000000000000:express:m:n:[0-9a-f-]{36}$/);
    const refusal = { name: 'InvalidArn', message: "Invalid Arn: 'Resource type not valid in this context: express'" };
    for (const command of [
      new DescribeExecutionCommand({ executionArn }),
      new GetExecutionHistoryCommand({ executionArn }),
      new DescribeStateMachineForExecutionCommand({ executionArn }),
    ]) {
      await expect(sfn.send(command as DescribeExecutionCommand)).rejects.toMatchObject(refusal);
    }
  });

  it('starts any number of times by one name', async () => {
    const sfn = target.client(SFNClient);
    const stateMachineArn = await makeMachine(target, answer, express);

    const one = await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'n' }));
    const other = await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'n' }));

    expect(one.executionArn).not.toBe(other.executionArn);
  });
});
