import {
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke, makeFunction } from './make-function.ts';

// Redelivery is a matter of time, so the test owns it. Ten idle minutes would end the function's memory.
const target = useCloud({ clock: 'virtual' });
const advance = (duration: number | string) => target.cloud.clock.advance(duration);
const clients = () => ({ lambda: target.client(LambdaClient), sqs: target.client(SQSClient) });
const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;

/** Remembers the events that it got; fails by what the bodies say. */
const consumer = `const events = [];
  exports.handler = async (event) => {
    if (event.read) return events;
    events.push(event);
    if (event.Records.some(({ body }) => body === 'throw')) throw new Error('no');
    const failed = event.Records.filter(({ body }) => body.includes('bad'));
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };`;

interface Queues {
  readonly QueueUrl: string;
  readonly deadUrl: string;
}

async function makeQueues(Attributes: Record<string, string> = {}, suffix = ''): Promise<Queues> {
  const { sqs } = clients();
  const kind: Record<string, string> = suffix ? { FifoQueue: 'true', ContentBasedDeduplication: 'true' } : {};
  const dead = await sqs.send(new CreateQueueCommand({ QueueName: `dead${suffix}`, Attributes: kind }));
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arnOf(`dead${suffix}`), maxReceiveCount: 3 });
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: `orders${suffix}`, Attributes: { RedrivePolicy, ...kind, ...Attributes } }),
  );
  return { QueueUrl, deadUrl: dead.QueueUrl ?? '' };
}

const map = (input: Partial<CreateEventSourceMappingCommandInput> = {}) =>
  clients().lambda.send(
    new CreateEventSourceMappingCommand({ FunctionName: 'f', EventSourceArn: arnOf('orders'), ...input }),
  );
const send = (QueueUrl: string, MessageBody: string, input: Partial<SendMessageCommandInput> = {}) =>
  clients().sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...input }));
const sendTogether = (QueueUrl: string, ...bodies: string[]) =>
  clients().sqs.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody })),
    }),
  );
const counts = async (QueueUrl: string): Promise<[visible: number, inFlight: number]> => {
  const { Attributes = {} } = await clients().sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  return [Number(Attributes.ApproximateNumberOfMessages), Number(Attributes.ApproximateNumberOfMessagesNotVisible)];
};

interface SqsEvent {
  readonly Records: readonly Record<string, unknown>[];
}
const events = async () => (await invoke(clients().lambda, { read: true })).payload as SqsEvent[];
const bodies = async () => (await events()).map(({ Records }) => Records.map(({ body }) => body));

beforeEach(() => makeFunction(clients().lambda, consumer));

describe('the event', () => {
  it('has the records that AWS documents', async () => {
    const { QueueUrl } = await makeQueues();
    await map();

    const sent = await send(QueueUrl, '{"order":1}', {
      MessageAttributes: { kind: { DataType: 'String', StringValue: 'new' } },
    });
    await advance(1);

    const [event] = await events();
    expect(event).toEqual({
      Records: [
        {
          messageId: sent.MessageId,
          receiptHandle: expect.any(String),
          body: '{"order":1}',
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: expect.stringMatching(/^\d{13}$/),
            SenderId: expect.any(String),
            ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
          },
          messageAttributes: {
            kind: { stringValue: 'new', stringListValues: [], binaryListValues: [], dataType: 'String' },
          },
          md5OfMessageAttributes: sent.MD5OfMessageAttributes,
          md5OfBody: sent.MD5OfMessageBody,
          eventSource: 'aws:sqs',
          eventSourceARN: arnOf('orders'),
          awsRegion: 'us-east-1',
        },
      ],
    });
  });

  it('tells group, deduplication id and sequence number of FIFO messages', async () => {
    const { QueueUrl } = await makeQueues({}, '.fifo');
    await map({ EventSourceArn: arnOf('orders.fifo') });

    const sent = await send(QueueUrl, 'a', { MessageGroupId: 'g', MessageDeduplicationId: 'd' });
    await advance(1);

    const [event] = await events();
    expect(event?.Records[0]?.attributes).toMatchObject({
      MessageGroupId: 'g',
      MessageDeduplicationId: 'd',
      SequenceNumber: sent.SequenceNumber,
    });
  });
});

describe('messages', () => {
  it('are deleted when the function succeeds', async () => {
    const { QueueUrl } = await makeQueues();
    await map();

    await sendTogether(QueueUrl, 'a', 'b');
    await advance('5m');

    expect(await bodies()).toEqual([['a', 'b']]);
    expect(await counts(QueueUrl)).toEqual([0, 0]);
  });

  it('return together when it fails, and are dead letters after the third time', async () => {
    const { QueueUrl, deadUrl } = await makeQueues();
    await map();

    await sendTogether(QueueUrl, 'throw', 'neighbour');
    const attempts: number[] = [];
    for (const wait of [1, '29s', '1s', '30s', '5m']) {
      await advance(wait);
      attempts.push((await bodies()).length);
    }

    expect(attempts).toEqual([1, 1, 2, 3, 3]);
    expect(await counts(QueueUrl)).toEqual([0, 0]);
    expect(await counts(deadUrl)).toEqual([2, 0]);
  });

  it('that it reports return alone', async () => {
    const { QueueUrl, deadUrl } = await makeQueues();
    await map({ FunctionResponseTypes: ['ReportBatchItemFailures'] });

    await sendTogether(QueueUrl, 'good', 'bad', 'fine');
    await advance('5m');

    expect(await bodies()).toEqual([['good', 'bad', 'fine'], ['bad'], ['bad']]);
    expect(await counts(deadUrl)).toEqual([1, 0]);
  });

  it('are deleted whatever it reports, when the mapping does not ask for reports', async () => {
    const { QueueUrl } = await makeQueues();
    await map();

    await send(QueueUrl, 'bad');
    await advance('5m');

    expect(await bodies()).toEqual([['bad']]);
    expect(await counts(QueueUrl)).toEqual([0, 0]);
  });

  it('that no filter matches are deleted unseen', async () => {
    const { QueueUrl } = await makeQueues();
    const Pattern = JSON.stringify({ body: { price: [{ numeric: ['>', 10] }] } });
    await map({ FilterCriteria: { Filters: [{ Pattern }] } });

    await sendTogether(QueueUrl, '{"price":9}', '{"price":11}', 'no JSON');
    await advance(1);

    expect(await bodies()).toEqual([['{"price":11}']]);
    expect(await counts(QueueUrl)).toEqual([0, 0]);
  });

  it('are gathered over the batching window', async () => {
    const { QueueUrl } = await makeQueues();
    await map({ MaximumBatchingWindowInSeconds: 20 });

    await send(QueueUrl, 'a');
    await advance('10s');
    await send(QueueUrl, 'b');
    await advance('10s');

    expect(await bodies()).toEqual([['a', 'b']]);
  });

  it('of a delayed queue come when they are due', async () => {
    const { QueueUrl } = await makeQueues({ DelaySeconds: '60' });
    await map();

    await send(QueueUrl, 'a');
    await advance('59s');
    const early = await bodies();
    await advance('1s');

    expect([early, await bodies()]).toEqual([[], [['a']]]);
  });
});

describe('a FIFO group', () => {
  it('goes on in order behind a message that failed', async () => {
    const { QueueUrl, deadUrl } = await makeQueues({}, '.fifo');
    await map({
      EventSourceArn: arnOf('orders.fifo'),
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });

    for (const body of ['one', 'bad', 'three']) await send(QueueUrl, body, { MessageGroupId: 'g' });
    await advance('5m');

    expect(await bodies()).toEqual([['one'], ['bad'], ['bad'], ['bad'], ['three']]);
    expect(await counts(deadUrl)).toEqual([1, 0]);
  });
});
