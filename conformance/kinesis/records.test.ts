import { createHash } from 'node:crypto';
import {
  CreateStreamCommand,
  type CreateStreamCommandInput,
  DescribeStreamCommand,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  IncreaseStreamRetentionPeriodCommand,
  KinesisClient,
  PutRecordCommand,
  PutRecordsCommand,
  SplitShardCommand,
  StartStreamEncryptionCommand,
} from '@aws-sdk/client-kinesis';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
const client = () => target.client(KinesisClient);
const StreamName = 'orders';
const shard0 = 'shardId-000000000000';

const create = (input: Partial<CreateStreamCommandInput> = {}) =>
  client().send(new CreateStreamCommand({ StreamName, ShardCount: 1, ...input }));
const put = (text: string, PartitionKey = 'k') =>
  client().send(new PutRecordCommand({ StreamName, Data: Buffer.from(text), PartitionKey }));
const iterator = async (input: Partial<GetShardIteratorCommandInput> = {}) => {
  const given = { StreamName, ShardId: shard0, ShardIteratorType: 'TRIM_HORIZON' as const, ...input };
  return (await client().send(new GetShardIteratorCommand(given))).ShardIterator;
};
const get = (ShardIterator: string | undefined, Limit?: number) =>
  client().send(new GetRecordsCommand({ ShardIterator, Limit }));
const texts = ({ Records = [] }: GetRecordsCommandOutput) =>
  Records.map(({ Data = new Uint8Array() }) => Buffer.from(Data).toString());

describe('PutRecord', () => {
  beforeEach(() => create({ ShardCount: 4 }));

  it('answers the shard whose hash keys the MD5 of the partition key lies in, and a sequence number of 56 digits', async () => {
    const { StreamDescription } = await client().send(new DescribeStreamCommand({ StreamName }));
    const hash = BigInt(`0x${createHash('md5').update('customer-7').digest('hex')}`);
    const expected = StreamDescription?.Shards?.find(
      ({ HashKeyRange }) =>
        BigInt(HashKeyRange?.StartingHashKey ?? 0) <= hash && hash <= BigInt(HashKeyRange?.EndingHashKey ?? 0),
    );

    expect(await put('a', 'customer-7')).toMatchObject({
      ShardId: expected?.ShardId,
      SequenceNumber: expect.stringMatching(/^49\d{54}$/),
    });
  });

  it.each([
    ['0', 'shardId-000000000000'],
    ['85070591730234615865843651857942052863', 'shardId-000000000000'],
    ['85070591730234615865843651857942052864', 'shardId-000000000001'],
    ['340282366920938463463374607431768211455', 'shardId-000000000003'],
  ])('puts a record with the explicit hash key %s into %s', async (ExplicitHashKey, ShardId) => {
    const input = { StreamName, Data: Buffer.from('a'), PartitionKey: 'k', ExplicitHashKey };

    expect(await client().send(new PutRecordCommand(input))).toMatchObject({ ShardId });
  });

  it('refuses a hash key beyond 128 bits, and a sequence number that is none', async () => {
    const input = { StreamName, Data: Buffer.from('a'), PartitionKey: 'k' };
    const beyond = '340282366920938463463374607431768211456';

    await expect(client().send(new PutRecordCommand({ ...input, ExplicitHashKey: beyond }))).rejects.toMatchObject({
      name: 'InvalidArgumentException',
      message: `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${beyond}`,
    });
    await expect(
      client().send(new PutRecordCommand({ ...input, SequenceNumberForOrdering: '7' })),
    ).rejects.toMatchObject({
      name: 'InvalidArgumentException',
      message:
        'ExclusiveMinimumSequenceNumber 7 used in PutRecord on stream orders under account 000000000000 is invalid.',
    });
  });

  it('gives records of one key sequence numbers that grow', async () => {
    const numbers: string[] = [];
    for (const text of ['a', 'b', 'c']) numbers.push((await put(text)).SequenceNumber ?? '');
    await target.cloud.clock.advance('1s');
    numbers.push((await put('d')).SequenceNumber ?? '');

    expect(new Set(numbers).size).toBe(4);
    expect(numbers.toSorted()).toEqual(numbers);
  });

  it('refuses a stream that is not there', async () => {
    const input = { StreamName: 'nothing', Data: Buffer.from('a'), PartitionKey: 'k' };

    await expect(client().send(new PutRecordCommand(input))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Stream nothing under account 000000000000 not found.',
    });
  });

  it('refuses an empty partition key and a record that is larger than the stream takes', async () => {
    await expect(put('a', '')).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value '' at 'partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
    });
    await expect(put('x'.repeat(1_048_577))).rejects.toMatchObject({ name: 'InvalidArgumentException' });
  });
});

describe('PutRecords', () => {
  it('answers each record in order, and tells of encryption', async () => {
    await create();
    await client().send(
      new StartStreamEncryptionCommand({ StreamName, EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' }),
    );
    const Records = ['a', 'b'].map((text) => ({ Data: Buffer.from(text), PartitionKey: text }));
    const { $metadata: _, ...answer } = await client().send(new PutRecordsCommand({ StreamName, Records }));

    expect(answer).toEqual({
      FailedRecordCount: 0,
      EncryptionType: 'KMS',
      Records: [
        { ShardId: shard0, SequenceNumber: expect.stringMatching(/^49\d{54}$/) },
        { ShardId: shard0, SequenceNumber: expect.stringMatching(/^49\d{54}$/) },
      ],
    });
    expect((await get(await iterator())).Records?.[0]).toMatchObject({ EncryptionType: 'KMS', PartitionKey: 'a' });
  });

  it('refuses more than 500 records', async () => {
    await create();
    const Records = Array.from({ length: 501 }, () => ({ Data: Buffer.from('a'), PartitionKey: 'k' }));

    await expect(client().send(new PutRecordsCommand({ StreamName, Records }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(
        "at 'records' failed to satisfy constraint: Member must have length less than or equal to 500",
      ),
    });
  });
});

describe('an iterator', () => {
  beforeEach(() => create());

  it('of each type begins where it says', async () => {
    await put('a');
    await target.cloud.clock.advance('10s');
    const Timestamp = new Date(target.cloud.clock.now());
    const { SequenceNumber: StartingSequenceNumber } = await put('b');
    const latest = await iterator({ ShardIteratorType: 'LATEST' });
    await put('c');
    const read = async (input: Partial<GetShardIteratorCommandInput>) => texts(await get(await iterator(input)));

    expect(await read({})).toEqual(['a', 'b', 'c']);
    expect(await read({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber })).toEqual(['b', 'c']);
    expect(await read({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber })).toEqual(['c']);
    expect(await read({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp })).toEqual(['b', 'c']);
    expect(texts(await get(latest))).toEqual(['c']);
  });

  it('expires after five minutes', async () => {
    const ShardIterator = await iterator();
    await target.cloud.clock.advance('301s');

    await expect(get(ShardIterator)).rejects.toMatchObject({
      name: 'ExpiredIteratorException',
      message: expect.stringMatching(
        /^Iterator expired\. The iterator was created at time \w{3} \w{3} \d{2} \d{2}:\d{2}:\d{2} UTC \d{4} while right now it is \w{3} \w{3} \d{2} \d{2}:\d{2}:\d{2} UTC \d{4} which is further in the future than the tolerated delay of 300000 milliseconds\.$/,
      ),
    });
  });

  it('is refused where it is none, for a shard that is not there, and for a sequence number of elsewhere', async () => {
    await expect(get('nonsense')).rejects.toMatchObject({
      name: 'InvalidArgumentException',
      message: 'Invalid ShardIterator.',
    });
    await expect(iterator({ ShardId: 'shardId-000000000007' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Shard shardId-000000000007 in stream orders under account 000000000000 does not exist',
    });
    await expect(
      iterator({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '5' }),
    ).rejects.toMatchObject({ name: 'InvalidArgumentException' });
  });
});

describe('GetRecords', () => {
  it('takes a limit, and goes on where it was, telling how far it is behind', async () => {
    await create();
    for (const text of ['a', 'b', 'c']) await put(text);
    await target.cloud.clock.advance('5s');
    const first = await get(await iterator(), 2);
    const second = await get(first.NextShardIterator);

    expect([texts(first), texts(second)]).toEqual([['a', 'b'], ['c']]);
    expect([first.MillisBehindLatest, second.MillisBehindLatest]).toEqual([5000, 0]);
    expect(texts(await get(second.NextShardIterator))).toEqual([]);
  });

  it('leaves out what is older than the retention', async () => {
    await create();
    await put('old');
    await target.cloud.clock.advance('86401s');
    await put('new');

    expect(texts(await get(await iterator()))).toEqual(['new']);
  });

  it('has what a longer retention keeps', async () => {
    await create();
    await client().send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 48 }));
    await put('old');
    await target.cloud.clock.advance('24h');

    expect(texts(await get(await iterator()))).toEqual(['old']);
  });

  it('ends a closed shard with its children and no further iterator', async () => {
    await create();
    await put('a');
    await client().send(
      new SplitShardCommand({
        StreamName,
        ShardToSplit: shard0,
        NewStartingHashKey: '170141183460469231731687303715884105728',
      }),
    );
    const answer = await get(await iterator());

    expect(texts(answer)).toEqual(['a']);
    expect(answer.NextShardIterator).toBeUndefined();
    expect(answer.ChildShards).toEqual([
      {
        ShardId: 'shardId-000000000001',
        ParentShards: [shard0],
        HashKeyRange: { StartingHashKey: '0', EndingHashKey: '170141183460469231731687303715884105727' },
      },
      {
        ShardId: 'shardId-000000000002',
        ParentShards: [shard0],
        HashKeyRange: {
          StartingHashKey: '170141183460469231731687303715884105728',
          EndingHashKey: '340282366920938463463374607431768211455',
        },
      },
    ]);
  });
});
