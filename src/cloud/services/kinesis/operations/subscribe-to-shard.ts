import type * as Kinesis from '@aws-sdk/client-kinesis';
import type { KinesisOperation } from '../operation.ts';
import { childShardsOf, describeRecord, millisBehind } from '../records/describe-records.ts';
import { sequenceAfter } from '../records/sequence-numbers.ts';
import { readShard } from '../records/shard-log.ts';
import { startOf } from '../records/start-of.ts';
import { shardIdOf } from '../state.ts';
import { findShard, findStream } from '../streams/find-stream.ts';
import { findConsumer } from './consumers.ts';

/** Of one event. https://docs.aws.amazon.com/streams/latest/dev/building-enhanced-consumers-api.html */
const eventLimits = { recordsMax: 10_000, bytesMax: 2 * 1024 * 1024 };

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShard.html */
export const subscribeToShard: KinesisOperation<Kinesis.SubscribeToShardInput, Kinesis.SubscribeToShardOutput> = (
  state,
  input,
  context,
) => {
  const { account, clock } = context;
  const consumer = findConsumer(state, { ConsumerARN: input.ConsumerARN }, context);
  const reference = { StreamARN: consumer.streamArn };
  const stream = findStream(state, reference, context);
  const { index } = findShard(stream, input.ShardId, context, clock.now());
  const { Type: type, SequenceNumber: sequence, Timestamp: timestamp } = input.StartingPosition;
  const shard = findShard(stream, input.ShardId, context, clock.now());
  const asking = { operation: 'SubscribeToShard', account, nowMs: clock.now() };
  let from = startOf(state, stream, shard, { type, sequence, timestamp }, asking);
  const look = (isDue: boolean) => {
    const stream = findStream(state, reference, context);
    const shard = stream.shards[index];
    if (!shard) return { events: [], isOver: true };
    const nowMs = clock.now();
    const { records, isTip } = readShard(state, stream, shard, from, nowMs, eventLimits);
    const last = records.at(-1)?.[0];
    if (last !== undefined) from = sequenceAfter(shard, last);
    const isOver = isTip && shard.closed !== undefined;
    if (records.length === 0 && !isDue && !isOver) return { events: [], isOver: false };
    const SubscribeToShardEvent: Kinesis.SubscribeToShardEvent = {
      Records: records.map(describeRecord),
      ContinuationSequenceNumber: isOver ? undefined : (last ?? from),
      MillisBehindLatest: millisBehind(records, isTip, nowMs),
      ...(isOver && { ChildShards: childShardsOf(stream, shard) }),
    };
    return { events: [{ SubscribeToShardEvent }], isOver };
  };
  const feed = context.runtime.subscriptions.start({
    consumerArn: consumer.arn,
    streamArn: stream.arn,
    shardId: shardIdOf(index),
    look,
  });
  return { EventStream: context.stream<Kinesis.SubscribeToShardEventStream>(feed) };
};
