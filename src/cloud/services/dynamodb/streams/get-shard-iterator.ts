import type { GetShardIteratorCommandInput } from '@aws-sdk/client-dynamodb-streams';
import type { Operation } from '../../../service-kit/contract.ts';
import { sequenceOf } from '../engine/record-change.ts';
import { sequenceMissing, sequenceUnexpected, trimmed } from '../errors/stream-errors.ts';
import type { DynamoState } from '../state.ts';
import { checkNamed } from '../tables/check-input.ts';
import { iteratorOf } from './iterator.ts';
import { getShardIteratorShape } from './shapes.ts';
import { findShard, openStream } from './shard.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html */
export const getShardIterator: Operation<
  GetShardIteratorCommandInput,
  { readonly ShardIterator: string },
  DynamoState
> = (state, input, { clock }) => {
  checkNamed(input, getShardIteratorShape);
  const { SequenceNumber: sequence, ShardIteratorType: type = 'LATEST' } = input;
  const isExact = type === 'AT_SEQUENCE_NUMBER' || type === 'AFTER_SEQUENCE_NUMBER';
  if (isExact && sequence === undefined) throw sequenceMissing();
  if (!isExact && sequence !== undefined) throw sequenceUnexpected(type);
  const stream = openStream(state, input.StreamArn ?? '', clock.now());
  const shard = findShard(state, stream, input.ShardId ?? '');
  const after = startOf(state, stream.arn, type, sequence ?? '');
  return {
    ShardIterator: iteratorOf({ streamArn: stream.arn, shardId: shard.id, after, issuedMs: clock.now() }),
  };
};

/** The sequence number behind which reading begins. */
function startOf(state: DynamoState, arn: string, type: string, sequence: string): string {
  const records = state.records(arn);
  if (type === 'TRIM_HORIZON') return sequenceOf(0);
  if (type === 'LATEST') {
    const [last] = records.keys({ reverse: true });
    return last ?? sequenceOf(0);
  }
  const [first] = records.keys();
  if (first !== undefined && sequence < first && sequence !== sequenceOf(0)) throw trimmed(sequence);
  if (type === 'AFTER_SEQUENCE_NUMBER') return sequence;
  const [before] = records.keys({ before: sequence, reverse: true });
  return before ?? sequenceOf(0);
}
