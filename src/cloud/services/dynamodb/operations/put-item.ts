import type { Operation } from '../../../service-kit/contract.ts';
import { planPut } from '../engine/plan-write.ts';
import { perform } from '../engine/planned-write.ts';
import { type WriteOutput, writeOutput } from '../engine/write-output.ts';
import type { DynamoState } from '../state.ts';
import { activeTable } from '../tables/active-table.ts';
import { checkItemInput } from '../validation/check-item-input.ts';
import { counted } from '../validation/counted.ts';
import type { PutItemInput } from '../validation/inputs.ts';
import { putItemShape } from '../validation/item-shapes.ts';
import { readPut } from '../validation/write-requests.ts';

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
