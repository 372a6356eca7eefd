import type { ListTablesCommandInput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../service-kit/contract.ts';
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
  const names: string[] = [];
  for (const name of state.tables.keys(after === undefined ? {} : { after })) {
    // Only a page with something behind it names its last one.
    if (names.length === limit) return { TableNames: names, LastEvaluatedTableName: names.at(-1) };
    names.push(name);
  }
  return { TableNames: names };
};
