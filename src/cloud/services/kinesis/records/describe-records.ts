import type * as Kinesis from '@aws-sdk/client-kinesis';
import { type Shard, type Stream, shardIdOf } from '../state.ts';
import type { KeyedRecord } from './shard-log.ts';

/** As both ways of reading answer a record. */
export const describeRecord = ([sequence, record]: KeyedRecord): Kinesis._Record => ({
  SequenceNumber: sequence,
  ApproximateArrivalTimestamp: new Date(record.arrivedMs),
  Data: record.data,
  PartitionKey: record.partitionKey,
  ...(record.isEncrypted && { EncryptionType: 'KMS' as const }),
});

/** What is read behind the end of a closed shard. */
export const childShardsOf = (stream: Stream, { index }: Shard): Kinesis.ChildShard[] =>
  stream.shards
    .filter(({ parent, adjacentParent }) => parent === index || adjacentParent === index)
    .map((child) => ({
      ShardId: shardIdOf(child.index),
      ParentShards: [child.parent, child.adjacentParent].flatMap((parent) =>
        parent === undefined ? [] : [shardIdOf(parent)],
      ),
      HashKeyRange: { StartingHashKey: child.startHashKey, EndingHashKey: child.endHashKey },
    }));

/** How far a read is behind: the age of what it had last, nothing at the tip. */
export function millisBehind(records: readonly KeyedRecord[], isTip: boolean, nowMs: number): number {
  const last = records.at(-1);
  return isTip || !last ? 0 : Math.max(0, Math.floor(nowMs - last[1].arrivedMs));
}
