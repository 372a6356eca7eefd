import type { Context, Operation } from '../../../kernel/service.ts';
import { type ConsumedCapacity, UsageByTable } from '../engine/consumed-capacity.ts';
import { type MetricsByTable, metricsByTable } from '../engine/item-collections.ts';
import { planDelete, planPut } from '../engine/plan-write.ts';
import { outcomeOf, type PlannedWrite } from '../engine/planned-write.ts';
import { writeItem } from '../engine/write-item.ts';
import { batchKeysDuplicated } from '../errors/item-errors.ts';
import type { DynamoState } from '../state.ts';
import { activeTable } from '../tables/active-table.ts';
import { type BatchWrite, readBatchWrite } from '../validation/batch-requests.ts';
import { checkItemInput } from '../validation/check-item-input.ts';
import type { BatchWriteItemInput } from '../validation/inputs.ts';
import { batchWriteItemShape } from '../validation/item-shapes.ts';
import { assertKeyTypes } from '../validation/keys.ts';

interface BatchWriteItemOutput {
  /** Always empty: nothing throttles yet. */
  readonly UnprocessedItems: Readonly<Record<string, never>>;
  readonly ConsumedCapacity?: readonly ConsumedCapacity[];
  readonly ItemCollectionMetrics?: MetricsByTable;
}

/** Up to 25 puts and deletes, each on its own. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
export const batchWriteItem: Operation<BatchWriteItemInput, BatchWriteItemOutput, DynamoState> = (
  state,
  given,
  context,
) => {
  const input = checkItemInput(given, batchWriteItemShape);
  const writes = readBatchWrite(input).map((write) => ({
    tableName: write.tableName,
    planned: plan(state, write, context),
  }));
  assertDistinct(writes.map(({ planned }) => planned));
  const usage = new UsageByTable();
  const touched = writes.map(({ tableName, planned }) => {
    // Batches wait for transactions instead of being refused.
    const change = outcomeOf(state, planned);
    writeItem(state, change, context);
    usage.of(tableName, planned.table).addChange(change);
    return { tableName, table: planned.table, item: planned.attributes };
  });
  return {
    UnprocessedItems: {},
    ...usage.describe(input.ReturnConsumedCapacity),
    ...metricsByTable(state, touched, input.ReturnItemCollectionMetrics),
  };
};

function plan(state: DynamoState, write: BatchWrite, context: Context): PlannedWrite {
  const table = activeTable(state, write.tableName, context);
  if (write.put) {
    assertKeyTypes(table, write.put.item.attributes);
    return planPut(table, write.put);
  }
  if (write.delete) return planDelete(table, write.delete);
  throw new Error('Invariant violated: a batch write puts or deletes');
}

function assertDistinct(writes: readonly PlannedWrite[]): void {
  const seen = new Set<string>();
  for (const { table, key } of writes) {
    const identity = `${table.id}/${key}`;
    if (seen.has(identity)) throw batchKeysDuplicated();
    seen.add(identity);
  }
}
