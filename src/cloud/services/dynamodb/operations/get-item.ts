import type { Operation } from '../../../service-kit/contract.ts';
import { type ConsumedCapacity, readUnits, Usage } from '../engine/capacity.ts';
import { tableKeyOf } from '../engine/keys.ts';
import { project } from '../expressions/project.ts';
import { dynamoRuntimeOf } from '../runtime.ts';
import type { DynamoState } from '../state.ts';
import { activeTable } from '../tables/find-table.ts';
import { assertKey, assertScalarKeys } from '../validation/attribute-values.ts';
import { checkItemInput } from '../validation/check-item-input.ts';
import type { GetItemInput } from '../validation/inputs.ts';
import { getItemShape } from '../validation/item-shapes.ts';
import { readGet } from '../validation/read-requests.ts';
import type { Item } from '../values/attribute-value.ts';

interface GetItemOutput {
  readonly Item?: Item;
  readonly ConsumedCapacity?: ConsumedCapacity;
}

/**
 * One item by its key; a missing one leaves `Item` out. Every read here is consistent, and costs what was asked
 * for.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html
 */
export const getItem: Operation<GetItemInput, GetItemOutput, DynamoState> = (state, given, context) => {
  const input = checkItemInput(given, getItemShape);
  const { key, projection, nestedHeads } = readGet(input);
  const table = activeTable(state, input.TableName, context);
  assertKey(table, key);
  assertScalarKeys(table, nestedHeads);
  const itemKey = tableKeyOf(table, key);
  const item = state.items(table).get(itemKey);
  const units = readUnits(item?.bytes ?? 0, input.ConsistentRead === true);
  dynamoRuntimeOf(context)?.limits?.spendRead(table, units, undefined, itemKey);
  const output: GetItemOutput = item
    ? { Item: projection ? project(item.attributes, projection) : item.attributes }
    : {};
  const mode = input.ReturnConsumedCapacity ?? 'NONE';
  if (mode === 'NONE') return output;
  const usage = new Usage(table);
  usage.addTable(units);
  return { ...output, ConsumedCapacity: usage.describe(input.TableName, mode) };
};
