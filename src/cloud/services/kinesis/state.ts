import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';

/** A part of a stream: what has a hash key of its range goes to it, until it is closed. */
export interface Shard {
  readonly index: number;
  /** Decimal numbers of up to 128 bits, both included. */
  readonly startHashKey: string;
  readonly endHashKey: string;
  /** In seconds; its sequence numbers begin with it, so that those of children are greater. */
  readonly createdSeconds: number;
  readonly createdMs: number;
  readonly parent?: number;
  readonly adjacentParent?: number;
  /** Present when it takes no more. */
  readonly closed?: { readonly atMs: number; readonly endingSequence: string };
}

export interface Stream {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly mode: 'PROVISIONED' | 'ON_DEMAND';
  readonly retentionHours: number;
  /** By their index. */
  readonly shards: readonly Shard[];
  readonly keyId?: string;
  /** Metrics of shards that are switched on. */
  readonly monitoring: readonly string[];
  readonly maxRecordKib: number;
  readonly warmMibps?: number;
  readonly tags: Tags;
}

/** Who reads a stream by enhanced fan-out. */
export interface StreamConsumer {
  readonly name: string;
  readonly arn: string;
  readonly streamArn: string;
  readonly createdMs: number;
  readonly tags: Tags;
}

/** A record as it is kept; its sequence number is its key. */
export interface StoredRecord {
  readonly data: Uint8Array;
  readonly partitionKey: string;
  readonly arrivedMs: number;
  readonly isEncrypted?: true;
}

export interface KinesisState {
  /** By name. */
  readonly streams: Collection<Stream>;
  /** By ARN, which begins with that of the stream. */
  readonly consumers: Collection<StreamConsumer>;
  /** Texts, by the ARN of a stream or consumer. */
  readonly policies: Collection<string>;
  /** The records of a shard by sequence number. */
  records(streamName: string, shardIndex: number): Collection<StoredRecord>;
  dropRecords(streamName: string, shardIndex: number): void;
  readonly scope: StateScope;
}

/** Opens the state of one account and region. */
export function openKinesisState(scope: StateScope): KinesisState {
  const nameOf = (stream: string, shard: number) => `records/${stream}/${shard}`;
  return {
    streams: scope.collection<Stream>('streams'),
    consumers: scope.collection<StreamConsumer>('consumers'),
    policies: scope.collection<string>('policies'),
    records: (stream, shard) => scope.collection<StoredRecord>(nameOf(stream, shard)),
    dropRecords: (stream, shard) => scope.drop(nameOf(stream, shard)),
    scope,
  };
}

/** `shardId-000000000000` */
export const shardIdOf = (index: number): string => `shardId-${String(index).padStart(12, '0')}`;

export const isOpen = (shard: Shard): boolean => shard.closed === undefined;
