import {
  CancelMessageMoveTaskCommand,
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
const client = () => target.client(SQSClient);
const advance = (duration: string) => target.cloud.clock.advance(duration);
const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

const create = async (QueueName: string, Attributes: Record<string, string> = {}) => {
  const { QueueUrl } = await client().send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl;
};
const send = (queue: string, MessageBody: string, MessageGroupId?: string) =>
  client().send(new SendMessageCommand({ QueueUrl: queue, MessageBody, MessageGroupId }));
const receive = async (queue: string, VisibilityTimeout = 0) => {
  const { Messages = [] } = await client().send(
    new ReceiveMessageCommand({ QueueUrl: queue, AttributeNames: ['All'], VisibilityTimeout, MaxNumberOfMessages: 10 }),
  );
  return Messages;
};
const bodies = async (queue: string) => (await receive(queue)).map(({ Body }) => Body);
const visible = async (queue: string) => {
  const AttributeNames = ['ApproximateNumberOfMessages'] as ['ApproximateNumberOfMessages'];
  const { Attributes } = await client().send(new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames }));
  return Number(Attributes?.ApproximateNumberOfMessages);
};
const withDeadLetters = (maxReceiveCount: number, name = 'dead') => ({
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn(name), maxReceiveCount }),
});

beforeEach(async () => {
  await create('dead');
  await create('orders', withDeadLetters(2));
});

describe('a dead-letter queue', () => {
  it('gets a message that was received too often, when it would be received once more', async () => {
    const { MessageId } = await send('orders', 'poison');
    await send('orders', 'fine');
    const counts = [];
    for (const _time of [1, 2]) counts.push((await receive('orders')).length);
    const before = await visible('dead');
    const third = await bodies('orders');
    const dead = await receive('dead');

    expect(counts).toEqual([2, 2]);
    expect([before, third]).toEqual([0, []]);
    expect(dead.map(({ Body }) => Body)).toEqual(['poison', 'fine']);
    expect(dead[0]).toMatchObject({
      MessageId,
      Attributes: { DeadLetterQueueSourceArn: arn('orders'), ApproximateReceiveCount: '3' },
    });
  });

  it('wakes who waits for its messages', async () => {
    await send('orders', 'poison');
    await receive('orders');
    await receive('orders', 5);
    const source = client().send(new ReceiveMessageCommand({ QueueUrl: 'orders', WaitTimeSeconds: 20 }));
    const dead = client().send(new ReceiveMessageCommand({ QueueUrl: 'dead', WaitTimeSeconds: 20 }));
    await visible('orders');
    await advance('20s');

    expect((await dead).Messages).toHaveLength(1);
    expect((await source).Messages).toBeUndefined();
  });

  it('lets the messages behind a poisoned one through in their order on FIFO queues', async () => {
    const fifo = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
    await create('dead.fifo', fifo);
    await create('orders.fifo', { ...fifo, ...withDeadLetters(1, 'dead.fifo') });
    for (const body of ['poison', 'next', 'last']) await send('orders.fifo', body, 'g1');
    const { Messages } = await client().send(
      new ReceiveMessageCommand({ QueueUrl: 'orders.fifo', VisibilityTimeout: 0 }),
    );

    expect(Messages?.map(({ Body }) => Body)).toEqual(['poison']);
    expect(await bodies('orders.fifo')).toEqual(['next', 'last']);
    expect(await bodies('dead.fifo')).toEqual(['poison']);
  });

  it('that is gone gets nothing: the message stays', async () => {
    await send('orders', 'poison');
    await client().send(new DeleteQueueCommand({ QueueUrl: 'dead' }));
    for (const _time of [1, 2]) await receive('orders');

    expect(await bodies('orders')).toEqual(['poison']);
  });

  it('forgets standard messages by the time of their first sending', async () => {
    await send('orders', 'poison');
    await advance('3d');
    for (const _time of [1, 2, 3]) await receive('orders');
    await advance('25h');

    expect(await visible('dead')).toBe(0);
  });
});

describe('message move tasks', () => {
  const start = (input: { DestinationArn?: string; MaxNumberOfMessagesPerSecond?: number; SourceArn?: string } = {}) =>
    client().send(new StartMessageMoveTaskCommand({ SourceArn: arn('dead'), ...input }));
  const list = async () => {
    const { Results = [] } = await client().send(
      new ListMessageMoveTasksCommand({ SourceArn: arn('dead'), MaxResults: 10 }),
    );
    return Results;
  };
  const bury = async (...messages: string[]) => {
    for (const message of messages) await send('orders', message);
    for (const _time of [1, 2, 3]) await receive('orders');
  };

  it('send messages back to where they came from, as new ones', async () => {
    await bury('one', 'two');
    const [before] = await receive('dead');
    await start();
    await advance('1s');
    const [after] = await receive('orders');

    expect(await list()).toMatchObject([
      { Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 2, ApproximateNumberOfMessagesToMove: 2 },
    ]);
    expect(after?.Body).toBe(before?.Body);
    expect(after?.MessageId).not.toBe(before?.MessageId);
    expect(after?.Attributes?.ApproximateReceiveCount).toBe('1');
  });

  it('move so many messages a second to another queue, until they are cancelled', async () => {
    await create('elsewhere');
    await bury('one', 'two', 'three');
    const { TaskHandle } = await start({ DestinationArn: arn('elsewhere'), MaxNumberOfMessagesPerSecond: 1 });
    const running = await list();
    await advance('2s');
    const cancelled = await client().send(new CancelMessageMoveTaskCommand({ TaskHandle }));
    await advance('10s');

    expect(running).toMatchObject([{ Status: 'RUNNING', TaskHandle, MaxNumberOfMessagesPerSecond: 1 }]);
    expect(cancelled.ApproximateNumberOfMessagesMoved).toBe(2);
    expect([await visible('elsewhere'), await visible('dead')]).toEqual([2, 1]);
    expect((await list())[0]).not.toHaveProperty('TaskHandle');
    await expect(client().send(new CancelMessageMoveTaskCommand({ TaskHandle }))).rejects.toMatchObject({
      name: 'UnsupportedOperation',
    });
  });

  it('fail when the destination goes', async () => {
    await create('elsewhere');
    await bury('one', 'two');
    await start({ DestinationArn: arn('elsewhere'), MaxNumberOfMessagesPerSecond: 1 });
    await advance('1s');
    await client().send(new DeleteQueueCommand({ QueueUrl: 'elsewhere' }));
    await advance('1s');

    expect(await list()).toMatchObject([
      {
        Status: 'FAILED',
        FailureReason: 'AWS.SimpleQueueService.NonExistentQueue',
        ApproximateNumberOfMessagesMoved: 1,
      },
    ]);
  });

  it('are refused where there is nothing to do', async () => {
    await expect(start({ SourceArn: arn('orders') })).rejects.toMatchObject({
      message: 'Source queue must be configured as a Dead Letter Queue.',
    });
    await expect(start({ DestinationArn: arn('none') })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: "The resource that you specified for the DestinationArn parameter doesn't exist.",
      $metadata: { httpStatusCode: 404 },
    });
    await start();
    await expect(start()).rejects.toMatchObject({ message: expect.stringContaining('already a task running') });
    await expect(client().send(new CancelMessageMoveTaskCommand({ TaskHandle: 'x' }))).rejects.toMatchObject({
      message: 'Value for parameter TaskHandle is invalid.',
    });
  });
});
