import type { Operation } from '../../../service-kit/contract.ts';
import { perform, planPut, type WriteOutput, writeOutput } from '../engine/write-item.ts';
import type { DynamoState } from '../state.ts';
import { activeTable } from '../tables/find-table.ts';
import { checkItemInput } from '../validation/check-item-input.ts';
import type { PutItemInput } from '../validation/inputs.ts';
import { putItemShape } from '../validation/item-shapes.ts';
import { counted, readPut } from '../validation/write-requests.ts';

/**
 * Writes a whole item, if its condition holds for what is there now.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
 */
export const putItem: Operation<PutItemInput, WriteOutput, DynamoState> = (state, given, context) => {
  const input = checkItemInput(given, putItemShape);
  const request = counted(() => readPut(input));
  const table = activeTable(state, input.TableName, context);
  const change = perform(state, planPut(table, request), context);
  return writeOutput(state, change, input, change.before?.attributes);
};
