import type * as Kinesis from '@aws-sdk/client-kinesis';
import { invalidArgument, streamNotFound, throughputExceeded } from '../errors.ts';
import type { KinesisOperation } from '../operation.ts';
import { childShardsOf, describeRecord, millisBehind } from '../records/describe-records.ts';
import { iteratorOf, readIterator } from '../records/iterator.ts';
import { sequenceAfter } from '../records/sequence-numbers.ts';
import { readShard } from '../records/shard-log.ts';
import { startOf } from '../records/start-of.ts';
import { shardIdOf } from '../state.ts';
import { findShard, findStream } from '../streams/find-stream.ts';

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html */
const recordsMax = 10_000;
const bytesMax = 10 * 1024 * 1024;

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html */
export const getShardIterator: KinesisOperation<Kinesis.GetShardIteratorInput, Kinesis.GetShardIteratorOutput> = (
  state,
  input,
  context,
) => {
  const { account, clock } = context;
  const nowMs = clock.now();
  const stream = findStream(state, input, context);
  const shard = findShard(stream, input.ShardId, context, nowMs);
  const { ShardIteratorType: type, StartingSequenceNumber: sequence, Timestamp: timestamp } = input;
  const from = startOf(
    state,
    stream,
    shard,
    { type, sequence, timestamp },
    { operation: 'GetShardIterator', account, nowMs },
  );
  const { name, createdMs } = stream;
  return { ShardIterator: iteratorOf({ stream: name, createdMs, shard: shard.index, from, issuedMs: nowMs }) };
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html */
export const getRecords: KinesisOperation<Kinesis.GetRecordsInput, Kinesis.GetRecordsOutput> = (
  state,
  input,
  context,
) => {
  const nowMs = context.clock.now();
  const position = readIterator(input.ShardIterator, nowMs);
  const reference = { StreamName: position.stream, StreamARN: input.StreamARN };
  const stream = findStream(state, reference, context);
  if (stream.createdMs !== position.createdMs) throw streamNotFound(stream.name, context.account);
  const shard = stream.shards[position.shard];
  if (!shard) throw invalidArgument('Invalid ShardIterator.');
  const limits = { recordsMax: input.Limit ?? recordsMax, bytesMax };
  const { records, isTip } = readShard(state, stream, shard, position.from, nowMs, limits);
  const bytes = records.reduce((sum, [, { data }]) => sum + data.byteLength, 0);
  if (context.runtime.limits && !context.runtime.limits.spend('read', `${stream.arn}/${shard.index}`, bytes)) {
    throw throughputExceeded(shardIdOf(shard.index), stream.name, context.account);
  }
  const last = records.at(-1)?.[0];
  const isOver = isTip && shard.closed !== undefined;
  return {
    Records: records.map(describeRecord),
    ...(!isOver && {
      NextShardIterator: iteratorOf({
        ...position,
        from: last === undefined ? position.from : sequenceAfter(shard, last),
        issuedMs: nowMs,
      }),
    }),
    MillisBehindLatest: millisBehind(records, isTip, nowMs),
    ...(isOver && { ChildShards: childShardsOf(stream, shard) }),
  };
};
