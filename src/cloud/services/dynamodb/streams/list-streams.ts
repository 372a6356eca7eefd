import type { ListStreamsCommandInput, ListStreamsCommandOutput } from '@aws-sdk/client-dynamodb-streams';
import type { Operation } from '../../../service-kit/contract.ts';
import { pageBehind } from '../../../service-kit/pages.ts';
import type { DynamoState } from '../state.ts';
import { checkNamed } from '../tables/check-input.ts';
import { isGone } from '../tables/stream.ts';
import { listStreamsShape } from './shapes.ts';
import { assertStreamArn } from './shard.ts';

const pageMax = 100;

type Output = Omit<ListStreamsCommandOutput, '$metadata'>;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_ListStreams.html */
export const listStreams: Operation<ListStreamsCommandInput, Output, DynamoState> = (state, input, { clock }) => {
  checkNamed(input, listStreamsShape);
  const { TableName, ExclusiveStartStreamArn: after } = input;
  if (after !== undefined) assertStreamArn(after);
  const limit = input.Limit ?? pageMax;
  const found = [...state.streams.values()].filter(
    (stream) => !isGone(stream, clock.now()) && (TableName === undefined || stream.tableName === TableName),
  );
  const { items, next } = pageBehind(found, { limit, after, keyOf: ({ arn }) => arn });
  return {
    Streams: items.map(({ arn, label, tableName }) => ({ StreamArn: arn, StreamLabel: label, TableName: tableName })),
    ...(next !== undefined && { LastEvaluatedStreamArn: next }),
  };
};
