import type { DescribeTimeToLiveCommandInput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../service-kit/contract.ts';
import { tableOnlyShape } from '../shapes.ts';
import type { DynamoState } from '../state.ts';
import { checkInput } from '../tables/check-input.ts';
import { findTable } from '../tables/find-table.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html */
export const describeTimeToLive: Operation<DescribeTimeToLiveCommandInput, object, DynamoState> = (
  state,
  input,
  context,
) => {
  checkInput(input, tableOnlyShape);
  const { timeToLive } = findTable(state, input.TableName ?? '', context);
  if (!timeToLive) return { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } };
  return { TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive.attributeName } };
};
