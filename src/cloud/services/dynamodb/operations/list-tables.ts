import type { ListTablesCommandInput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../service-kit/contract.ts';
import { pageBehind } from '../../../service-kit/pages.ts';
import { listTablesShape } from '../shapes.ts';
import type { DynamoState } from '../state.ts';
import { checkInput } from '../tables/check-input.ts';

/** AWS: names on a page. */
const pageMax = 100;

/**
 * Names in their order; pages go on behind a name, whether or not there is still a table of that name.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html
 */
export const listTables: Operation<ListTablesCommandInput, object, DynamoState> = (state, input) => {
  checkInput(input, listTablesShape);
  const { ExclusiveStartTableName: after, Limit: limit = pageMax } = input;
  const { items, next } = pageBehind(state.tables.keys(), { limit, after, keyOf: (name) => name });
  return { TableNames: items, ...(next !== undefined && { LastEvaluatedTableName: next }) };
};
