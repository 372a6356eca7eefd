import type { Context, Operation } from '../../../service-kit/contract.ts';
import { type ConsumedCapacity, readUnits, transactionFactor, UsageByTable } from '../engine/capacity.ts';
import { type MetricsByTable, metricsByTable } from '../engine/item-collections.ts';
import { tableKeyOf } from '../engine/keys.ts';
import { transact } from '../engine/transaction.ts';
import { isRepeated, rememberToken } from '../engine/transaction-tokens.ts';
import { type PlannedWrite, planCheck, planDelete, planPut, planUpdate } from '../engine/write-item.ts';
import { transactionTouchesTwice } from '../errors/item-errors.ts';
import type { DynamoState, Table } from '../state.ts';
import { activeTable } from '../tables/find-table.ts';
import { checkItemInput } from '../validation/check-item-input.ts';
import type { TransactWriteItemsInput } from '../validation/inputs.ts';
import { transactWriteItemsShape } from '../validation/item-shapes.ts';
import { readTransactWrites, type TransactWrite } from '../validation/transact-requests.ts';
import { type Item, own } from '../values/attribute-value.ts';

interface TransactWriteItemsOutput {
  readonly ConsumedCapacity?: readonly ConsumedCapacity[];
  readonly ItemCollectionMetrics?: MetricsByTable;
}

/**
 * Up to 100 writes and checks, all or none. With a client token, a repetition within ten minutes writes nothing
 * again.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export const transactWriteItems: Operation<TransactWriteItemsInput, TransactWriteItemsOutput, DynamoState> = async (
  state,
  given,
  context,
) => {
  const input = checkItemInput(given, transactWriteItemsShape);
  const writes = readTransactWrites(input).map((write) => locate(state, write, context));
  assertDistinct(writes);
  if (isRepeated(state, input, context.clock)) return repeated(state, writes, input);
  const changes = await transact(
    state,
    writes.map((write) => () => plan(write)),
    input.ClientRequestToken,
    context,
  );
  rememberToken(state, input, context.clock);
  const usage = new UsageByTable();
  const touched = writes.map(({ write, table }, index) => {
    const change = changes[index];
    if (change) usage.of(write.tableName, table).addChange(change, transactionFactor);
    return { tableName: write.tableName, table, item: keySource(write) };
  });
  return {
    ...usage.describe(input.ReturnConsumedCapacity, 'Write'),
    ...metricsByTable(state, touched, input.ReturnItemCollectionMetrics),
  };
};

interface Located {
  readonly write: TransactWrite;
  readonly table: Table;
}

const locate = (state: DynamoState, write: TransactWrite, context: Context): Located => ({
  write,
  table: activeTable(state, write.tableName, context),
});

function plan({ write, table }: Located): PlannedWrite {
  switch (write.kind) {
    case 'put':
      return planPut(table, write.request);
    case 'update':
      return planUpdate(table, write.request);
    case 'delete':
      return planDelete(table, write.request);
    case 'check':
      return planCheck(table, write.request);
  }
}

const keySource = (write: TransactWrite): Item =>
  write.kind === 'put' ? write.request.item.attributes : write.request.key;

/** Compared by what they say: keys that do not fit their table are reasons to cancel, not duplicates. */
function assertDistinct(writes: readonly Located[]): void {
  const seen = new Set<string>();
  for (const { write, table } of writes) {
    const item = keySource(write);
    const identity = JSON.stringify([table.id, table.keys.map(({ name }) => own(item, name) ?? null)]);
    if (seen.has(identity)) throw transactionTouchesTwice();
    seen.add(identity);
  }
}

/** A repeated request is answered as success and costs but the reading of what it wrote. */
function repeated(
  state: DynamoState,
  writes: readonly Located[],
  { ReturnConsumedCapacity }: TransactWriteItemsInput,
): TransactWriteItemsOutput {
  const usage = new UsageByTable();
  for (const { write, table } of writes) {
    const item = state.items(table).get(tableKeyOf(table, keySource(write)));
    usage.of(write.tableName, table).addTable(readUnits(item?.bytes ?? 0, true) * transactionFactor);
  }
  return usage.describe(ReturnConsumedCapacity, 'Read');
}
