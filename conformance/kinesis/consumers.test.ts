import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  ListStreamConsumersCommand,
  PutRecordCommand,
  RegisterStreamConsumerCommand,
  SplitShardCommand,
  SubscribeToShardCommand,
  type SubscribeToShardCommandInput,
  type SubscribeToShardEvent,
} from '@aws-sdk/client-kinesis';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
const client = () => target.client(KinesisClient);
const StreamName = 'orders';
const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';

beforeEach(() => client().send(new CreateStreamCommand({ StreamName, ShardCount: 1 })));

const register = async (ConsumerName = 'reader') =>
  (await client().send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName }))).Consumer;
const put = (text: string) =>
  client().send(new PutRecordCommand({ StreamName, Data: Buffer.from(text), PartitionKey: 'k' }));

describe('consumers of a stream', () => {
  it('are registered, described, listed by pages and deregistered', async () => {
    const first = await register('a');
    await register('b');
    const page = await client().send(new ListStreamConsumersCommand({ StreamARN, MaxResults: 1 }));
    const rest = await client().send(new ListStreamConsumersCommand({ StreamARN, NextToken: page.NextToken }));
    const { ConsumerDescription } = await client().send(
      new DescribeStreamConsumerCommand({ StreamARN, ConsumerName: 'a' }),
    );
    const summary = await client().send(new DescribeStreamSummaryCommand({ StreamName }));

    expect(first).toEqual({
      ConsumerName: 'a',
      ConsumerARN: expect.stringMatching(/^arn:aws:kinesis:us-east-1:000000000000:stream\/orders\/consumer\/a:\d+$/),
      ConsumerStatus: 'CREATING',
      ConsumerCreationTimestamp: expect.any(Date),
    });
    expect([page, rest].map(({ Consumers }) => Consumers?.map(({ ConsumerName }) => ConsumerName))).toEqual([
      ['a'],
      ['b'],
    ]);
    expect(ConsumerDescription).toEqual({ ...first, ConsumerStatus: 'ACTIVE', StreamARN });
    expect(summary.StreamDescriptionSummary?.ConsumerCount).toBe(2);
    await client().send(new DeregisterStreamConsumerCommand({ ConsumerARN: first?.ConsumerARN }));
    await expect(
      client().send(new DescribeStreamConsumerCommand({ ConsumerARN: first?.ConsumerARN })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('have a name that is taken once, and keep their stream from being deleted', async () => {
    await register();

    await expect(register()).rejects.toMatchObject({ name: 'ResourceInUseException' });
    await expect(client().send(new DeleteStreamCommand({ StreamName }))).rejects.toMatchObject({
      name: 'ResourceInUseException',
      message: expect.stringContaining('set the EnforceConsumerDeletion parameter to true'),
    });
    await client().send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
  });
});

// By the socket, the SDK's client speaks HTTP/2 unless it is told otherwise.
describe.each(['http', 'in-process'] as const)('SubscribeToShard (%s)', (transport) => {
  /** Reads events until `isEnough`. */
  async function subscribe(
    ConsumerARN: string | undefined,
    isEnough: (events: readonly SubscribeToShardEvent[]) => boolean,
    input: Partial<SubscribeToShardCommandInput> = {},
    onEvent: (event: SubscribeToShardEvent) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<SubscribeToShardEvent[]> {
    const subscriber = target.client(KinesisClient, transport);
    const events: SubscribeToShardEvent[] = [];
    try {
      const { EventStream } = await subscriber.send(
        new SubscribeToShardCommand({
          ConsumerARN,
          ShardId: 'shardId-000000000000',
          StartingPosition: { Type: 'TRIM_HORIZON' },
          ...input,
        }),
      );
      for await (const { SubscribeToShardEvent: event } of EventStream ?? []) {
        if (!event) continue;
        events.push(event);
        if (isEnough(events)) break;
        await onEvent(event);
      }
    } finally {
      subscriber.destroy();
    }
    return events;
  }
  const texts = (events: readonly SubscribeToShardEvent[]) =>
    events.flatMap(({ Records = [] }) => Records.map(({ Data }) => Buffer.from(Data ?? []).toString()));

  it('tells what is there, and what comes, as it comes', async () => {
    const consumer = await register();
    await put('before');
    const events = await subscribe(
      consumer?.ConsumerARN,
      (all) => texts(all).length === 2,
      {},
      () => put('after'),
    );

    expect(texts(events)).toEqual(['before', 'after']);
    expect(events[0]?.MillisBehindLatest).toBe(0);
    expect(events[0]?.ContinuationSequenceNumber).toMatch(/^49\d{54}$/);
  });

  it('ends with the children of a shard that is split', async () => {
    const consumer = await register();
    const split = () =>
      client().send(
        new SplitShardCommand({
          StreamName,
          ShardToSplit: 'shardId-000000000000',
          NewStartingHashKey: '170141183460469231731687303715884105728',
        }),
      );
    const events = await subscribe(
      consumer?.ConsumerARN,
      () => false,
      {},
      (event) => (event.ChildShards ? Promise.resolve() : split()),
    );

    expect(events.at(-1)?.ContinuationSequenceNumber).toBeUndefined();
    expect(events.at(-1)?.ChildShards?.map(({ ShardId }) => ShardId)).toEqual([
      'shardId-000000000001',
      'shardId-000000000002',
    ]);
  });

  it('ends after five minutes', async () => {
    const consumer = await register();
    const events = await subscribe(
      consumer?.ConsumerARN,
      () => false,
      {},
      () => target.cloud.clock.advance('1m'),
    );

    expect(events.length).toBeGreaterThan(1);
  });

  it('is refused while the consumer has just subscribed, and ends for the next one after five seconds', async () => {
    const consumer = await register();
    const again = () => subscribe(consumer?.ConsumerARN, () => true);
    let refusal: unknown;
    let next: readonly SubscribeToShardEvent[] = [];
    const first = subscribe(
      consumer?.ConsumerARN,
      () => false,
      {},
      async () => {
        refusal ??= await again().catch((error: unknown) => error);
        await target.cloud.clock.advance('6s');
        next = await again();
      },
    );

    await expect(first).rejects.toMatchObject({ name: 'ResourceInUseException' });
    expect(refusal).toMatchObject({ name: 'ResourceInUseException' });
    expect(next).toHaveLength(1);
  });

  it('is refused for a consumer that is not there', async () => {
    const nobody = `${StreamARN}/consumer/nobody:1700000000`;

    await expect(subscribe(nobody, () => true)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
