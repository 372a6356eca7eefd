import type { Context, Operation } from '../../../service-kit/contract.ts';
import { attempt } from '../engine/attempt.ts';
import { type ConsumedCapacity, UsageByTable } from '../engine/capacity.ts';
import { type MetricsByTable, metricsByTable } from '../engine/item-collections.ts';
import { outcomeOf, type PlannedWrite, planDelete, planPut, writeItem } from '../engine/write-item.ts';
import { batchKeysDuplicated } from '../errors/item-errors.ts';
import { dynamoRuntimeOf } from '../runtime.ts';
import type { DynamoState } from '../state.ts';
import { activeTable } from '../tables/find-table.ts';
import { assertKeyTypes } from '../validation/attribute-values.ts';
import { type BatchWrite, readBatchWrite } from '../validation/batch-requests.ts';
import { checkItemInput } from '../validation/check-item-input.ts';
import type { BatchWriteItemInput, WriteRequest } from '../validation/inputs.ts';
import { batchWriteItemShape } from '../validation/item-shapes.ts';
import { own, setOwn } from '../values/attribute-value.ts';

interface BatchWriteItemOutput {
  /** What was beyond the capacity, where that is enforced. */
  readonly UnprocessedItems: Readonly<Record<string, readonly WriteRequest[]>>;
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
    isPut: write.put !== undefined,
  }));
  assertDistinct(writes.map(({ planned }) => planned));
  const usage = new UsageByTable();
  const limits = dynamoRuntimeOf(context)?.limits;
  const unprocessed: Record<string, WriteRequest[]> = {};
  const touched = writes.flatMap(({ tableName, planned, isPut }) => {
    // Batches wait for transactions instead of being refused.
    const change = outcomeOf(state, planned);
    const refusal = limits && attempt(() => limits.spendWrite(change)).error;
    if (refusal) {
      const Key = planned.attributes;
      const left = isPut ? { PutRequest: { Item: Key } } : { DeleteRequest: { Key } };
      setOwn(unprocessed, tableName, [...(own(unprocessed, tableName) ?? []), left]);
      if (Object.values(unprocessed).flat().length === writes.length) throw refusal;
      return [];
    }
    writeItem(state, change, context);
    usage.of(tableName, planned.table).addChange(change);
    return [{ tableName, table: planned.table, item: planned.attributes }];
  });
  return {
    UnprocessedItems: unprocessed,
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
