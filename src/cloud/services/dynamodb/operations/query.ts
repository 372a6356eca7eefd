import type { Operation } from '../../../service-kit/contract.ts';
import { planQuery } from '../engine/query-plan.ts';
import { type PageOutput, readPage } from '../engine/read-page.ts';
import type { DynamoState } from '../state.ts';
import { activeTable } from '../tables/active-table.ts';
import { checkItemInput } from '../validation/check-item-input.ts';
import type { QueryInput } from '../validation/inputs.ts';
import { queryShape } from '../validation/item-shapes.ts';
import { readQuery } from '../validation/page-requests.ts';

/**
 * One page of a partition, in the order of its sort keys.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
 */
export const query: Operation<QueryInput, PageOutput, DynamoState> = (state, given, context) => {
  const input = checkItemInput(given, queryShape);
  const request = readQuery(input);
  const table = activeTable(state, input.TableName, context);
  return readPage(state, planQuery(table, input, request), context);
};
