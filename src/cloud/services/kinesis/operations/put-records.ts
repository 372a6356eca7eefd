import type * as Kinesis from '@aws-sdk/client-kinesis';
import type { AwsError } from '../../../kernel/errors.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidArgument, throughputExceeded } from '../errors.ts';
import type { KinesisContext, KinesisOperation } from '../operation.ts';
import { isSequence } from '../records/sequence-numbers.ts';
import { append } from '../records/shard-log.ts';
import { hashKeyMax, shardOf } from '../records/shard-of.ts';
import { type KinesisState, type Shard, type Stream, shardIdOf } from '../state.ts';
import { findStream } from '../streams/find-stream.ts';

/** AWS: data and partition keys of one PutRecords. */
const requestBytesMax = 10 * 1024 * 1024;
const kib = 1024;

type Entry = Given<Kinesis.PutRecordsRequestEntry>;

/** What a record counts for: its data and its partition key. */
const bytesOf = ({ Data, PartitionKey = '' }: Entry): number => Data.byteLength + Buffer.byteLength(PartitionKey);

/** Throws InvalidArgumentException. */
function assertEntry({ maxRecordKib }: Stream, entry: Entry): void {
  const { ExplicitHashKey } = entry;
  if (ExplicitHashKey !== undefined && BigInt(ExplicitHashKey) > hashKeyMax) {
    throw invalidArgument(
      `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${ExplicitHashKey}`,
    );
  }
  if (bytesOf(entry) > maxRecordKib * kib) {
    throw invalidArgument(`Record size exceeds the maximum record size of the stream: ${maxRecordKib} KiB.`);
  }
}

const encryptionOf = ({ keyId }: Stream) => (keyId === undefined ? {} : { EncryptionType: 'KMS' as const });

/** Puts a record, or tells why its shard takes no more now. */
function putEntry(
  state: KinesisState,
  stream: Stream,
  entry: Entry,
  context: KinesisContext,
): { readonly shard: Shard; readonly sequence: string } | AwsError {
  const { PartitionKey: partitionKey = '', Data: data } = entry;
  const shard = shardOf(stream, partitionKey, entry.ExplicitHashKey);
  const { limits } = context.runtime;
  if (limits && !limits.spend('write', `${stream.arn}/${shard.index}`, bytesOf(entry))) {
    return throughputExceeded(shardIdOf(shard.index), stream.name, context.account);
  }
  return { shard, sequence: append(state, stream, shard, { data, partitionKey }, context.clock.now()) };
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html */
export const putRecord: KinesisOperation<Kinesis.PutRecordInput, Kinesis.PutRecordOutput> = (state, input, context) => {
  const stream = findStream(state, input, context);
  assertEntry(stream, input);
  const { SequenceNumberForOrdering: former } = input;
  if (former !== undefined && !isSequence(former)) {
    throw invalidArgument(
      `ExclusiveMinimumSequenceNumber ${former} used in PutRecord on stream ${stream.name} under account ${context.account} is invalid.`,
    );
  }
  const put = putEntry(state, stream, input, context);
  if (!('shard' in put)) throw put;
  context.runtime.announce(stream.arn);
  return { ShardId: shardIdOf(put.shard.index), SequenceNumber: put.sequence, ...encryptionOf(stream) };
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
export const putRecords: KinesisOperation<Kinesis.PutRecordsInput, Kinesis.PutRecordsOutput> = (
  state,
  input,
  context,
) => {
  const stream = findStream(state, input, context);
  const entries = input.Records as readonly Entry[];
  let bytes = 0;
  for (const entry of entries) {
    assertEntry(stream, entry);
    bytes += bytesOf(entry);
  }
  if (bytes > requestBytesMax) throw invalidArgument('Records size exceeds 10 MB limit');
  let FailedRecordCount = 0;
  const Records = entries.map((entry) => {
    const put = putEntry(state, stream, entry, context);
    if ('shard' in put) return { SequenceNumber: put.sequence, ShardId: shardIdOf(put.shard.index) };
    FailedRecordCount += 1;
    return { ErrorCode: put.code, ErrorMessage: put.message };
  });
  if (FailedRecordCount < entries.length) context.runtime.announce(stream.arn);
  return { FailedRecordCount, Records, ...encryptionOf(stream) };
};
