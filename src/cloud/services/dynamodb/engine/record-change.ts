import { dynamoRuntimeOf } from '../runtime.ts';
import type { DynamoState, StreamRecord, StreamSetting, Table } from '../state.ts';
import { retentionMs, streamArnOf } from '../tables/stream.ts';
import { areEqual, type Item, itemBytes, own, pick, type StoredItem } from '../values/attribute-value.ts';
import type { Change, WriteContext } from './change.ts';

/** Records that are too old are dropped whenever so many more were written, and whenever somebody reads. */
const trimEvery = 1024;

/**
 * Writes down a change in the table's stream. What leaves the item as it was is no change.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
export function recordChange(state: DynamoState, change: Change, stream: StreamSetting, context: WriteContext): void {
  const nowMs = context.clock.now();
  const { table, before, after, isExpiry } = change;
  const shown = after ?? before;
  if (!shown || (before && after && isSame(before.attributes, after.attributes))) return;
  const arn = streamArnOf(table, stream);
  const number = state.nextSequence();
  const keys = pick(
    shown.attributes,
    table.keys.map(({ name }) => name),
  );
  const { viewType } = stream;
  const old = viewType === 'OLD_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES' ? before : undefined;
  const renewed = viewType === 'NEW_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES' ? after : undefined;
  const sequence = sequenceOf(number);
  const record: StreamRecord = {
    sequence,
    eventName: after ? (before ? 'MODIFY' : 'INSERT') : 'REMOVE',
    createdMs: nowMs,
    keys,
    ...(old && { before: old.attributes }),
    ...(renewed && { after: renewed.attributes }),
    bytes: itemBytes(keys) + (old?.bytes ?? 0) + (renewed?.bytes ?? 0),
    ...(isExpiry && { isExpiry }),
  };
  const records = state.records(arn);
  records.set(sequence, record);
  if (records.size % trimEvery === 0) trim(state, arn, nowMs);
  dynamoRuntimeOf(context)?.tell(arn);
}

/** Forgets what is older than a day. */
export function trim(state: DynamoState, arn: string, nowMs: number): void {
  const records = state.records(arn);
  const old: string[] = [];
  for (const record of records.values()) {
    if (record.createdMs > nowMs - retentionMs) break;
    old.push(record.sequence);
  }
  for (const sequence of old) records.delete(sequence);
}

/** Sequence numbers have 21 digits at least, and no zero in front. */
export const sequenceOf = (number: number): string => `1${String(number).padStart(20, '0')}`;

function isSame(before: Item, after: Item): boolean {
  if (before === after) return true;
  const names = Object.keys(before);
  if (names.length !== Object.keys(after).length) return false;
  return names.every((name) => {
    const [old, renewed] = [own(before, name), own(after, name)];
    return old !== undefined && renewed !== undefined && (old === renewed || areEqual(old, renewed));
  });
}

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
