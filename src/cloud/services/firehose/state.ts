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
  /** With the defaults of what was not given. */
  readonly destination: ExtendedS3DestinationConfiguration;
  readonly encryption: DeliveryStreamEncryptionConfiguration;
  readonly tags: Tags;
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
  readonly dropRecords: (stream: string) => void;
}

/** Opens the state of one account and region. */
export const openFirehoseState = (scope: StateScope): FirehoseState => ({
  streams: scope.collection('streams'),
  records: (stream) => scope.collection(`records/${stream}`),
  buffers: scope.collection('buffers'),
  sequences: scope.collection('sequences'),
  dropRecords: (stream) => scope.drop(`records/${stream}`),
});
