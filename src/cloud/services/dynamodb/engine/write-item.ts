import {
  conditionFailed,
  indexKeyTypeMismatch,
  indexKeyUpdateEmpty,
  indexKeyUpdateUnsupported,
  keyCannotBeUpdated,
  updatedItemTooLarge,
} from '../errors/item-errors.ts';
import { applyUpdate, type BoundUpdate, staticTypeOf } from '../expressions/apply-update.ts';
import type { BoundAction, BoundCondition } from '../expressions/bound.ts';
import { isTrue } from '../expressions/evaluate.ts';
import { dynamoRuntimeOf } from '../runtime.ts';
import { type DynamoState, dynamoStateIn, type Table } from '../state.ts';
import {
  assertIndexKeys,
  assertItemKeys,
  assertKey,
  assertScalarKeys,
  isEmpty,
} from '../validation/attribute-values.ts';
import type { WriteParameters } from '../validation/inputs.ts';
import type { KeyRequest, PutRequest, UpdateRequest, WriteCondition } from '../validation/write-requests.ts';
import {
  type ByteString,
  type Item,
  itemBytesMax,
  own,
  type StoredItem,
  storedItem,
  typeOf,
  type ValueType,
} from '../values/attribute-value.ts';
import { type ConsumedCapacity, consumedByWrite } from './capacity.ts';
import type { Change, WriteContext } from './change.ts';
import { noteExpiry } from './expiry.ts';
import { hasItemCollections, type ItemCollectionMetrics, itemCollectionMetrics } from './item-collections.ts';
import { indexKeyOf, tableKeyOf } from './keys.ts';
import { noteHistory, recordChange } from './record-change.ts';

/* Requests against their table: what can be said before the item is read. All throw ValidationException. */

/** PutItem: the item that was there, whatever it was, is replaced. */
export function planPut(table: Table, request: PutRequest): PlannedWrite {
  assertItemKeys(table, request.item.attributes);
  return plan(table, request.item.attributes, request, () => request.item);
}

/** DeleteItem: succeeds as well where nothing is. */
export function planDelete(table: Table, request: KeyRequest): PlannedWrite {
  assertKey(table, request.key);
  return plan(table, request.key, request, () => undefined);
}

/** ConditionCheck of a transaction: a write that changes nothing. */
export function planCheck(table: Table, request: KeyRequest): PlannedWrite {
  assertKey(table, request.key);
  return plan(table, request.key, request, (before) => before);
}

/** UpdateItem: makes the item where there is none, from its key. */
export function planUpdate(table: Table, request: UpdateRequest): PlannedWrite {
  assertKey(table, request.key);
  if (request.update) assertUpdatable(table, request.update);
  return plan(table, request.key, request, (before) => updated(table, request, before));
}

function plan(
  table: Table,
  attributes: Item,
  { condition, nestedHeads, returnOldOnFailure }: WriteCondition,
  change: PlannedWrite['change'],
): PlannedWrite {
  assertScalarKeys(table, nestedHeads);
  return { table, key: tableKeyOf(table, attributes), attributes, condition, returnOldOnFailure, change };
}

/**
 * Runs when the item is known. Without an update expression, an item that is there stays the very same object. One that
 * takes away alone makes no item.
 */
function updated(table: Table, { key, update }: UpdateRequest, before: StoredItem | undefined): StoredItem | undefined {
  const attributes = before?.attributes ?? key;
  if (!update) return before ?? storedItem(attributes);
  if (!before && takesAway(update)) return undefined;
  const after = storedItem(applyUpdate(attributes, update));
  if (after.bytes > itemBytesMax) throw updatedItemTooLarge();
  assertUpdatedIndexKeys(table, update, after.attributes);
  return after;
}

/** Whether there are actions, and all of them remove. */
const takesAway = ({ actions }: BoundUpdate): boolean =>
  actions.length > 0 && actions.every(({ action }) => action.kind === 'REMOVE' || action.kind === 'DELETE');

/** Keys of the table never change; a literal of the wrong type for an index key is refused before the item is read. */
function assertUpdatable(table: Table, { actions }: BoundUpdate): void {
  for (const { name } of table.keys) {
    if (actions.some(({ path }) => path[0] === name)) throw keyCannotBeUpdated(name);
  }
  for (const index of table.indexes) {
    for (const { name, type } of index.keys) {
      const action = actions.find(({ path }) => path.length === 1 && path[0] === name)?.action;
      const actual = action && typeAssigned(action);
      if (actual && actual !== type) throw indexKeyTypeMismatch(name, type, actual, index.name);
    }
  }
}

function typeAssigned(action: BoundAction): ValueType | undefined {
  if (action.kind === 'SET') return staticTypeOf(action.expression);
  return action.kind === 'REMOVE' ? undefined : typeOf(action.value);
}

/** What an operand made of an index key is known only now. */
function assertUpdatedIndexKeys(table: Table, { actions }: BoundUpdate, after: Item): void {
  if (table.indexes.length === 0) return;
  for (const index of table.indexes) {
    for (const { name, type } of index.keys) {
      const value = own(after, name);
      if (!value || !actions.some(({ path }) => path[0] === name)) continue;
      if (value[type] === undefined) throw indexKeyUpdateUnsupported();
      if (isEmpty(value)) throw indexKeyUpdateEmpty(type);
    }
  }
  assertIndexKeys(table, after);
}

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

/**
 * The only place where items are written: the table, all its indexes and their sizes change together. Every index
 * entry is the item itself (projections are cut when they are read), so a change of any attribute renews the entries.
 * The table's stream, where there is one, is told, and when the item will expire.
 */
export function writeItem(state: DynamoState, change: Change, context: WriteContext): void {
  const { table, key, before, after } = change;
  if (!before && !after) return;
  const items = state.items(table);
  if (after) items.set(key, after);
  else if (before) items.delete(key);
  state.grow(table, undefined, (after?.bytes ?? 0) - (before?.bytes ?? 0));
  for (const index of table.indexes) {
    const oldKey = before && indexKeyOf(index, before.attributes, key);
    const newKey = after && indexKeyOf(index, after.attributes, key);
    if (oldKey === undefined && newKey === undefined) continue;
    const entries = state.index(table, index);
    if (oldKey !== undefined && oldKey !== newKey) entries.delete(oldKey);
    if (newKey !== undefined && after) entries.set(newKey, after);
    const oldBytes = oldKey === undefined ? 0 : (before?.bytes ?? 0);
    const newBytes = newKey === undefined ? 0 : (after?.bytes ?? 0);
    state.grow(table, index, newBytes - oldBytes);
  }
  if (table.stream?.enabled) recordChange(state, change, table.stream, context);
  if (table.pointInTimeRecovery) noteHistory(state, change, context.clock.now());
  if (table.timeToLive) noteExpiry(state, change, table.timeToLive, context);
  if (table.replicas && !change.isReplicated) replicate(table.replicas, change, context);
}

/** Every region has the last write at once: nothing is ever written in two regions at the same time here. */
function replicate(regions: readonly string[], { table, key, after, isExpiry }: Change, context: WriteContext): void {
  for (const region of regions) {
    const other = dynamoStateIn(context, region);
    const replica = other.tables.get(table.name);
    if (!replica) continue;
    const before = other.items(replica).get(key);
    const change = { table: replica, key, before, after, isReplicated: true, ...(isExpiry && { isExpiry }) } as const;
    writeItem(other, change, { ...context, region });
  }
}

/** What PutItem, UpdateItem and DeleteItem answer. */
export interface WriteOutput {
  readonly Attributes?: Item;
  readonly ConsumedCapacity?: ConsumedCapacity;
  readonly ItemCollectionMetrics?: ItemCollectionMetrics;
}

type Wanted = Pick<
  WriteParameters,
  'TableName' | 'ReturnValues' | 'ReturnConsumedCapacity' | 'ReturnItemCollectionMetrics'
>;

/** `attributes` are those to return, if any were asked for; `key` tells the item collection of a deleted item. */
export function writeOutput(
  state: DynamoState,
  change: Change,
  wanted: Wanted & { readonly key?: Item },
  attributes: Item | undefined,
): WriteOutput {
  const { ReturnValues = 'NONE', ReturnItemCollectionMetrics, ReturnConsumedCapacity, TableName } = wanted;
  const item = wanted.key ?? change.after?.attributes;
  const tellMetrics = ReturnItemCollectionMetrics === 'SIZE' && item && hasItemCollections(change.table);
  return {
    ...(ReturnValues !== 'NONE' && attributes && { Attributes: attributes }),
    ...consumedByWrite(change, TableName, ReturnConsumedCapacity),
    ...(tellMetrics && { ItemCollectionMetrics: itemCollectionMetrics(state, change.table, item) }),
  };
}
