import { createPublicKey, createVerify } from 'node:crypto';
import {
  CreateTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
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

/** A queue that lets topics send to it. */
async function makeQueue(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn(QueueName),
      },
    ],
  });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  return QueueUrl;
}

async function makeTopic(Name: string, Attributes: Record<string, string> = {}): Promise<string> {
  return (await sns.send(new CreateTopicCommand({ Name, Attributes }))).TopicArn ?? '';
}

async function subscribe(TopicArn: string, queue: string, Attributes: Record<string, string> = {}): Promise<string> {
  const command = new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn(queue), Attributes });
  return (await sns.send(command)).SubscriptionArn ?? '';
}

async function received(QueueUrl: string): Promise<Message[]> {
  await target.cloud.clock.advance(1);
  const all = {
    MaxNumberOfMessages: 10,
    MessageAttributeNames: ['All'],
    MessageSystemAttributeNames: ['All' as const],
  };
  return (await sqs.send(new ReceiveMessageCommand({ QueueUrl, ...all }))).Messages ?? [];
}

const bodies = async (url: string) => (await received(url)).map(({ Body = '' }) => Body);
const texts = async (url: string) => (await bodies(url)).map((body) => JSON.parse(body).Message as string);

describe('a queue that is subscribed', () => {
  it('gets an envelope that is signed', async () => {
    const url = await makeQueue('q');
    const TopicArn = await makeTopic('t');
    const subscriptionArn = await subscribe(TopicArn, 'q');
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'new' } };

    const { MessageId } = await sns.send(
      new PublishCommand({ TopicArn, Message: 'hello\n"you"', Subject: 'Hi', MessageAttributes }),
    );
    const [body = ''] = await bodies(url);

    const envelope = JSON.parse(body);
    const { Timestamp, Signature, SigningCertURL, UnsubscribeURL } = envelope;
    expect(body).toBe(
      [
        '{',
        '  "Type" : "Notification",',
        `  "MessageId" : "${MessageId}",`,
        `  "TopicArn" : "${TopicArn}",`,
        '  "Subject" : "Hi",',
        '  "Message" : "hello\\n\\"you\\"",',
        `  "Timestamp" : "${Timestamp}",`,
        '  "SignatureVersion" : "1",',
        `  "Signature" : "${Signature}",`,
        `  "SigningCertURL" : "${SigningCertURL}",`,
        `  "UnsubscribeURL" : "${target.cloud.endpoint}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}",`,
        '  "MessageAttributes" : {',
        '    "kind" : {"Type":"String","Value":"new"}',
        '  }',
        '}',
      ].join('\n'),
    );
    expect(SigningCertURL).toMatch(/\/SimpleNotificationService-[0-9a-f]{32}\.pem$/);
    expect(UnsubscribeURL).toContain('Action=Unsubscribe');
    const certificate = await (await fetch(SigningCertURL)).text();
    const signed = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'];
    const verifier = createVerify('RSA-SHA1');
    for (const name of signed) verifier.update(`${name}\n${envelope[name]}\n`);
    expect(verifier.verify(createPublicKey(certificate), Signature, 'base64')).toBe(true);
  });

  it('gets the bare message with its attributes where it wants it raw', async () => {
    const url = await makeQueue('q');
    const TopicArn = await makeTopic('t');
    await subscribe(TopicArn, 'q', { RawMessageDelivery: 'true' });
    const MessageAttributes = {
      kind: { DataType: 'String', StringValue: 'new' },
      bytes: { DataType: 'Binary', BinaryValue: Buffer.from('hi') },
    };

    await sns.send(new PublishCommand({ TopicArn, Message: 'hello', MessageAttributes }));
    const [message] = await received(url);

    expect(message?.Body).toBe('hello');
    expect(message?.MessageAttributes?.kind).toMatchObject({ DataType: 'String', StringValue: 'new' });
    expect(Buffer.from(message?.MessageAttributes?.bytes?.BinaryValue ?? []).toString()).toBe('hi');
  });

  it('gets what its filter policy lets through', async () => {
    const byAttribute = await makeQueue('by-attribute');
    const byBody = await makeQueue('by-body');
    const TopicArn = await makeTopic('t');
    await subscribe(TopicArn, 'by-attribute', { FilterPolicy: '{"price":[{"numeric":[">",5]}]}' });
    await subscribe(TopicArn, 'by-body', { FilterPolicy: '{"kind":["new"]}', FilterPolicyScope: 'MessageBody' });

    for (const price of ['3', '7']) {
      const MessageAttributes = { price: { DataType: 'Number', StringValue: price } };
      const Message = JSON.stringify({ kind: price === '3' ? 'new' : 'old' });
      await sns.send(new PublishCommand({ TopicArn, Message, MessageAttributes }));
    }

    expect(await texts(byAttribute)).toEqual(['{"kind":"old"}']);
    expect(await texts(byBody)).toEqual(['{"kind":"new"}']);
  });

  it('gets nothing where its policy lets the topic not send, and the dead-letter queue gets it', async () => {
    const dead = await makeQueue('dead');
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'closed' }));
    const TopicArn = await makeTopic('t');
    await subscribe(TopicArn, 'closed', { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn('dead') }) });

    await sns.send(new PublishCommand({ TopicArn, Message: 'hello' }));

    expect(await texts(dead)).toEqual(['hello']);
    expect(await bodies(QueueUrl)).toEqual([]);
  });

  it('gets its own text of a structured message', async () => {
    const url = await makeQueue('q');
    const TopicArn = await makeTopic('t');
    await subscribe(TopicArn, 'q');

    const Message = JSON.stringify({ default: 'for all', sqs: 'for queues' });
    await sns.send(new PublishCommand({ TopicArn, Message, MessageStructure: 'json' }));

    expect(await texts(url)).toEqual(['for queues']);
  });
});

describe('FIFO topics', () => {
  const fifo = { FifoQueue: 'true' };

  it('keep the order of a group, number their messages and drop duplicates for five minutes', async () => {
    const url = await makeQueue('q.fifo', fifo);
    const TopicArn = await makeTopic('t.fifo', { FifoTopic: 'true', ContentBasedDeduplication: 'true' });
    await subscribe(TopicArn, 'q.fifo');
    const send = (Message: string) => sns.send(new PublishCommand({ TopicArn, Message, MessageGroupId: 'g' }));

    const first = await send('one');
    await send('two');
    const again = await send('one');
    const messages = await received(url);
    await target.cloud.clock.advance('5m');
    const later = await send('one');

    const bodiesOf = messages.map(({ Body = '' }) => JSON.parse(Body));
    expect(bodiesOf.map(({ Message }) => Message)).toEqual(['one', 'two']);
    expect(Object.keys(bodiesOf[0])).toEqual([
      'Type',
      'MessageId',
      'SequenceNumber',
      'TopicArn',
      'Message',
      'Timestamp',
      'UnsubscribeURL',
    ]);
    expect(messages[0]?.Attributes).toMatchObject({ MessageGroupId: 'g' });
    expect(first.SequenceNumber).toMatch(/^\d{20}$/);
    expect(again).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
    expect(later.MessageId).not.toBe(first.MessageId);
  });

  it.each([
    [{}, 'The MessageGroupId parameter is required for FIFO topics'],
    [
      { MessageGroupId: 'g' },
      'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    ],
  ])('refuse messages without their ids (%j)', async (ids, text) => {
    const TopicArn = await makeTopic('t.fifo', { FifoTopic: 'true' });

    await expect(sns.send(new PublishCommand({ TopicArn, Message: 'one', ...ids }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `Invalid parameter: ${text}`,
    });
  });

  it('scope duplicates to their group where they are asked to', async () => {
    const TopicArn = await makeTopic('t.fifo', { FifoTopic: 'true', FifoThroughputScope: 'MessageGroup' });
    const send = (MessageGroupId: string) =>
      sns.send(new PublishCommand({ TopicArn, Message: 'one', MessageGroupId, MessageDeduplicationId: 'd' }));

    const ids = await Promise.all([send('a'), send('b'), send('a')]);

    expect(ids[1]?.MessageId).not.toBe(ids[0]?.MessageId);
    expect(ids[2]?.MessageId).toBe(ids[0]?.MessageId);
  });
});

describe('PublishBatch', () => {
  const batch = (TopicArn: string, Ids: readonly string[], Message = 'x') =>
    sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: Ids.map((Id) => ({ Id, Message })) }));

  it('publishes each entry for itself', async () => {
    const url = await makeQueue('q');
    const TopicArn = await makeTopic('t');
    await subscribe(TopicArn, 'q');
    const entries = [
      { Id: 'a', Message: 'one' },
      { Id: 'b', Message: 'two', Subject: '' },
    ];

    const output = await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries }));

    expect(output.Successful).toEqual([{ Id: 'a', MessageId: expect.any(String) }]);
    expect(output.Failed).toEqual([
      { Id: 'b', Code: 'InvalidParameter', Message: 'Invalid parameter: Subject', SenderFault: true },
    ]);
    expect(await texts(url)).toEqual(['one']);
  });

  it.each([
    ['no entries', [], 'EmptyBatchRequestException'],
    ['eleven of them', Array.from({ length: 11 }, (_, index) => `${index}`), 'TooManyEntriesInBatchRequestException'],
    ['an id twice', ['a', 'a'], 'BatchEntryIdsNotDistinctException'],
    ['an id with a blank', ['a b'], 'InvalidBatchEntryIdException'],
  ])('refuses %s', async (_title, ids, name) => {
    const TopicArn = await makeTopic('t');

    await expect(batch(TopicArn, ids)).rejects.toMatchObject({ name });
  });

  it('refuses entries that are too much together', async () => {
    const TopicArn = await makeTopic('t');

    await expect(batch(TopicArn, ['a', 'b'], 'x'.repeat(140_000))).rejects.toMatchObject({
      name: 'BatchRequestTooLongException',
      message: 'The length of all the messages put together is more than the limit.',
    });
  });

  it.each([
    ['no group', { Message: 'x' }, 'The MessageGroupId parameter is required for FIFO topics'],
    [
      'nothing to tell duplicates by',
      { Message: 'x', MessageGroupId: 'g' },
      'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    ],
    [
      'a structure without a default',
      { Message: '{}', MessageStructure: 'json', MessageGroupId: 'g', MessageDeduplicationId: 'd' },
      'Message Structure - No default entry in JSON message body',
    ],
  ])('refuses all for one that has %s', async (_title, entry, text) => {
    const url = await makeQueue('q');
    const TopicArn = await makeTopic('t.fifo', { FifoTopic: 'true' });
    await subscribe(TopicArn, 'q');
    const good = { Id: 'a', Message: 'one', MessageGroupId: 'g', MessageDeduplicationId: '1' };
    const PublishBatchRequestEntries = [good, { Id: 'b', ...entry }];

    await expect(sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `Invalid parameter: ${text}`,
    });
    expect(await bodies(url)).toEqual([]);
  });
});
