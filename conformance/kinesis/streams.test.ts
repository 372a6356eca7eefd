import * as Kinesis from '@aws-sdk/client-kinesis';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
const client = () => target.client(Kinesis.KinesisClient);
const StreamName = 'orders';
const StreamARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
const half = '170141183460469231731687303715884105728';

const create = (input: Partial<Kinesis.CreateStreamCommandInput> = {}) =>
  client().send(new Kinesis.CreateStreamCommand({ StreamName, ShardCount: 1, ...input }));
const summary = async () =>
  (await client().send(new Kinesis.DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary;
const shards = async (input: Partial<Kinesis.ListShardsCommandInput> = {}) =>
  (await client().send(new Kinesis.ListShardsCommand({ StreamName, ...input }))).Shards ?? [];
const ids = (all: readonly Kinesis.Shard[]) => all.map(({ ShardId }) => Number(ShardId?.slice(-4)));
const split = (ShardToSplit = 'shardId-000000000000', NewStartingHashKey = half) =>
  client().send(new Kinesis.SplitShardCommand({ StreamName, ShardToSplit, NewStartingHashKey }));
const merge = (ShardToMerge: string, AdjacentShardToMerge: string) =>
  client().send(new Kinesis.MergeShardsCommand({ StreamName, ShardToMerge, AdjacentShardToMerge }));
const scale = (TargetShardCount: number) =>
  client().send(new Kinesis.UpdateShardCountCommand({ StreamName, TargetShardCount, ScalingType: 'UNIFORM_SCALING' }));

describe('a stream', () => {
  it('is described as AWS does it, and by its ARN as well', async () => {
    await create({ ShardCount: 3 });
    const { StreamDescription } = await client().send(new Kinesis.DescribeStreamCommand({ StreamARN }));
    const range = (StartingHashKey: string, EndingHashKey: string, index: number) => ({
      ShardId: `shardId-00000000000${index}`,
      HashKeyRange: { StartingHashKey, EndingHashKey },
      SequenceNumberRange: { StartingSequenceNumber: expect.stringMatching(/^49\d{54}$/) },
    });

    expect(StreamDescription).toEqual({
      StreamName,
      StreamARN,
      StreamStatus: 'ACTIVE',
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      Shards: [
        range('0', '113427455640312821154458202477256070484', 0),
        range('113427455640312821154458202477256070485', '226854911280625642308916404954512140969', 1),
        range('226854911280625642308916404954512140970', '340282366920938463463374607431768211455', 2),
      ],
      HasMoreShards: false,
      RetentionPeriodHours: 24,
      StreamCreationTimestamp: expect.any(Date),
      EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
      EncryptionType: 'NONE',
    });
    expect(await summary()).toMatchObject({ OpenShardCount: 3, ConsumerCount: 0, StreamName, StreamARN });
  });

  it('on demand begins with four shards', async () => {
    await create({ ShardCount: undefined, StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
    const limits = await client().send(new Kinesis.DescribeLimitsCommand({}));

    expect(await summary()).toMatchObject({ OpenShardCount: 4, StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
    expect(limits).toMatchObject({ OpenShardCount: 0, OnDemandStreamCount: 1, ShardLimit: 20_000 });
    await expect(scale(5)).rejects.toMatchObject({ name: 'ValidationException' });
    const StreamModeDetails = { StreamMode: 'PROVISIONED' as const };
    await client().send(new Kinesis.UpdateStreamModeCommand({ StreamARN, StreamModeDetails }));
    expect(await summary()).toMatchObject({ OpenShardCount: 4, StreamModeDetails });
  });

  it.each([
    ['twice', StreamName, 'ResourceInUseException', 'Stream orders under account 000000000000 already exists.'],
    [
      'with a name of other letters',
      'no spaces',
      'ValidationException',
      "1 validation error detected: Value 'no spaces' at 'streamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
    ],
  ])('is not created %s', async (_, name, code, message) => {
    await create();

    await expect(create({ StreamName: name })).rejects.toMatchObject({ name: code, message });
  });

  it('is not created beyond the limit of shards', async () => {
    await expect(create({ ShardCount: 20_001 })).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: expect.stringMatching(
        /^This request would exceed the shard limit for the account 000000000000 in us-east-1\. Current shard count for the account: 0\. Limit: 20000\. Number of additional shards that would have resulted from this request: 20001\./,
      ),
    });
  });

  it('is listed by pages, and is gone when it is deleted', async () => {
    for (const name of ['c', 'a', 'b']) await create({ StreamName: name });
    const first = await client().send(new Kinesis.ListStreamsCommand({ Limit: 2 }));
    const next = await client().send(new Kinesis.ListStreamsCommand({ NextToken: first.NextToken }));
    const behind = await client().send(new Kinesis.ListStreamsCommand({ ExclusiveStartStreamName: 'a' }));
    await client().send(new Kinesis.DeleteStreamCommand({ StreamName: 'a' }));

    expect(first).toMatchObject({ StreamNames: ['a', 'b'], HasMoreStreams: true });
    expect(first.StreamSummaries?.[0]).toMatchObject({ StreamName: 'a', StreamStatus: 'ACTIVE' });
    expect(next).toMatchObject({ StreamNames: ['c'], HasMoreStreams: false });
    expect(behind.StreamNames).toEqual(['b', 'c']);
    await expect(client().send(new Kinesis.DescribeStreamSummaryCommand({ StreamName: 'a' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Stream a under account 000000000000 not found.',
    });
  });
});

describe('settings of a stream', () => {
  beforeEach(() => create());
  const increase = (RetentionPeriodHours: number) =>
    client().send(new Kinesis.IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours }));
  const decrease = (RetentionPeriodHours: number) =>
    client().send(new Kinesis.DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours }));

  it('the retention goes up and down within its limits', async () => {
    await increase(72);
    await decrease(48);

    expect(await summary()).toMatchObject({ RetentionPeriodHours: 48 });
    await expect(increase(25)).rejects.toMatchObject({
      name: 'InvalidArgumentException',
      message:
        'Requested retention period (25 hours) for stream orders can not be shorter than existing retention period (48 hours). Use DecreaseRetentionPeriod API.',
    });
    await expect(decrease(49)).rejects.toMatchObject({
      message:
        'Requested retention period (49 hours) for stream orders can not be longer than existing retention period (48 hours). Use IncreaseRetentionPeriod API.',
    });
    await expect(decrease(23)).rejects.toMatchObject({
      message: 'Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.',
    });
    await expect(increase(8761)).rejects.toMatchObject({
      message: 'Maximum allowed retention period is 8760 hours. Requested retention period (8761 hours) is too long.',
    });
  });

  it('encryption is told while it is on', async () => {
    const input = { StreamName, EncryptionType: 'KMS' as const, KeyId: 'alias/aws/kinesis' };
    await client().send(new Kinesis.StartStreamEncryptionCommand(input));
    const on = await summary();
    await client().send(new Kinesis.StopStreamEncryptionCommand(input));

    expect(on).toMatchObject({ EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' });
    expect(await summary()).toMatchObject({ EncryptionType: 'NONE' });
    await expect(
      client().send(new Kinesis.StartStreamEncryptionCommand({ ...input, KeyId: 'alias/nothing' })),
    ).rejects.toMatchObject({ name: 'KMSNotFoundException' });
  });

  it('metrics of shards are switched on and off', async () => {
    const on = await client().send(
      new Kinesis.EnableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics: ['ALL'] }),
    );
    const off = await client().send(
      new Kinesis.DisableEnhancedMonitoringCommand({ StreamName, ShardLevelMetrics: ['IncomingBytes'] }),
    );

    expect(on).toMatchObject({ StreamName, StreamARN, CurrentShardLevelMetrics: [] });
    expect(on.DesiredShardLevelMetrics).toHaveLength(7);
    expect(off.CurrentShardLevelMetrics).toHaveLength(7);
    expect(off.DesiredShardLevelMetrics).not.toContain('IncomingBytes');
  });

  it('records may be larger where the stream says so', async () => {
    await client().send(new Kinesis.UpdateMaxRecordSizeCommand({ StreamARN, MaxRecordSizeInKiB: 2048 }));
    const Data = Buffer.alloc(1_500_000);
    const { ShardId } = await client().send(new Kinesis.PutRecordCommand({ StreamName, Data, PartitionKey: 'k' }));

    expect(ShardId).toBe('shardId-000000000000');
    expect(await summary()).toMatchObject({ MaxRecordSizeInKiB: 2048 });
  });

  it('warm throughput is told', async () => {
    const input = { StreamName, WarmThroughputMiBps: 10 };
    const answer = await client().send(new Kinesis.UpdateStreamWarmThroughputCommand(input));

    expect(answer).toMatchObject({ StreamName, StreamARN, WarmThroughput: { TargetMiBps: 10 } });
  });
});

describe('shards', () => {
  it('are split and merged, and whoever has been is not split again', async () => {
    await create();
    await split();
    await target.cloud.clock.advance('1s');
    await merge('shardId-000000000001', 'shardId-000000000002');
    const all = await shards();

    expect(all[0]?.SequenceNumberRange?.EndingSequenceNumber).toMatch(/^49\d{54}$/);
    expect(all[2]).toMatchObject({
      ParentShardId: 'shardId-000000000000',
      HashKeyRange: { StartingHashKey: half, EndingHashKey: '340282366920938463463374607431768211455' },
    });
    expect(all[3]).toMatchObject({
      ParentShardId: 'shardId-000000000001',
      AdjacentParentShardId: 'shardId-000000000002',
      HashKeyRange: { StartingHashKey: '0', EndingHashKey: '340282366920938463463374607431768211455' },
    });
    await expect(split()).rejects.toMatchObject({
      name: 'InvalidArgumentException',
      message:
        'Shard shardId-000000000000 in stream orders under account 000000000000 has already been merged or split, and thus is not eligible for merging or splitting.',
    });
  });

  it('are refused where they do not touch, are not there, or cannot be split at that key', async () => {
    await create({ ShardCount: 3 });

    await expect(merge('shardId-000000000000', 'shardId-000000000002')).rejects.toMatchObject({
      message:
        'Shards shardId-000000000000 and shardId-000000000002 in stream orders under account 000000000000 are not an adjacent pair of shards eligible for merging',
    });
    await expect(split('shardId-000000000009')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Could not find shard shardId-000000000009 in stream orders under account 000000000000.',
    });
    await expect(split('shardId-000000000000', '1')).rejects.toMatchObject({
      message:
        "NewStartingHashKey 1 used in SplitShard() on shard shardId-000000000000 in stream orders under account 000000000000 is not both greater than one plus the shard's StartingHashKey 0 and less than the shard's EndingHashKey 113427455640312821154458202477256070484.",
    });
  });

  it('from four to three are split where the new ones end and merged with their neighbours', async () => {
    await create({ ShardCount: 4 });
    const { $metadata: _, ...answer } = await scale(3);

    expect(answer).toEqual({ StreamName, StreamARN, CurrentShardCount: 4, TargetShardCount: 3 });
    expect(ids(await shards({ ShardFilter: { Type: 'AT_LATEST' } }))).toEqual([6, 9, 10]);
    expect(await summary()).toMatchObject({ OpenShardCount: 3 });
  });

  it('are not scaled to more than double or less than half', async () => {
    await create({ ShardCount: 3 });

    await expect(scale(7)).rejects.toMatchObject({ message: expect.stringContaining('over double') });
    await expect(scale(1)).rejects.toMatchObject({ message: expect.stringContaining('below half') });
  });

  it('are listed by filter and by pages', async () => {
    await create();
    await target.cloud.clock.advance('1m');
    const Timestamp = new Date(target.cloud.clock.now());
    await target.cloud.clock.advance('1m');
    await split();
    const filtered = async (ShardFilter: Kinesis.ShardFilter) => ids(await shards({ ShardFilter }));
    const first = await client().send(new Kinesis.ListShardsCommand({ StreamName, MaxResults: 2 }));
    const rest = await client().send(new Kinesis.ListShardsCommand({ NextToken: first.NextToken }));

    expect(await filtered({ Type: 'AT_LATEST' })).toEqual([1, 2]);
    expect(await filtered({ Type: 'AT_TRIM_HORIZON' })).toEqual([0]);
    expect(await filtered({ Type: 'FROM_TRIM_HORIZON' })).toEqual([0, 1, 2]);
    expect(await filtered({ Type: 'AT_TIMESTAMP', Timestamp })).toEqual([0]);
    expect(await filtered({ Type: 'AFTER_SHARD_ID', ShardId: 'shardId-000000000001' })).toEqual([2]);
    expect([ids(first.Shards ?? []), ids(rest.Shards ?? [])]).toEqual([[0, 1], [2]]);
    await expect(shards({ NextToken: first.NextToken })).rejects.toMatchObject({
      name: 'InvalidArgumentException',
      message: 'NextToken and StreamName cannot be provided together.',
    });
  });

  it('that are closed go when nothing of them can be read any more', async () => {
    await create();
    await split();
    await target.cloud.clock.advance('25h');

    expect(ids(await shards())).toEqual([1, 2]);
  });
});

describe('tags and policies', () => {
  it('tags are put on, listed and taken off by both APIs', async () => {
    await create({ Tags: { born: 'with' } });
    await client().send(new Kinesis.AddTagsToStreamCommand({ StreamName, Tags: { a: '1', b: '2' } }));
    await client().send(new Kinesis.TagResourceCommand({ ResourceARN: StreamARN, Tags: { c: '3' } }));
    await client().send(new Kinesis.RemoveTagsFromStreamCommand({ StreamName, TagKeys: ['a'] }));
    await client().send(new Kinesis.UntagResourceCommand({ ResourceARN: StreamARN, TagKeys: ['b'] }));
    const page = await client().send(new Kinesis.ListTagsForStreamCommand({ StreamName, Limit: 1 }));
    const all = await client().send(new Kinesis.ListTagsForResourceCommand({ ResourceARN: StreamARN }));

    expect(page).toMatchObject({ Tags: [{ Key: 'born', Value: 'with' }], HasMoreTags: true });
    expect(all.Tags).toEqual([
      { Key: 'born', Value: 'with' },
      { Key: 'c', Value: '3' },
    ]);
  });

  it('a stream has 50 tags at most', async () => {
    await create();
    const Tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, '']));

    await expect(client().send(new Kinesis.AddTagsToStreamCommand({ StreamName, Tags }))).rejects.toMatchObject({
      name: 'InvalidArgumentException',
    });
  });

  it('a resource policy is kept, told and deleted', async () => {
    await create();
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    const on = { ResourceARN: StreamARN };
    await client().send(new Kinesis.PutResourcePolicyCommand({ ...on, Policy }));
    const told = await client().send(new Kinesis.GetResourcePolicyCommand(on));
    await client().send(new Kinesis.DeleteResourcePolicyCommand(on));

    expect(told.Policy).toBe(Policy);
    await expect(client().send(new Kinesis.DeleteResourcePolicyCommand(on))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
