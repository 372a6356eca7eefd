import type { DescribeStreamCommandInput, DescribeStreamCommandOutput } from '@aws-sdk/client-dynamodb-streams';
import type { Operation } from '../../../service-kit/contract.ts';
import type { DynamoState } from '../state.ts';
import { checkNamed } from '../tables/check-input.ts';
import { describeStreamShape } from './shapes.ts';
import { openStream, shardOf } from './shard.ts';

type Output = Omit<DescribeStreamCommandOutput, '$metadata'>;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_DescribeStream.html */
export const describeStream: Operation<DescribeStreamCommandInput, Output, DynamoState> = (state, input, { clock }) => {
  checkNamed(input, describeStreamShape);
  const stream = openStream(state, input.StreamArn ?? '', clock.now());
  const { id, startingSequence, endingSequence } = shardOf(state, stream);
  const shard = {
    ShardId: id,
    SequenceNumberRange: {
      StartingSequenceNumber: startingSequence,
      ...(endingSequence !== undefined && { EndingSequenceNumber: endingSequence }),
    },
  };
  // Children of the one shard are asked for by ShardFilter, and there are none.
  const isWanted = input.ExclusiveStartShardId === undefined && input.ShardFilter === undefined;
  return {
    StreamDescription: {
      StreamArn: stream.arn,
      StreamLabel: stream.label,
      StreamStatus: stream.disabledMs === undefined ? 'ENABLED' : 'DISABLED',
      StreamViewType: stream.viewType,
      CreationRequestDateTime: new Date(stream.createdMs),
      TableName: stream.tableName,
      KeySchema: stream.keys.map(({ name, keyType }) => ({ AttributeName: name, KeyType: keyType })),
      Shards: isWanted ? [shard] : [],
    },
  };
};
