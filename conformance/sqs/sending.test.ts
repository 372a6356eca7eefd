import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
const client = () => target.client(SQSClient);

const create = async (QueueName: string, Attributes: Record<string, string> = {}): Promise<string> => {
  const { QueueUrl = '' } = await client().send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl;
};
const send = (QueueUrl: string, MessageBody: string, MessageGroupId?: string) =>
  client().send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId }));
const receive = async (QueueUrl: string, MaxNumberOfMessages = 1) => {
  const input = { QueueUrl, MaxNumberOfMessages, MessageSystemAttributeNames: ['All' as const] };
  const { Messages = [] } = await client().send(new ReceiveMessageCommand(input));
  return Messages;
};

describe('attributes of queues', () => {
  it('that say yes or no take them in any case', async () => {
    const given = { FifoQueue: 'True', ContentBasedDeduplication: 'TRUE' };
    const QueueUrl = await create('orders.fifo', given);
    await client().send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { SqsManagedSseEnabled: 'False' } }));
    const { Attributes } = await client().send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));

    expect(Attributes).toMatchObject({
      FifoQueue: 'true',
      ContentBasedDeduplication: 'true',
      SqsManagedSseEnabled: 'false',
    });
    expect(await create('orders.fifo', given)).toBe(QueueUrl);
  });

  it.each([
    ['DeduplicationScope', 'queue'],
    ['FifoThroughputLimit', 'perQueue'],
  ])('keep %s for FIFO queues', async (name, value) => {
    await expect(create('orders', { [name]: value })).rejects.toMatchObject({
      message: `You can specify the ${name} only when FifoQueue is set to true.`,
    });
  });
});

describe('PurgeQueue', () => {
  it('lets a FIFO queue take again what it had', async () => {
    const QueueUrl = await create('orders.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    await send(QueueUrl, 'same', 'g');
    await client().send(new PurgeQueueCommand({ QueueUrl }));
    await send(QueueUrl, 'same', 'g');

    expect(await receive(QueueUrl)).toMatchObject([{ Body: 'same' }]);
  });
});

describe('the order of a standard queue', () => {
  it('has a message that comes back before those that were sent after it', async () => {
    const QueueUrl = await create('orders', { VisibilityTimeout: '10' });
    await send(QueueUrl, 'first');
    await receive(QueueUrl);
    await target.cloud.clock.advance('1s');
    await send(QueueUrl, 'second');
    await target.cloud.clock.advance('10s');
    const [first] = await receive(QueueUrl);
    const { ReceiptHandle } = first ?? {};
    await client().send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));

    expect(first?.Body).toBe('first');
    expect((await receive(QueueUrl, 10)).map(({ Body }) => Body)).toEqual(['first', 'second']);
  });

  it('has a message that was received three times behind the others', async () => {
    const QueueUrl = await create('orders', { VisibilityTimeout: '0' });
    await send(QueueUrl, 'first');
    await send(QueueUrl, 'second');
    const bodies: unknown[] = [];
    for (let count = 0; count < 4; count += 1) bodies.push((await receive(QueueUrl))[0]?.Body);

    expect(bodies).toEqual(['first', 'first', 'first', 'second']);
    expect((await receive(QueueUrl, 10)).map(({ Body }) => Body)).toEqual(['second', 'first']);
  });
});

describe('SendMessage', () => {
  it('keeps the trace header of its request', async () => {
    const header = 'Root=1-3152b799-8954dae64eda91bc9a23a7e8;Parent=7fa8c0f79203be72;Sampled=1';
    const QueueUrl = await create('orders');
    const traced = client();
    traced.middlewareStack.add(
      (next) => (args) => {
        (args.request as { headers: Record<string, string> }).headers['X-Amzn-Trace-Id'] = header;
        return next(args);
      },
      { step: 'build' },
    );
    await traced.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));

    expect(await receive(QueueUrl)).toMatchObject([{ Attributes: { AWSTraceHeader: header } }]);
  });

  it('takes names of attributes with letters beyond ASCII', async () => {
    const QueueUrl = await create('orders');
    const MessageAttributes = { größe: { DataType: 'String', StringValue: 'x' } };
    await client().send(new SendMessageCommand({ QueueUrl, MessageBody: 'one', MessageAttributes }));
    const { Messages } = await client().send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }));

    expect(Messages?.[0]?.MessageAttributes).toEqual(MessageAttributes);
  });
});
