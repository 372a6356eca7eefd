import { type DynamoState, dynamoStateIn } from '../state.ts';
import type { Change, WriteContext } from './change.ts';
import { noteExpiry } from './expiry.ts';
import { noteHistory } from './history.ts';
import { indexKeyOf } from './keys.ts';
import { recordChange } from './record-change.ts';

/**
 * The only place where items are written: the table, all its indexes and their sizes change together. Every index
 * entry is the item itself (projections are cut when they are read), so a change of any attribute renews the entries.
 * The table's stream, where there is one, is told, and when the item will expire.
 */
export function writeItem(state: DynamoState, change: Change, context: WriteContext): void {
  const { table, key, before, after } = change;
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
