import type {
  DeliveryStreamEncryptionConfiguration,
  ExtendedS3DestinationConfiguration,
} from '@aws-sdk/client-firehose';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';

/** A stream and where it delivers to. */
export interface DeliveryStream {
  readonly name: string;
  readonly arn: string;
  /** Begins with 1 and grows with every change. */
  readonly version: number;
  readonly createdMs: number;
  readonly updatedMs?: number;
  /** Of a stream of Kinesis, which is read; undefined where records are put. */
  readonly source?: KinesisStreamSource;
  /** With the defaults of what was not given. */
  readonly destination: ExtendedS3DestinationConfiguration;
  readonly encryption: DeliveryStreamEncryptionConfiguration;
  readonly tags: Tags;
}

/** Where a stream's records come from. */
export interface KinesisStreamSource {
  readonly streamArn: string;
  readonly roleArn: string;
  /** What came earlier is not read. */
  readonly fromMs: number;
}

/** A record that was taken and is not delivered yet. */
export interface StoredRecord {
  readonly id: string;
  /** Base64. */
  readonly data: string;
  readonly arrivedMs: number;
}

/** What waits until there is enough of it, or for long enough. */
export interface Buffer {
  /** Keys of its first and its last record. */
  readonly from: string;
  readonly to: string;
  readonly bytes: number;
  /** Of the call that ends the wait. */
  readonly deferredKey: string;
}

/** Firehose in one account and region. */
export interface FirehoseState {
  /** By name. */
  readonly streams: Collection<DeliveryStream>;
  /** Of one stream, in the order in which they came. */
  readonly records: (stream: string) => Collection<StoredRecord>;
  /** By the stream's name; none where nothing waits. */
  readonly buffers: Collection<Buffer>;
  /** How many records a stream has taken, by its name. */
  readonly sequences: Collection<number>;
  /** Up to where the shards of its source are read, by shard. */
  readonly positions: (stream: string) => Collection<string>;
  readonly dropPositions: (stream: string) => void;
  readonly dropRecords: (stream: string) => void;
}

/** Where streams are, within the scope. */
export const streamsCollection = 'streams';

/** Opens the state of one account and region. */
export const openFirehoseState = (scope: StateScope): FirehoseState => ({
  streams: scope.collection(streamsCollection),
  records: (stream) => scope.collection(`records/${stream}`),
  buffers: scope.collection('buffers'),
  sequences: scope.collection('sequences'),
  positions: (stream) => scope.collection(`positions/${stream}`),
  dropPositions: (stream) => scope.drop(`positions/${stream}`),
  dropRecords: (stream) => scope.drop(`records/${stream}`),
});
