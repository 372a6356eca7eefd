import type { Context, Operation } from '../../../service-kit/contract.ts';
import { type ConsumedCapacity, readUnits, transactionFactor, UsageByTable } from '../engine/capacity.ts';
import { attemptAll, readInTransaction } from '../engine/transaction.ts';
import { transactionTouchesTwice } from '../errors/item-errors.ts';
import { project } from '../expressions/project.ts';
import type { DynamoState, Table } from '../state.ts';
import { activeTable } from '../tables/find-table.ts';
import { assertKey, assertScalarKeys } from '../validation/attribute-values.ts';
import { checkItemInput } from '../validation/check-item-input.ts';
import type { TransactGetItemsInput } from '../validation/inputs.ts';
import { transactGetItemsShape } from '../validation/item-shapes.ts';
import { readTransactGets, type TransactGet } from '../validation/transact-requests.ts';
import { type Item, own, type StoredItem } from '../values/attribute-value.ts';

interface TransactGetItemsOutput {
  readonly Responses: readonly { readonly Item?: Item }[];
  readonly ConsumedCapacity?: readonly ConsumedCapacity[];
}

/**
 * Up to 100 items of any tables, as they are at one moment. What is wrong with one get cancels all of them.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html
 */
export const transactGetItems: Operation<TransactGetItemsInput, TransactGetItemsOutput, DynamoState> = (
  state,
  given,
  context,
) => {
  const input = checkItemInput(given, transactGetItemsShape);
  const gets = readTransactGets(input).map((get) => locate(state, get, context));
  assertDistinct(gets);
  const items = attemptAll(gets.map((get) => () => read(state, get, context)));
  const usage = new UsageByTable();
  const Responses = gets.map(({ get, table }, index) => {
    const item = items[index];
    usage.of(get.tableName, table).addTable(readUnits(item?.bytes ?? 0, true) * transactionFactor);
    if (!item) return {};
    const { projection } = get.request;
    return { Item: projection ? project(item.attributes, projection) : item.attributes };
  });
  return { Responses, ...usage.describe(input.ReturnConsumedCapacity, 'Read') };
};

interface Located {
  readonly get: TransactGet;
  readonly table: Table;
}

const locate = (state: DynamoState, get: TransactGet, context: Context): Located => ({
  get,
  table: activeTable(state, get.tableName, context),
});

function read(state: DynamoState, { get, table }: Located, context: Context): StoredItem | undefined {
  assertKey(table, get.request.key);
  assertScalarKeys(table, get.request.nestedHeads);
  return readInTransaction(state, table, get.request.key, context);
}

function assertDistinct(gets: readonly Located[]): void {
  const seen = new Set<string>();
  for (const { get, table } of gets) {
    const identity = JSON.stringify([table.id, table.keys.map(({ name }) => own(get.request.key, name) ?? null)]);
    if (seen.has(identity)) throw transactionTouchesTwice();
    seen.add(identity);
  }
}
