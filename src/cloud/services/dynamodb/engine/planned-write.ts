import { conditionFailed } from '../errors/item-errors.ts';
import type { BoundCondition } from '../expressions/bound.ts';
import { isTrue } from '../expressions/evaluate.ts';
import { dynamoRuntimeOf } from '../runtime.ts';
import type { DynamoState, Table } from '../state.ts';
import type { Item } from '../values/attribute-value.ts';
import type { ByteString } from '../values/bytes.ts';
import type { StoredItem } from '../values/stored-item.ts';
import type { Change, WriteContext } from './change.ts';
import { writeItem } from './write-item.ts';

/** A write that was checked against its table and has not met the item yet. */
export interface PlannedWrite {
  readonly table: Table;
  readonly key: ByteString;
  /** The item to be put, or the key. */
  readonly attributes: Item;
  readonly condition: BoundCondition | undefined;
  /** Answer a failed condition with the item: `ReturnValuesOnConditionCheckFailure`. */
  readonly returnOldOnFailure: boolean;
  /** What a failed condition is called, where it has a name of its own. */
  readonly failure?: () => Error;
  /** The item after; throws DynamoDB's ValidationException where the write does not fit the item. */
  readonly change: (before: StoredItem | undefined) => StoredItem | undefined;
}

const nothing = {};

/** What the write would do now; nothing is written. Throws ConditionalCheckFailedException or ValidationException. */
export function outcomeOf(state: DynamoState, planned: PlannedWrite): Change {
  const { table, key, condition, change } = planned;
  const before = state.items(table).get(key);
  if (condition && !isTrue(condition, before?.attributes ?? nothing)) {
    if (planned.failure) throw planned.failure();
    throw conditionFailed(before && planned.returnOldOnFailure ? { Item: before.attributes } : {});
  }
  return { table, key, before, after: change(before) };
}

/** Checks the condition and writes, as one step. Throws TransactionConflictException where a transaction is at the item. */
export function perform(state: DynamoState, planned: PlannedWrite, context: WriteContext): Change {
  const runtime = dynamoRuntimeOf(context);
  runtime?.locks.assertFree(planned);
  const change = outcomeOf(state, planned);
  runtime?.limits?.spendWrite(change);
  writeItem(state, change, context);
  return change;
}
