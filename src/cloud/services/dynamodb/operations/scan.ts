import type { Operation } from '../../../service-kit/contract.ts';
import { segmentBounds } from '../engine/keys.ts';
import { indexOf, type PageOutput, type PagePlan, readPage, sourceOf } from '../engine/read-page.ts';
import { scanStartKey } from '../engine/start-key.ts';
import { inOlderWords } from '../errors/value-problem.ts';
import type { DynamoState, Table } from '../state.ts';
import { activeTable } from '../tables/find-table.ts';
import { assertScalarKeys } from '../validation/attribute-values.ts';
import { checkItemInput } from '../validation/check-item-input.ts';
import type { ScanInput } from '../validation/inputs.ts';
import { scanShape } from '../validation/item-shapes.ts';
import { type PageRequest, readScan } from '../validation/read-requests.ts';

/**
 * One page of a table or an index, in the order of the hashes of partition keys, which is none that a client could
 * use.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html
 */
export const scan: Operation<ScanInput, PageOutput, DynamoState> = (state, given, context) => {
  const input = checkItemInput(given, scanShape);
  const request = inOlderWords(() => readScan(input));
  const table = activeTable(state, input.TableName, context);
  return readPage(state, planScan(table, input, request), context);
};

function planScan(table: Table, input: ScanInput, request: PageRequest): PagePlan {
  const { Segment = 0, TotalSegments = 1 } = input;
  const index = indexOf(table, input);
  const after = request.startKey && scanStartKey(table, index, request.startKey, Segment, TotalSegments);
  const source = sourceOf(table, index, input, request);
  assertScalarKeys(table, request.nestedHeads);
  return { ...source, bounds: segmentBounds(Segment, TotalSegments), after, reverse: false, input, request };
}
