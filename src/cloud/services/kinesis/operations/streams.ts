import type * as Kinesis from '@aws-sdk/client-kinesis';
import { formatArn } from '../../../kernel/arns.ts';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { pageBehind } from '../../../service-kit/pages.ts';
import { inUse, invalidArgument, limitExceeded, streamExists, validation } from '../errors.ts';
import { type KinesisContext, type KinesisOperation, nothing } from '../operation.ts';
import type { KinesisState } from '../state.ts';
import { shardIdOf } from '../state.ts';
import {
  consumersOf,
  describeShard,
  describeStreamHead,
  describeSummary,
  secondOf,
} from '../streams/describe-stream.ts';
import { findStream, openShardsIn, shardsIn } from '../streams/find-stream.ts';
import { firstShards } from '../streams/reshard.ts';
import { assertTags } from './tags.ts';

/** https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const shardsInLargeRegions = 20_000;
const shardsInOtherRegions = 1000;
export const onDemandStreamsMax = 50;
/** https://docs.aws.amazon.com/streams/latest/dev/how-do-i-size-a-stream.html */
const onDemandShards = 4;
const retentionHoursDefault = 24;
const maxRecordKibDefault = 1024;

const largeRegions = ['us-east-1', 'us-west-2', 'eu-west-1'];

export const shardLimitOf = (region: string): number =>
  largeRegions.includes(region) ? shardsInLargeRegions : shardsInOtherRegions;

/** Shards that count against the limit: those of streams with provisioned capacity. */
export function openShardCount(state: KinesisState): number {
  let count = 0;
  for (const stream of state.streams.values()) {
    if (stream.mode === 'PROVISIONED') count += openShardsIn(stream).length;
  }
  return count;
}

/** Throws LimitExceededException. */
export function assertShardsLeft(state: KinesisState, more: number, { account, region }: KinesisContext): void {
  const limit = shardLimitOf(region);
  const current = openShardCount(state);
  if (current + more <= limit) return;
  throw limitExceeded(
    `This request would exceed the shard limit for the account ${account} in ${region}. ` +
      `Current shard count for the account: ${current}. Limit: ${limit}. ` +
      `Number of additional shards that would have resulted from this request: ${more}. ` +
      'Refer to the AWS Service Limits page (https://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) ' +
      'for current limits and how to request higher limits.',
  );
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html */
export const createStream: KinesisOperation<Kinesis.CreateStreamInput, object> = (state, input, context) => {
  const { account, region, clock } = context;
  const { StreamName: name, StreamModeDetails, ShardCount, Tags = {} } = input;
  const mode = StreamModeDetails?.StreamMode ?? 'PROVISIONED';
  if (mode === 'PROVISIONED' && ShardCount === undefined) {
    throw validation(
      "1 validation error detected: Value null at 'shardCount' failed to satisfy constraint: Member must not be null",
    );
  }
  if (state.streams.has(name)) throw streamExists(name, account);
  if (input.RecordDistributionStrategy === 'AUTO') {
    throw new UnsupportedError('Kinesis streams that spread records by themselves (RecordDistributionStrategy)');
  }
  assertTags(Tags);
  if (mode === 'PROVISIONED') assertShardsLeft(state, ShardCount ?? 0, context);
  const createdMs = clock.now();
  state.streams.set(name, {
    name,
    arn: formatArn({ service: 'kinesis', region, account, resource: `stream/${name}` }),
    createdMs,
    mode,
    retentionHours: retentionHoursDefault,
    shards: firstShards(mode === 'ON_DEMAND' ? onDemandShards : (ShardCount ?? 1), createdMs),
    monitoring: [],
    maxRecordKib: input.MaxRecordSizeInKiB ?? maxRecordKibDefault,
    ...(input.WarmThroughputMiBps !== undefined && { warmMibps: input.WarmThroughputMiBps }),
    tags: Tags,
  });
  return nothing;
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteStream.html */
export const deleteStream: KinesisOperation<Kinesis.DeleteStreamInput, object> = (state, input, context) => {
  const stream = findStream(state, input, context);
  const consumers = [...state.consumers.keys(consumersOf(stream.arn))];
  if (consumers.length > 0 && !input.EnforceConsumerDeletion) {
    throw inUse(
      `DeleteStream can't delete ${stream.arn} because there are consumers associated with this data stream. ` +
        `To delete ${stream.name} anyway, set the EnforceConsumerDeletion parameter to true to force the deletion of all ` +
        'the consumers that are associated with it.',
    );
  }
  for (const arn of [...consumers, stream.arn]) state.policies.delete(arn);
  for (const arn of consumers) state.consumers.delete(arn);
  for (const { index } of stream.shards) state.dropRecords(stream.name, index);
  state.streams.delete(stream.name);
  context.runtime.announce(stream.arn);
  return nothing;
};

const describedShardsDefault = 100;

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStream.html */
export const describeStream: KinesisOperation<Kinesis.DescribeStreamInput, Kinesis.DescribeStreamOutput> = (
  state,
  input,
  context,
) => {
  const stream = findStream(state, input, context);
  const page = pageBehind(shardsIn(stream, context.clock.now()), {
    limit: input.Limit ?? describedShardsDefault,
    after: input.ExclusiveStartShardId,
    keyOf: ({ index }) => shardIdOf(index),
  });
  const { StreamName, StreamARN, StreamStatus, StreamModeDetails, ...rest } = describeStreamHead(stream);
  return {
    StreamDescription: {
      StreamName,
      StreamARN,
      StreamStatus,
      StreamModeDetails,
      Shards: page.items.map(describeShard),
      HasMoreShards: page.next !== undefined,
      ...rest,
    },
  };
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStreamSummary.html */
export const describeStreamSummary: KinesisOperation<
  Kinesis.DescribeStreamSummaryInput,
  Kinesis.DescribeStreamSummaryOutput
> = (state, input, context) => ({
  StreamDescriptionSummary: describeSummary(state, findStream(state, input, context)),
});

const listedDefault = 100;

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreams.html */
export const listStreams: KinesisOperation<Kinesis.ListStreamsInput, Kinesis.ListStreamsOutput> = (state, input) => {
  const after = input.NextToken === undefined ? input.ExclusiveStartStreamName : nameIn(input.NextToken);
  const { items, next } = pageBehind(state.streams.values(), {
    limit: input.Limit ?? listedDefault,
    after,
    keyOf: ({ name }) => name,
  });
  return {
    StreamNames: items.map(({ name }) => name),
    HasMoreStreams: next !== undefined,
    ...(next !== undefined && { NextToken: Buffer.from(`>${next}`).toString('base64') }),
    StreamSummaries: items.map(({ name, arn, mode, createdMs }) => ({
      StreamName: name,
      StreamARN: arn,
      StreamStatus: 'ACTIVE' as const,
      StreamModeDetails: { StreamMode: mode },
      StreamCreationTimestamp: secondOf(createdMs),
    })),
  };
};

function nameIn(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('>')) throw invalidArgument('NextToken is invalid.');
  return text.slice(1);
}
