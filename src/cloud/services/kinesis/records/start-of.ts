import { invalidArgument } from '../errors.ts';
import { type KinesisState, type Shard, type Stream, shardIdOf } from '../state.ts';
import { firstSequence, isOfShard, sequenceAfter, sequenceAt } from './sequence-numbers.ts';
import { tipOf } from './shard-log.ts';

/** Where a read begins, as iterators and subscriptions name it. */
export interface Start {
  readonly type: string | undefined;
  readonly sequence?: string | undefined;
  readonly timestamp?: Date | undefined;
}

/** Who asks for it, as errors name it. */
export interface Asking {
  readonly operation: string;
  readonly account: string;
  readonly nowMs: number;
}

/** The first sequence number to read. Throws InvalidArgumentException for what is not in the shard. */
export function startOf(
  state: KinesisState,
  stream: Stream,
  shard: Shard,
  { type, sequence, timestamp }: Start,
  asking: Asking,
): string {
  switch (type) {
    case 'TRIM_HORIZON':
      return firstSequence(shard);
    case 'LATEST':
      return tipOf(state, stream, shard, asking.nowMs);
    case 'AT_TIMESTAMP': {
      if (timestamp === undefined)
        throw invalidArgument(
          'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.',
        );
      const atMs = new Date(timestamp).getTime();
      if (atMs > asking.nowMs) {
        throw invalidArgument(
          `The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: ${atMs}, currentTimestampInMillis: ${Math.floor(asking.nowMs)}`,
        );
      }
      return sequenceAt(shard, atMs);
    }
    default: {
      const given = givenSequence(stream, shard, type, sequence, asking);
      return type === 'AFTER_SEQUENCE_NUMBER' ? sequenceAfter(shard, given) : given;
    }
  }
}

function givenSequence(
  { name }: Stream,
  shard: Shard,
  type: string | undefined,
  sequence: string | undefined,
  { operation, account }: Asking,
): string {
  if (sequence === undefined) {
    throw invalidArgument(
      `Must either specify (1) AT_SEQUENCE_NUMBER and StartingSequenceNumber or (2) AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (3) TRIM_HORIZON and no StartingSequenceNumber or (4) LATEST and no StartingSequenceNumber or (5) AT_TIMESTAMP and timestamp. Request specified ${type} and no StartingSequenceNumber.`,
    );
  }
  // Numbers below all others stand for the beginning.
  if (sequence === '0') return firstSequence(shard);
  if (isOfShard(sequence, shard)) return sequence;
  throw invalidArgument(
    `StartingSequenceNumber ${sequence} used in ${operation} on shard ${shardIdOf(shard.index)} in stream ${name} under ` +
      `account ${account} is invalid because it did not come from this stream.`,
  );
}
