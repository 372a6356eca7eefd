import {
  indexKeyTypeMismatch,
  indexKeyUpdateEmpty,
  indexKeyUpdateUnsupported,
  keyCannotBeUpdated,
  updatedItemTooLarge,
} from '../errors/item-errors.ts';
import { applyUpdate } from '../expressions/apply-update.ts';
import { type BoundUpdate, staticTypeOf } from '../expressions/bind-update.ts';
import type { BoundAction } from '../expressions/bound.ts';
import type { Table } from '../state.ts';
import { assertIndexKeys, assertItemKeys, assertKey, assertScalarKeys, isEmpty } from '../validation/keys.ts';
import type { KeyRequest, PutRequest, UpdateRequest, WriteCondition } from '../validation/write-requests.ts';
import { type Item, own, typeOf, type ValueType } from '../values/attribute-value.ts';
import { itemBytesMax } from '../values/size.ts';
import { type StoredItem, storedItem } from '../values/stored-item.ts';
import { tableKeyOf } from './keys.ts';
import type { PlannedWrite } from './planned-write.ts';

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

/** Runs when the item is known. Without an update expression, an item that is there stays the very same object. */
function updated(table: Table, { key, update }: UpdateRequest, before: StoredItem | undefined): StoredItem {
  const attributes = before?.attributes ?? key;
  if (!update) return before ?? storedItem(attributes);
  const after = storedItem(applyUpdate(attributes, update));
  if (after.bytes > itemBytesMax) throw updatedItemTooLarge();
  assertUpdatedIndexKeys(table, update, after.attributes);
  return after;
}

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
