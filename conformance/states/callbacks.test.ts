import { LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeFunction } from '../lambda/make-function.ts';
import { makeMachine, run } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
let client: SFNClient;
let QueueUrl: string | undefined;
beforeEach(async () => {
  client = target.client(SFNClient);
  ({ QueueUrl } = await target.client(SQSClient).send(new CreateQueueCommand({ QueueName: 'q' })));
});

const asking = (resource = 'sqs:sendMessage', Parameters: object = {}): object => ({
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: `arn:aws:states:::${resource}.waitForTaskToken`,
      Parameters: { QueueUrl, MessageBody: { 'token.$': '$$.Task.Token' }, ...Parameters },
      End: true,
    },
  },
});

interface Asked {
  readonly executionArn: string | undefined;
  readonly taskToken: string;
}

/** Starts an execution whose task hands its token over by the queue. */
async function ask(definition: object = asking()): Promise<Asked> {
  const stateMachineArn = await makeMachine(target, definition);
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
  await target.cloud.clock.advance('1s');
  const { Messages = [] } = await target.client(SQSClient).send(new ReceiveMessageCommand({ QueueUrl }));
  return { executionArn, taskToken: (JSON.parse(Messages[0]?.Body ?? '{}') as { token: string }).token };
}

const historyOf = async ({ executionArn }: Asked) =>
  (await client.send(new GetExecutionHistoryCommand({ executionArn }))).events ?? [];
const describing = ({ executionArn }: Asked) => client.send(new DescribeExecutionCommand({ executionArn }));

describe('a task that waits for its token', () => {
  it('was submitted, and goes on with what SendTaskSuccess says', async () => {
    const asked = await ask();

    expect((await describing(asked)).status).toBe('RUNNING');
    const submitted = (await historyOf(asked)).at(-1);
    await client.send(new SendTaskSuccessCommand({ taskToken: asked.taskToken, output: '{"ok":true}' }));

    expect(submitted).toMatchObject({ type: 'TaskSubmitted', id: 5, previousEventId: 4 });
    const { output = '', ...told } = submitted?.taskSubmittedEventDetails ?? {};
    expect(told).toEqual({
      resourceType: 'sqs',
      resource: 'sendMessage.waitForTaskToken',
      outputDetails: { truncated: false },
    });
    expect(JSON.parse(output)).toMatchObject({
      MD5OfMessageBody: expect.any(String),
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
    expect(await describing(asked)).toMatchObject({ status: 'SUCCEEDED', output: '{"ok":true}' });
    expect((await historyOf(asked)).map(({ type }) => type).slice(3)).toEqual([
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('has a token in the form of AWS, another one for each task', async () => {
    const first = await ask();
    const second = await ask(asking());

    expect(first.taskToken).toMatch(/^AQC[A-Za-z0-9+/]{200,}={0,2}$/);
    expect(second.taskToken).not.toBe(first.taskToken);
  });

  it('fails with what SendTaskFailure says', async () => {
    const asked = await ask();

    await client.send(new SendTaskFailureCommand({ taskToken: asked.taskToken, error: 'Refused', cause: 'no' }));

    expect(await describing(asked)).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'no' });
    expect((await historyOf(asked)).find(({ type }) => type === 'TaskFailed')?.taskFailedEventDetails).toEqual({
      resourceType: 'sqs',
      resource: 'sendMessage.waitForTaskToken',
      error: 'Refused',
      cause: 'no',
    });
  });

  it('bears heartbeats, and waits on', async () => {
    const asked = await ask();

    await client.send(new SendTaskHeartbeatCommand({ taskToken: asked.taskToken }));

    expect((await describing(asked)).status).toBe('RUNNING');
  });

  it('is answered once', async () => {
    const { taskToken } = await ask();
    const over = { name: 'TaskTimedOut', message: "Task Timed Out: 'Provided task does not exist anymore'" };

    await client.send(new SendTaskSuccessCommand({ taskToken, output: '1' }));

    await expect(client.send(new SendTaskSuccessCommand({ taskToken, output: '2' }))).rejects.toMatchObject(over);
    await expect(client.send(new SendTaskFailureCommand({ taskToken }))).rejects.toMatchObject(over);
    await expect(client.send(new SendTaskHeartbeatCommand({ taskToken }))).rejects.toMatchObject(over);
  });

  it('refuses what is no token, and an output that is no JSON', async () => {
    const { taskToken } = await ask();

    await expect(client.send(new SendTaskSuccessCommand({ taskToken: 'none', output: '{}' }))).rejects.toMatchObject({
      name: 'InvalidToken',
      message: "Invalid Token: 'Invalid token'",
    });
    await expect(client.send(new SendTaskSuccessCommand({ taskToken, output: '{' }))).rejects.toMatchObject({
      name: 'InvalidOutput',
    });
  });

  it('refuses what is too long', async () => {
    const taskToken = 'x'.repeat(2049);
    const tooLong = (member: string, max: number) => ({
      name: 'ValidationException',
      message: expect.stringMatching(
        new RegExp(
          `at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${max}$`,
        ),
      ),
    });

    await expect(client.send(new SendTaskHeartbeatCommand({ taskToken }))).rejects.toMatchObject(
      tooLong('taskToken', 2048),
    );
    const success = new SendTaskSuccessCommand({ taskToken: 't', output: `"${'x'.repeat(262_144)}"` });
    await expect(client.send(success)).rejects.toMatchObject(tooLong('output', 262_144));
    const named = new SendTaskFailureCommand({ taskToken: 't', error: 'e'.repeat(257) });
    await expect(client.send(named)).rejects.toMatchObject(tooLong('error', 256));
    const explained = new SendTaskFailureCommand({ taskToken: 't', cause: 'c'.repeat(32_769) });
    await expect(client.send(explained)).rejects.toMatchObject(tooLong('cause', 32_768));
  });

  it('fails as it is submitted where the service refuses', async () => {
    const stateMachineArn = await makeMachine(target, asking('sqs:sendMessage', { QueueUrl: `${QueueUrl}0` }));

    const ended = await run(target, stateMachineArn);

    expect(ended.events.map(({ type }) => type)[4]).toBe('TaskSubmitFailed');
    expect(ended.events[4]?.taskSubmitFailedEventDetails).toMatchObject({
      resource: 'sendMessage.waitForTaskToken',
      resourceType: 'sqs',
      error: 'SQS.QueueDoesNotExistException',
      cause: expect.stringMatching(
        /^The specified queue does not exist\. \(Service: AmazonSQS; Status Code: 400; Error Code: AWS\.SimpleQueueService\.NonExistentQueue; Request ID: [\da-f-]{36}; Proxy: null\)$/,
      ),
    });
  });

  it('is any operation of any service, too', async () => {
    const { executionArn } = await ask({
      StartAt: 'Ask',
      States: {
        Ask: {
          Type: 'Task',
          Resource: 'arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken',
          Parameters: { QueueUrl, MessageBody: '{"token":"none"}' },
          End: true,
        },
      },
    });

    const submitted = (await historyOf({ executionArn, taskToken: '' })).at(-1);

    expect(submitted?.taskSubmittedEventDetails).toMatchObject({
      resourceType: 'aws-sdk:sqs',
      resource: 'sendMessage.waitForTaskToken',
      output: expect.stringContaining('"Md5OfMessageBody"'),
    });
  });

  it('may be answered before it is submitted, by the function that it calls', async () => {
    await makeFunction(
      target.client(LambdaClient),
      `const { SFNClient, SendTaskSuccessCommand } = require('@aws-sdk/client-sfn');
       exports.handler = async ({ token }) => {
         await new SFNClient({}).send(new SendTaskSuccessCommand({ taskToken: token, output: '"early"' }));
       };`,
    );
    const Parameters = { FunctionName: 'f', Payload: { 'token.$': '$$.Task.Token' } };
    const Resource = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
    const machine = await makeMachine(target, {
      StartAt: 'Ask',
      States: { Ask: { Type: 'Task', Resource, Parameters, End: true } },
    });

    expect(await run(target, machine)).toMatchObject({ status: 'SUCCEEDED', output: '"early"' });
  });
});
