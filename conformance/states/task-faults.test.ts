import { LambdaClient } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Hop } from 'squall';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeFunction } from '../lambda/make-function.ts';
import { type Ended, makeMachine, run, types } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
let QueueUrl: string | undefined;
beforeEach(async () => {
  ({ QueueUrl } = await target.client(SQSClient).send(new CreateQueueCommand({ QueueName: 'q' })));
});

async function call(resource: string, Parameters: object): Promise<Ended> {
  const Resource = resource.startsWith('arn:') ? resource : `arn:aws:states:::${resource}`;
  const machine = await makeMachine(target, {
    StartAt: 'Call',
    States: { Call: { Type: 'Task', Resource, Parameters, End: true } },
  });
  return run(target, machine);
}

const send = (resource = 'sqs:sendMessage') => call(resource, { QueueUrl, MessageBody: 'hello' });

async function bodies(): Promise<readonly (string | undefined)[]> {
  const asked = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 });
  const { Messages = [] } = await target.client(SQSClient).send(asked);
  return Messages.map(({ Body }) => Body);
}

describe('a task whose call goes wrong', () => {
  it('fails in the words of the client where the service does', async () => {
    target.cloud.faults.add('error sqs:SendMessage');

    expect((await send()).error).toBe('SQS.AmazonSQSException');
    expect(await bodies()).toEqual([]);
  });

  it('fails with TooManyRequestsException where Lambda is too busy', async () => {
    await makeFunction(target.client(LambdaClient), 'exports.handler = async () => 1;');
    target.cloud.faults.add('throttle lambda:Invoke');

    const ended = await call('arn:aws:lambda:us-east-1:000000000000:function:f', {});

    expect(ended).toMatchObject({
      error: 'Lambda.TooManyRequestsException',
      cause: expect.stringMatching(
        /^Rate [Ee]xceeded\.? \(Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException; Request ID: [\da-f-]{36}; Proxy: null\)$/,
      ),
    });
    expect(types(ended)).toContain('LambdaFunctionFailed');
  });

  it.each([
    ['sqs:sendMessage', 'SQS'],
    ['aws-sdk:sqs:sendMessage', 'Sqs'],
  ])('of %s fails with SdkClientException where no answer came', async (resource, prefix) => {
    target.cloud.faults.add('reset sqs:SendMessage');

    expect(await send(resource)).toMatchObject({
      error: `${prefix}.SdkClientException`,
      cause: 'Unable to execute HTTP request: Connection reset',
    });
    expect(await bodies()).toEqual([]);
  });

  it('has done its work where the answer was lost on the way', async () => {
    target.cloud.faults.add('lost sqs:SendMessage');

    expect((await send()).error).toMatch(/^SQS\./);
    expect(await bodies()).toEqual(['hello']);
  });
});

describe('a task that is run twice', () => {
  it('ends once', async () => {
    target.cloud.faults.add('duplicate states:RunTask');

    const ended = await send();

    expect(ended.status).toBe('SUCCEEDED');
    expect(types(ended).filter((type) => type === 'TaskSucceeded')).toHaveLength(1);
  });

  it('starts one execution', async () => {
    const child = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
    const StateMachineArn = await makeMachine(target, child, { name: 'child' });
    target.cloud.faults.add('duplicate states:StartExecution');

    const ended = await call('states:startExecution.sync:2', { StateMachineArn, Input: { a: 1 } });

    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: expect.stringContaining('"Output":{"a":1}') });
  });
});

test('a task’s call is a hop in the course of its execution’s', async () => {
  const hops = new Map<string, Hop>();
  const end = target.cloud.journal.subscribe((hop) => hops.set(hop.id, { ...hop }));

  await send();
  end();

  const sent = [...hops.values()].find(({ operation }) => operation === 'SendMessage');
  const run = hops.get(sent?.parent ?? '');
  expect(run).toMatchObject({ service: 'states', operation: 'RunTask', resource: 'm' });
  expect(hops.get(run?.parent ?? '')).toMatchObject({ operation: 'ContinueExecution', resource: 'm' });
  expect(new Set([sent?.trace.traceId, run?.trace.traceId]).size).toBe(1);
});
