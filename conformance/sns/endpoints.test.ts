import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { zipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
let sns: SNSClient;
let sqs: SQSClient;
beforeEach(() => {
  sns = target.client(SNSClient);
  sqs = target.client(SQSClient);
});

const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const Policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*' }] });

async function makeQueue(QueueName: string): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  return QueueUrl;
}

async function received(QueueUrl: string): Promise<readonly Message[]> {
  await target.cloud.clock.advance('1s');
  const all = { MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All' as const] };
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...all }));
  return Messages;
}

async function makeTopic(Name: string, Attributes: Record<string, string> = {}): Promise<string> {
  return (await sns.send(new CreateTopicCommand({ Name, Attributes }))).TopicArn ?? '';
}

const subscribe = (TopicArn: string, queue: string, Attributes: Record<string, string> = {}) =>
  sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn(queue), Attributes }));

const attributesOf = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_each, at) => [`a${at}`, { DataType: 'String', StringValue: `${at}` }]),
  );

describe('a raw message', () => {
  it('has its ten attributes as those of the queue', async () => {
    const url = await makeQueue('q');
    const TopicArn = await makeTopic('t');
    await subscribe(TopicArn, 'q', { RawMessageDelivery: 'true' });

    await sns.send(new PublishCommand({ TopicArn, Message: 'hello', MessageAttributes: attributesOf(10) }));
    const [message] = await received(url);

    expect(message).toMatchObject({ Body: 'hello', MessageAttributes: attributesOf(10) });
  });

  it('with eleven attributes goes to the dead-letter queue, not to the queue', async () => {
    const [url, dead] = [await makeQueue('q'), await makeQueue('dead')];
    const TopicArn = await makeTopic('t');
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn('dead') });
    await subscribe(TopicArn, 'q', { RawMessageDelivery: 'true', RedrivePolicy });

    await sns.send(new PublishCommand({ TopicArn, Message: 'hello', MessageAttributes: attributesOf(11) }));
    const messages = await received(url);
    const [letter] = await received(dead);

    expect(messages).toEqual([]);
    expect(JSON.parse(letter?.Body ?? '{}')).toMatchObject({ Message: 'hello', MessageAttributes: { a10: {} } });
  });
});

describe('a FIFO topic', () => {
  it('delivers to a standard queue, which knows no deduplication', async () => {
    const url = await makeQueue('q');
    const TopicArn = await makeTopic('t.fifo', { FifoTopic: 'true', ContentBasedDeduplication: 'true' });
    await subscribe(TopicArn, 'q');

    for (const Message of ['one', 'one', 'two']) {
      await sns.send(new PublishCommand({ TopicArn, Message, MessageGroupId: 'g' }));
    }
    const messages = await received(url);

    expect(messages.map(({ Body = '{}' }) => JSON.parse(Body).Message).sort()).toEqual(['one', 'two']);
    for (const { Attributes } of messages) expect(Attributes).not.toHaveProperty('MessageDeduplicationId');
  });
});

describe('message size', () => {
  it.each([
    ['262,144 bytes with its attributes is taken', 262_144, 'taken'],
    ['262,145 bytes with its attributes is too long', 262_145, 'Invalid parameter: Message too long'],
  ])('a message of %s', async (_name, bytes, expected) => {
    const TopicArn = await makeTopic('t');
    const MessageAttributes = { name: { DataType: 'String', StringValue: 'value' } };
    const Message = 'x'.repeat(bytes - 'nameStringvalue'.length);

    const outcome = await sns.send(new PublishCommand({ TopicArn, Message, MessageAttributes })).then(
      () => 'taken',
      (error: Error) => error.message,
    );

    expect(outcome).toBe(expected);
  });
});

describe('an asynchronous invoke that fails', () => {
  it('is told to the topic of its destination, and from there to a queue', async () => {
    const url = await makeQueue('q');
    const Destination = await makeTopic('t');
    await subscribe(Destination, 'q', { RawMessageDelivery: 'true' });
    const lambda = target.client(LambdaClient);
    const ZipFile = zipSync({ 'index.js': Buffer.from('exports.handler = async () => { throw new Error("no"); };') });
    const Role = 'arn:aws:iam::000000000000:role/tester';
    const base = { FunctionName: 'f', Handler: 'index.handler', Runtime: 'nodejs24.x' as const };
    await lambda.send(new CreateFunctionCommand({ ...base, Role, Code: { ZipFile } }));
    const DestinationConfig = { OnFailure: { Destination } };
    const settings = { FunctionName: 'f', MaximumRetryAttempts: 0, DestinationConfig };
    await lambda.send(new PutFunctionEventInvokeConfigCommand(settings));

    await lambda.send(new InvokeCommand({ FunctionName: 'f', InvocationType: 'Event', Payload: '{"id":7}' }));
    await expect
      .poll(async () => (await received(url)).map(({ Body = '{}' }) => JSON.parse(Body)), { timeout: 15_000 })
      .toEqual([
        expect.objectContaining({
          requestPayload: { id: 7 },
          responsePayload: expect.objectContaining({ errorMessage: 'no' }),
        }),
      ]);
  });
});
