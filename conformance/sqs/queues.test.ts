import {
  AddPermissionCommand,
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  RemovePermissionCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
const client = () => target.client(SQSClient);

const create = async (QueueName: string, Attributes: Record<string, string> = {}): Promise<string> => {
  const { QueueUrl = '' } = await client().send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl;
};
const attributesOf = async (QueueUrl: string) => {
  const { Attributes = {} } = await client().send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  return Attributes;
};
const set = (QueueUrl: string, Attributes: Record<string, string>) =>
  client().send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
const arnOf = async (url: string): Promise<string> => (await attributesOf(url)).QueueArn ?? '';

describe('CreateQueue', () => {
  it('answers a URL of account and name, and gives the queue its defaults', async () => {
    const url = await create('orders');

    expect(url).toBe(`${target.cloud.endpoint}/000000000000/orders`);
    expect(await attributesOf(url)).toMatchObject({
      QueueArn: 'arn:aws:sqs:us-east-1:000000000000:orders',
      ApproximateNumberOfMessages: '0',
      DelaySeconds: '0',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      ReceiveMessageWaitTimeSeconds: '0',
      SqsManagedSseEnabled: 'true',
      VisibilityTimeout: '30',
    });
  });

  it('gives FIFO queues attributes that others do not have', async () => {
    const fifo = await attributesOf(await create('orders.fifo', { FifoQueue: 'true' }));
    const standard = await attributesOf(await create('orders'));

    expect(fifo).toMatchObject({
      FifoQueue: 'true',
      ContentBasedDeduplication: 'false',
      DeduplicationScope: 'queue',
      FifoThroughputLimit: 'perQueue',
    });
    expect(standard).not.toHaveProperty('FifoQueue');
  });

  it('answers the same queue again, unless other attributes are asked for', async () => {
    const url = await create('orders', { DelaySeconds: '1' });

    expect(await create('orders', { DelaySeconds: '1' })).toBe(url);
    expect(await create('orders')).toBe(url);
    await expect(create('orders', { DelaySeconds: '2' })).rejects.toMatchObject({
      name: 'QueueNameExists',
      Code: 'QueueAlreadyExists',
      message: 'A queue already exists with the same name and a different value for attribute DelaySeconds',
    });
  });

  it.each(['', 'a b', 'orders.fifo', 'x'.repeat(81)])('refuses the name %j', async (name) => {
    const Code = name === '' ? 'MissingParameter' : 'InvalidParameterValue';

    await expect(create(name)).rejects.toMatchObject({ Code });
  });

  it('refuses a FIFO queue without the suffix, and a standard queue that says it is one', async () => {
    await expect(create('orders', { FifoQueue: 'true' })).rejects.toMatchObject({
      message: expect.stringContaining('must end with .fifo suffix'),
    });
    await expect(create('orders', { FifoQueue: 'false' })).rejects.toMatchObject({
      name: 'InvalidAttributeName',
      message: 'Unknown Attribute FifoQueue.',
    });
  });
});

describe('SetQueueAttributes', () => {
  it.each([
    ['DelaySeconds', '901'],
    ['MaximumMessageSize', '1023'],
    ['MaximumMessageSize', '1048577'],
    ['MessageRetentionPeriod', '59'],
    ['ReceiveMessageWaitTimeSeconds', '21'],
    ['VisibilityTimeout', '43201'],
    ['VisibilityTimeout', ' 2'],
    ['KmsDataKeyReusePeriodSeconds', '59'],
    ['SqsManagedSseEnabled', 'yes'],
    ['Policy', '{'],
    ['Policy', '{"Version":"2012-10-18","Statement":[]}'],
    ['Policy', '{"Statement":{"Effect":"allow"}}'],
    ['Policy', '{"Statement":{"Effect":"Allow","Condition":{"StringIs":{"aws:SourceArn":"*"}}}}'],
  ])('refuses %s %j', async (name, value) => {
    const url = await create('orders');

    await expect(set(url, { [name]: value })).rejects.toMatchObject({
      name: 'InvalidAttributeValue',
      message: `Invalid value for the parameter ${name}.`,
    });
  });

  it('refuses what is no attribute, or one of FIFO queues alone', async () => {
    const url = await create('orders');

    for (const name of ['Colour', 'QueueArn', 'ContentBasedDeduplication', 'FifoQueue']) {
      await expect(set(url, { [name]: 'true' })).rejects.toMatchObject({ message: `Unknown Attribute ${name}.` });
    }
  });

  it('does not change the kind of a queue', async () => {
    const url = await create('orders.fifo', { FifoQueue: 'true' });

    await expect(set(url, { FifoQueue: 'false' })).rejects.toMatchObject({
      message: 'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
    });
  });

  it('encrypts in one way at a time', async () => {
    const url = await create('orders');
    await set(url, { KmsMasterKeyId: 'alias/aws/sqs' });
    const withKey = await attributesOf(url);
    await set(url, { SqsManagedSseEnabled: 'true' });
    const managed = await attributesOf(url);

    expect(withKey).toMatchObject({
      KmsMasterKeyId: 'alias/aws/sqs',
      KmsDataKeyReusePeriodSeconds: '300',
      SqsManagedSseEnabled: 'false',
    });
    expect(managed).toMatchObject({ SqsManagedSseEnabled: 'true' });
    expect(managed).not.toHaveProperty('KmsMasterKeyId');
    await expect(set(url, { SqsManagedSseEnabled: 'true', KmsMasterKeyId: 'k' })).rejects.toMatchObject({
      name: 'InvalidAttributeName',
    });
  });

  it('notes when a queue was changed', async () => {
    const url = await create('orders');
    const before = await attributesOf(url);
    await target.cloud.clock.advance('10s');
    await set(url, { DelaySeconds: '3' });
    const after = await attributesOf(url);

    expect(Number(after.LastModifiedTimestamp)).toBe(Number(before.LastModifiedTimestamp) + 10);
    expect(after.CreatedTimestamp).toBe(before.CreatedTimestamp);
  });
});

describe('GetQueueAttributes', () => {
  it('answers what is asked for, and nothing for nothing', async () => {
    const QueueUrl = await create('orders');
    const ask = (AttributeNames: ['VisibilityTimeout'] | []) =>
      client().send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));

    expect((await ask(['VisibilityTimeout'])).Attributes).toEqual({ VisibilityTimeout: '30' });
    expect((await ask([])).Attributes).toBeUndefined();
  });

  it('tells a queue that is not there', async () => {
    await expect(attributesOf(`${target.cloud.endpoint}/000000000000/none`)).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      Code: 'AWS.SimpleQueueService.NonExistentQueue',
      message: 'The specified queue does not exist.',
      $metadata: { httpStatusCode: 400 },
    });
  });
});

describe('a QueueUrl', () => {
  it.each([
    'https://sqs.us-east-1.amazonaws.com/000000000000/orders',
    'http://queue.localhost:9999/000000000000/orders',
    'http://sqs.us-east-1.localhost.localstack.cloud:4566/000000000000/orders',
    'orders',
  ])('may be %s', async (url) => {
    await create('orders');

    expect(await arnOf(url)).toBe('arn:aws:sqs:us-east-1:000000000000:orders');
  });

  it('is found by name', async () => {
    const url = await create('orders');

    expect(await client().send(new GetQueueUrlCommand({ QueueName: 'orders' }))).toMatchObject({ QueueUrl: url });
    await expect(client().send(new GetQueueUrlCommand({ QueueName: 'none' }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
  });
});

describe('ListQueues', () => {
  it('answers queues by prefix and in pages', async () => {
    const urls = [await create('a1'), await create('a2'), await create('a3')];
    await create('b1');

    const input = { QueueNamePrefix: 'a', MaxResults: 2 };
    const first = await client().send(new ListQueuesCommand(input));
    const second = await client().send(new ListQueuesCommand({ ...input, NextToken: first.NextToken }));

    expect([...(first.QueueUrls ?? []), ...(second.QueueUrls ?? [])]).toEqual(urls);
    expect(second.NextToken).toBeUndefined();
  });

  it('has no list of nothing', async () => {
    expect((await client().send(new ListQueuesCommand({}))).QueueUrls).toBeUndefined();
  });
});

describe('DeleteQueue and PurgeQueue', () => {
  it('delete a queue with its messages', async () => {
    const QueueUrl = await create('orders');
    await client().send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
    await client().send(new DeleteQueueCommand({ QueueUrl }));
    await create('orders');

    expect((await attributesOf(QueueUrl)).ApproximateNumberOfMessages).toBe('0');
  });

  it('empty a queue once a minute', async () => {
    const QueueUrl = await create('orders');
    for (const MessageBody of ['one', 'two']) await client().send(new SendMessageCommand({ QueueUrl, MessageBody }));
    await client().send(new ReceiveMessageCommand({ QueueUrl }));
    await client().send(new PurgeQueueCommand({ QueueUrl }));

    expect(await attributesOf(QueueUrl)).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
    await expect(client().send(new PurgeQueueCommand({ QueueUrl }))).rejects.toMatchObject({
      name: 'PurgeQueueInProgress',
      message: 'Only one PurgeQueue operation on orders is allowed every 60 seconds.',
    });
    await target.cloud.clock.advance('60s');
    await client().send(new PurgeQueueCommand({ QueueUrl }));
  });
});

describe('tags', () => {
  it('are added, listed and taken off', async () => {
    const QueueUrl = await create('orders');
    await client().send(new TagQueueCommand({ QueueUrl, Tags: { team: 'blue', stage: '' } }));
    await client().send(new UntagQueueCommand({ QueueUrl, TagKeys: ['team', 'none'] }));

    expect((await client().send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toEqual({ stage: '' });
  });
});

describe('permissions', () => {
  it('are statements of the policy, by label', async () => {
    const QueueUrl = await create('orders');
    const permission = { QueueUrl, Label: 'share', AWSAccountIds: ['111111111111'], Actions: ['ReceiveMessage'] };
    await client().send(new AddPermissionCommand(permission));
    const { Policy = '' } = await attributesOf(QueueUrl);

    expect(JSON.parse(Policy)).toEqual({
      Version: '2008-10-17',
      Id: `${await arnOf(QueueUrl)}/SQSDefaultPolicy`,
      Statement: [
        {
          Sid: 'share',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111111111111:root' },
          Action: 'SQS:ReceiveMessage',
          Resource: await arnOf(QueueUrl),
        },
      ],
    });
    await expect(client().send(new AddPermissionCommand(permission))).rejects.toMatchObject({
      message: 'Value share for parameter Label is invalid. Reason: Already exists.',
    });
  });

  it('are gone with the policy when the last one is removed', async () => {
    const QueueUrl = await create('orders');
    const permission = { QueueUrl, Label: 'share', AWSAccountIds: ['111111111111'], Actions: ['*'] };
    await client().send(new AddPermissionCommand(permission));
    await client().send(new RemovePermissionCommand({ QueueUrl, Label: 'share' }));

    expect(await attributesOf(QueueUrl)).not.toHaveProperty('Policy');
    await expect(client().send(new RemovePermissionCommand({ QueueUrl, Label: 'share' }))).rejects.toMatchObject({
      message: "Value share for parameter Label is invalid. Reason: can't find label.",
    });
  });
});

describe('redrive policies', () => {
  const policy = (deadLetterTargetArn: string, maxReceiveCount: unknown = 3) => ({
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }),
  });

  it('name the queues that they come from', async () => {
    const dead = await create('dead');
    const orders = await create('orders', policy(await arnOf(dead), '3'));

    const { queueUrls } = await client().send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }));

    expect(queueUrls).toEqual([orders]);
    expect((await attributesOf(orders)).RedrivePolicy).toBe(policy(await arnOf(dead)).RedrivePolicy);
  });

  it.each([
    ['not json', 'Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.'],
    ['{}', 'Redrive policy does not contain mandatory attribute: maxReceiveCount.'],
    ['{"maxReceiveCount":5}', 'Redrive policy does not contain mandatory attribute: deadLetterTargetArn.'],
    [policy('dummy').RedrivePolicy, 'Invalid value for deadLetterTargetArn.'],
    [policy('arn:aws:sqs:us-east-1:000000000000:none').RedrivePolicy, 'Dead letter target does not exist.'],
    [policy('arn:aws:sqs:us-east-1:000000000000:none', 0).RedrivePolicy, 'Invalid value for maxReceiveCount: 0, valid'],
    [policy('arn:aws:sqs:us-east-1:000000000000:d.fifo').RedrivePolicy, 'must be same type of queue as the source'],
    [policy('arn:aws:sns:us-east-1:000000000000:topic').RedrivePolicy, 'Only SQS queues are valid resources'],
  ])('refuse %s', async (RedrivePolicy, message) => {
    await expect(create('orders', { RedrivePolicy })).rejects.toMatchObject({
      message: expect.stringContaining(message),
    });
  });

  it('need the leave of the dead-letter queue', async () => {
    const RedriveAllowPolicy = JSON.stringify({
      redrivePermission: 'byQueue',
      sourceQueueArns: ['arn:aws:sqs:us-east-1:000000000000:orders'],
    });
    const dead = await create('dead', { RedriveAllowPolicy });

    await create('orders', policy(await arnOf(dead)));
    await expect(create('others', policy(await arnOf(dead)))).rejects.toMatchObject({ Code: 'InvalidParameterValue' });
    await expect(create('wrong', { RedriveAllowPolicy: '{"redrivePermission":"byQueue"}' })).rejects.toMatchObject({
      message: expect.stringContaining('you must also specify one or more sourceQueueArns values'),
    });
  });

  it('are taken off by an empty text', async () => {
    const dead = await create('dead');
    const orders = await create('orders', policy(await arnOf(dead)));
    await set(orders, { RedrivePolicy: '' });

    expect(await attributesOf(orders)).not.toHaveProperty('RedrivePolicy');
  });
});
