import type { DynamoState, Table } from '../state.ts';
import type { StoredItem } from '../values/stored-item.ts';
import type { Change } from './change.ts';
import { sequenceOf } from './record-change.ts';

const dayMs = 86_400_000;

/** What is older than the period goes into the base whenever so many more entries were written. */
const foldEvery = 1024;

/** Point-in-time recovery is on from now: what is there is where the history begins. */
export function beginHistory(state: DynamoState, table: Table): void {
  state.dropHistory(table);
  const base = state.historyBase(table);
  for (const [key, item] of [...state.items(table).entries()]) base.set(key, item);
}

/** Keeps one change. */
export function noteHistory(state: DynamoState, { table, key, after }: Change, nowMs: number): void {
  const history = state.history(table);
  history.set(sequenceOf(state.nextSequence()), { atMs: nowMs, key, ...(after && { after }) });
  if (history.size % foldEvery === 0) fold(state, table, nowMs);
}

/** The items as they were at a moment that lies within the history. */
export function* itemsAt(state: DynamoState, table: Table, atMs: number): Generator<readonly [string, StoredItem]> {
  const changed = new Map<string, StoredItem | undefined>();
  for (const { atMs: changedMs, key, after } of state.history(table).values()) {
    if (changedMs > atMs) break;
    changed.set(key, after);
  }
  for (const [key, item] of state.historyBase(table).entries()) if (!changed.has(key)) yield [key, item];
  for (const [key, item] of changed) if (item) yield [key, item];
}

function fold(state: DynamoState, table: Table, nowMs: number): void {
  const oldestMs = nowMs - (table.pointInTimeRecovery?.recoveryPeriodDays ?? 0) * dayMs;
  const base = state.historyBase(table);
  const history = state.history(table);
  for (const [sequence, { atMs, key, after }] of [...history.entries()]) {
    if (atMs >= oldestMs) return;
    if (after) base.set(key, after);
    else base.delete(key);
    history.delete(sequence);
  }
}
