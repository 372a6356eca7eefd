import type { DynamoState, IndexDefinition, Table } from '../state.ts';
import { indexKeyOf } from './keys.ts';

/** Fills a new index with the entries of all items of its table. */
export function backfillIndex(state: DynamoState, table: Table, index: IndexDefinition): void {
  const entries = state.index(table, index);
  let bytes = 0;
  for (const [key, item] of state.items(table).entries()) {
    const entryKey = indexKeyOf(index, item.attributes, key);
    if (entryKey === undefined) continue;
    entries.set(entryKey, item);
    bytes += item.bytes;
  }
  state.grow(table, index, bytes);
}
