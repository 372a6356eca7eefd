import type { DescribeTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../service-kit/contract.ts';
import { tableOnlyShape } from '../shapes.ts';
import type { DynamoState } from '../state.ts';
import { checkInput } from '../tables/check-input.ts';
import { describeTable as describe } from '../tables/describe-table.ts';
import { findTable } from '../tables/find-table.ts';

/**
 * A table with its indexes, and the counts and bytes of now.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html
 */
export const describeTable: Operation<DescribeTableCommandInput, object, DynamoState> = (state, input, context) => {
  checkInput(input, tableOnlyShape);
  const table = findTable(state, input.TableName ?? '', context);
  return { Table: describe(state, table, { nowMs: context.clock.now() }) };
};
