import { usualFaults } from '../../../kernel/faults/fault-model.ts';
import type { Service } from '../../../service-kit/contract.ts';
import { type DynamoState, openDynamoState } from '../state.ts';
import { describeStream } from './describe-stream.ts';
import { getRecords } from './get-records.ts';
import { getShardIterator } from './get-shard-iterator.ts';
import { listStreams } from './list-streams.ts';

/** DynamoDB Streams: another API over what tables wrote down. */
export const dynamodbstreams: Service<DynamoState, undefined> = {
  name: 'dynamodbstreams',
  title: 'DynamoDB Streams',
  faults: usualFaults,
  exploredState: { none: 'streams repeat what tables hold, and those are compared' },
  stateOf: 'dynamodb',
  state: openDynamoState,
  operations: {
    DescribeStream: describeStream,
    GetRecords: getRecords,
    GetShardIterator: getShardIterator,
    ListStreams: listStreams,
  },
  resourceOf: (_operation, input) => {
    const named = input.StreamArn ?? input.TableName ?? input.ShardIterator;
    return typeof named === 'string' ? (/table\/([^/|]+)/.exec(named)?.[1] ?? named) : undefined;
  },
};
