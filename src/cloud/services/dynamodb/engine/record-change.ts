import { dynamoRuntimeOf } from '../runtime.ts';
import type { DynamoState, StreamRecord, StreamSetting } from '../state.ts';
import { retentionMs, streamArnOf } from '../tables/stream.ts';
import { type Item, own, pick } from '../values/attribute-value.ts';
import { areEqual } from '../values/compare.ts';
import { itemBytes } from '../values/size.ts';
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
