import type { DynamoState, Table } from '../state.ts';
import type { ByteString } from '../values/bytes.ts';
import { indexKeyOf } from './keys.ts';
import type { StoredItem } from './stored-item.ts';

/** One item before and after; undefined where there is none. */
export interface Change {
  readonly table: Table;
  /** The encoded key in the table. */
  readonly key: ByteString;
  readonly before: StoredItem | undefined;
  readonly after: StoredItem | undefined;
}

/** The only place where items are written: the table and all its indexes change together. */
export function writeItem(state: DynamoState, { table, key, before, after }: Change): void {
  const items = state.items(table);
  if (after) items.set(key, after);
  else if (before) items.delete(key);
  for (const index of table.indexes) {
    const oldKey = before && indexKeyOf(index, before.attributes, key);
    const newKey = after && indexKeyOf(index, after.attributes, key);
    if (oldKey === undefined && newKey === undefined) continue;
    const entries = state.index(table, index);
    if (oldKey !== undefined && oldKey !== newKey) entries.delete(oldKey);
    if (newKey !== undefined && after) entries.set(newKey, after);
  }
}
