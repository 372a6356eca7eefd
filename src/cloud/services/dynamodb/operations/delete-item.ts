import type { Operation } from '../../../service-kit/contract.ts';
import { perform, planDelete, type WriteOutput, writeOutput } from '../engine/write-item.ts';
import type { DynamoState } from '../state.ts';
import { activeTable } from '../tables/find-table.ts';
import { checkItemInput } from '../validation/check-item-input.ts';
import type { DeleteItemInput } from '../validation/inputs.ts';
import { deleteItemShape } from '../validation/item-shapes.ts';
import { counted, readDelete } from '../validation/write-requests.ts';

/**
 * Deletes an item, if its condition holds; one that is not there is no error.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html
 */
export const deleteItem: Operation<DeleteItemInput, WriteOutput, DynamoState> = (state, given, context) => {
  const input = checkItemInput(given, deleteItemShape);
  const request = counted(() => readDelete(input));
  const table = activeTable(state, input.TableName, context);
  const change = perform(state, planDelete(table, request), context);
  return writeOutput(state, change, { ...input, key: request.key }, change.before?.attributes);
};
