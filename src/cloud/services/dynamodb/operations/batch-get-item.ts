import type { AwsError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { attempt } from '../engine/attempt.ts';
import { type ConsumedCapacity, readUnits, Usage } from '../engine/capacity.ts';
import { tableKeyOf } from '../engine/keys.ts';
import { project } from '../expressions/project.ts';
import { dynamoRuntimeOf } from '../runtime.ts';
import type { DynamoState, Table } from '../state.ts';
import { activeTable } from '../tables/find-table.ts';
import { assertKey, assertScalarKeys } from '../validation/attribute-values.ts';
import { readBatchGet, type TableGets } from '../validation/batch-requests.ts';
import { checkItemInput } from '../validation/check-item-input.ts';
import type { BatchGetItemInput, KeysAndAttributes } from '../validation/inputs.ts';
import { batchGetItemShape } from '../validation/item-shapes.ts';
import { type Item, type StoredItem, setOwn } from '../values/attribute-value.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const responseBytesMax = 16 * 1024 * 1024;

interface BatchGetItemOutput {
  readonly Responses: Readonly<Record<string, readonly Item[]>>;
  readonly UnprocessedKeys: Readonly<Record<string, KeysAndAttributes>>;
  readonly ConsumedCapacity?: readonly ConsumedCapacity[];
}

/** Reads up to 100 items of any tables; what does not fit into 16 MB is left to the caller. */
export const batchGetItem: Operation<BatchGetItemInput, BatchGetItemOutput, DynamoState> = (state, given, context) => {
  const input = checkItemInput(given, batchGetItemShape);
  const requests = readBatchGet(input).map((request) => findTableOf(state, request, context));
  const Responses: Record<string, Item[]> = {};
  const UnprocessedKeys: Record<string, KeysAndAttributes> = {};
  const consumed: ConsumedCapacity[] = [];
  const limits = dynamoRuntimeOf(context)?.limits;
  let refusal: AwsError | undefined;
  let isAnyRead = false;
  let bytes = 0;
  for (const { table, request } of requests) {
    const found: Item[] = [];
    const usage = new Usage(table);
    const consistent = request.parameters.ConsistentRead === true;
    let position = 0;
    for (; position < request.keys.length; position += 1) {
      const item = itemAt(state, table, request.keys[position] as Item);
      if (item && bytes + item.bytes > responseBytesMax) break;
      const units = readUnits(item?.bytes ?? 0, consistent);
      refusal = limits && attempt(() => limits.spendRead(table, units)).error;
      if (refusal) break;
      bytes += item?.bytes ?? 0;
      usage.addTable(units);
      isAnyRead = true;
      if (item) found.push(request.projection ? project(item.attributes, request.projection) : item.attributes);
    }
    setOwn(Responses, request.tableName, found);
    if (position < request.keys.length) {
      setOwn(UnprocessedKeys, request.tableName, { ...request.parameters, Keys: request.keys.slice(position) });
    }
    if (position > 0) consumed.push(usage.describe(request.tableName, input.ReturnConsumedCapacity ?? 'TOTAL'));
  }
  if (refusal && !isAnyRead) throw refusal;
  const tellCapacity = input.ReturnConsumedCapacity !== undefined && input.ReturnConsumedCapacity !== 'NONE';
  return { Responses, UnprocessedKeys, ...(tellCapacity && { ConsumedCapacity: consumed }) };
};

function findTableOf(state: DynamoState, request: TableGets, context: Context) {
  const table = activeTable(state, request.tableName, context);
  for (const key of request.keys) assertKey(table, key);
  assertScalarKeys(table, request.nestedHeads);
  return { table, request };
}

const itemAt = (state: DynamoState, table: Table, key: Item): StoredItem | undefined =>
  state.items(table).get(tableKeyOf(table, key));
