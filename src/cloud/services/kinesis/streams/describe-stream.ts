import type * as Kinesis from '@aws-sdk/client-kinesis';
import { firstSequence } from '../records/sequence-numbers.ts';
import { type KinesisState, type Shard, type Stream, shardIdOf } from '../state.ts';
import { openShardsIn } from './find-stream.ts';

export const describeShard = (shard: Shard): Kinesis.Shard => ({
  ShardId: shardIdOf(shard.index),
  ...(shard.parent !== undefined && { ParentShardId: shardIdOf(shard.parent) }),
  ...(shard.adjacentParent !== undefined && { AdjacentParentShardId: shardIdOf(shard.adjacentParent) }),
  HashKeyRange: { StartingHashKey: shard.startHashKey, EndingHashKey: shard.endHashKey },
  SequenceNumberRange: {
    StartingSequenceNumber: firstSequence(shard),
    ...(shard.closed && { EndingSequenceNumber: shard.closed.endingSequence }),
  },
});

/** What both descriptions of a stream tell. */
export const describeStreamHead = (stream: Stream) => ({
  StreamName: stream.name,
  StreamARN: stream.arn,
  StreamStatus: 'ACTIVE' as const,
  StreamModeDetails: { StreamMode: stream.mode },
  RetentionPeriodHours: stream.retentionHours,
  StreamCreationTimestamp: secondOf(stream.createdMs),
  EnhancedMonitoring: [{ ShardLevelMetrics: [...stream.monitoring] as Kinesis.MetricsName[] }],
  ...(stream.keyId === undefined
    ? { EncryptionType: 'NONE' as const }
    : { EncryptionType: 'KMS' as const, KeyId: stream.keyId }),
});

/** Creation times have no fractions. */
export const secondOf = (ms: number): Date => new Date(Math.floor(ms / 1000) * 1000);

export const describeSummary = (state: KinesisState, stream: Stream): Kinesis.StreamDescriptionSummary => ({
  ...describeStreamHead(stream),
  OpenShardCount: openShardsIn(stream).length,
  ConsumerCount: [...state.consumers.keys(consumersOf(stream.arn))].length,
  MaxRecordSizeInKiB: stream.maxRecordKib,
  ...(stream.warmMibps !== undefined && {
    WarmThroughput: { TargetMiBps: stream.warmMibps, CurrentMiBps: stream.warmMibps },
  }),
});

/** The part of the consumers' collection that are those of a stream. */
export const consumersOf = (streamArn: string) => ({ from: `${streamArn}/`, before: `${streamArn}0` });
