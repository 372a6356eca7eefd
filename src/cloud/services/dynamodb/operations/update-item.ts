import type { Operation } from '../../../service-kit/contract.ts';
import type { Change } from '../engine/change.ts';
import { perform, planUpdate, type WriteOutput, writeOutput } from '../engine/write-item.ts';
import { project } from '../expressions/project.ts';
import type { DynamoState } from '../state.ts';
import { activeTable } from '../tables/find-table.ts';
import { checkItemInput } from '../validation/check-item-input.ts';
import type { ReturnValues, UpdateItemInput } from '../validation/inputs.ts';
import { updateItemShape } from '../validation/item-shapes.ts';
import { counted, readUpdate, type UpdateRequest } from '../validation/write-requests.ts';
import type { Item } from '../values/attribute-value.ts';

/**
 * Changes attributes of an item, or makes it, if its condition holds for what is there now.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
 */
export const updateItem: Operation<UpdateItemInput, WriteOutput, DynamoState> = (state, given, context) => {
  const input = checkItemInput(given, updateItemShape);
  const request = counted(() => readUpdate(input));
  const table = activeTable(state, input.TableName, context);
  const change = perform(state, planUpdate(table, request), context);
  const wanted = change.after ? input : { ...input, key: input.Key };
  return writeOutput(state, change, wanted, returned(input.ReturnValues, change, request));
};

/** `UPDATED_…` tells of the updated paths only; nothing is told when none of them is there. */
function returned(
  wanted: ReturnValues | undefined,
  { before, after }: Change,
  { update }: UpdateRequest,
): Item | undefined {
  if (wanted === 'ALL_OLD') return before?.attributes;
  if (wanted === 'ALL_NEW') return after?.attributes;
  const item = wanted === 'UPDATED_OLD' ? before : wanted === 'UPDATED_NEW' ? after : undefined;
  if (!item || !update) return undefined;
  const attributes = project(item.attributes, update.tree);
  return Object.keys(attributes).length > 0 ? attributes : undefined;
}
