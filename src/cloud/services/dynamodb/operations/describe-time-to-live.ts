import type { DescribeTimeToLiveCommandInput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../kernel/service.ts';
import { checkInput } from '../check-input.ts';
import { tableOnlyShape } from '../shapes.ts';
import type { DynamoState } from '../state.ts';
import { findTable } from '../table-name.ts';

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
