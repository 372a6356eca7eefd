import type { Scope } from '../kernel/scope.ts';
import type { TraceOrigin } from '../kernel/trace.ts';

/** How much is taken of a source at once, and what of it. */
export interface SourceSettings {
  /** Records or messages in one batch. */
  readonly batchSize: number;
  /** How long a batch may wait until it is full. */
  readonly windowSeconds: number;
  /** Batches of a queue that may be worked on at once. */
  readonly maximumConcurrency?: number;
  /** Patterns, as JSON text; what matches none of them is dropped. Empty: all match. */
  readonly filters: readonly string[];
  readonly stream?: StreamSettings;
}

/** What streams are read by and queues are not. */
export interface StreamSettings {
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';
  readonly startingTimestampMs?: number;
  /** So many batches of a shard are handled at once, those of one partition key in order. */
  readonly parallelizationFactor: number;
  /** Of tumbling windows; 0: without. */
  readonly tumblingSeconds: number;
  /** Halves a batch that failed. */
  readonly bisects: boolean;
  /** -1: without end. */
  readonly maximumRetries: number;
  /** -1: however old. */
  readonly maximumAgeSeconds: number;
  /** The ARN that is told of what was given up. */
  readonly onFailure?: string;
}

/** What a consumer gets at once. */
export interface EventBatch {
  /** Each record as the JSON that consumers get, in order. */
  readonly records: readonly string[];
  /** By which consumers name what failed: message ids, sequence numbers. */
  readonly ids: readonly string[];
  /** Of whoever sent the first of them. */
  readonly trace?: TraceOrigin | undefined;
  /** When the last of them came, of streams. */
  readonly lastCreatedMs?: number;
  /** The tumbling window that they belong to. */
  readonly windowed?: WindowedBatch;
}

/** What consumers are told of a tumbling window. https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html */
export interface WindowedBatch {
  readonly window: { readonly start: string; readonly end: string };
  /** What the consumer answered for the records before. */
  readonly state: object;
  readonly shardId: string;
  readonly isFinalInvokeForWindow: boolean;
  readonly isWindowTerminatedEarly: boolean;
}

/** What became of a batch. */
export interface Handled {
  /** Ids of what is not done. */
  readonly failed: ReadonlySet<string> | 'all';
  /** Null where the consumer itself named what failed. */
  readonly functionError: string | null;
  /** Of a tumbling window, after these records. */
  readonly state?: object;
}

/** Records of a stream that nobody will try again. */
export interface LostRecords {
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly attempts: number;
  readonly functionError: string | null;
  readonly shardId: string;
  readonly first: { readonly sequence: string; readonly createdMs: number };
  readonly last: { readonly sequence: string; readonly createdMs: number };
  readonly batchSize: number;
}

/**
 * Who takes what a source has: a function by its mapping, a pipe. It holds no state but the world's, so that pollers can be
 * made again at any time.
 */
export interface Consumer extends Scope {
  readonly sourceArn: string;
  /** In the log. */
  readonly name: string;
  /** As whom the source is asked: `lambda.amazonaws.com`. */
  readonly principal: string;
  /** As they are now; undefined where nothing can be taken: it is disabled or gone, or its function is. */
  settings(): SourceSettings | undefined;
  /** Throws where nobody could be told of the batch. */
  handle(batch: EventBatch): Promise<Handled>;
  /** Up to where a shard is done; undefined for one that nothing was read of. */
  position(shardId: string): string | undefined;
  keepPosition(shardId: string, sequence: string): void;
  /** What is kept of the tumbling window of a shard: JSON. Present where consumers have such windows. */
  window?(shardId: string): string | undefined;
  keepWindow?(shardId: string, text: string | undefined): void;
  /** The role that records of Kinesis name; undefined for none. */
  identityArn?(): string | undefined;
  /** Tells whoever wants to know, in the same step as the position moves on. */
  giveUp(lost: LostRecords): void;
}
