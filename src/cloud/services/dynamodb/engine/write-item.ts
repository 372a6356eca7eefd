import type { DynamoState, Table } from '../state.ts';
import type { ByteString } from '../values/bytes.ts';
import type { StoredItem } from '../values/stored-item.ts';
import { indexKeyOf } from './keys.ts';

/** One item before and after; undefined where there is none. */
export interface Change {
  readonly table: Table;
  /** The encoded key in the table. */
  readonly key: ByteString;
  readonly before: StoredItem | undefined;
  readonly after: StoredItem | undefined;
}

/**
 * The only place where items are written: the table, all its indexes and their sizes change together. Every index
 * entry is the item itself (projections are cut when they are read), so a change of any attribute renews the entries.
 */
export function writeItem(state: DynamoState, { table, key, before, after }: Change): void {
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
}
