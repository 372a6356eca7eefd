import type { Collection } from '../../../kernel/collection.ts';
import type { KinesisState, Shard, StoredRecord, Stream } from '../state.ts';
import { endSequence, firstSequence, nextSequence, sequenceAt } from './sequence-numbers.ts';

const hourMs = 3_600_000;
/** Records that are too old go when others come, a few with each. */
const trimmedPerAppend = 4;

/** The last sequence number of a shard; undefined while it is empty. */
export function lastSequence(records: Collection<StoredRecord>): string | undefined {
  for (const key of records.keys({ reverse: true })) return key;
  return undefined;
}

/** The least sequence number that retention keeps. */
export function trimHorizon(stream: Stream, shard: Shard, nowMs: number): string {
  const fromMs = nowMs - stream.retentionHours * hourMs;
  return fromMs <= shard.createdMs ? firstSequence(shard) : sequenceAt(shard, fromMs);
}

/** Puts a record behind all others of its shard. */
export function append(
  state: KinesisState,
  stream: Stream,
  shard: Shard,
  record: Pick<StoredRecord, 'data' | 'partitionKey'>,
  nowMs: number,
): string {
  const records = state.records(stream.name, shard.index);
  const sequence = nextSequence(shard, lastSequence(records), nowMs);
  records.set(sequence, { ...record, arrivedMs: nowMs, ...(stream.keyId !== undefined && { isEncrypted: true }) });
  trim(records, trimHorizon(stream, shard, nowMs));
  return sequence;
}

function trim(records: Collection<StoredRecord>, horizon: string): void {
  const old: string[] = [];
  for (const key of records.keys({ before: horizon })) {
    if (old.push(key) >= trimmedPerAppend) break;
  }
  for (const key of old) records.delete(key);
}

/** A record and its sequence number. */
export type KeyedRecord = readonly [sequence: string, record: StoredRecord];

/** Where a read stops. */
export interface ReadLimits {
  readonly recordsMax: number;
  readonly bytesMax: number;
}

/** What a read found. */
export interface ShardPart {
  readonly records: readonly KeyedRecord[];
  /** Nothing is behind these now. */
  readonly isTip: boolean;
}

/** From a sequence number on, oldest first, without what retention has dropped. */
export function readShard(
  state: KinesisState,
  stream: Stream,
  shard: Shard,
  from: string,
  nowMs: number,
  { recordsMax, bytesMax }: ReadLimits,
): ShardPart {
  const horizon = trimHorizon(stream, shard, nowMs);
  const found: KeyedRecord[] = [];
  let bytes = 0;
  for (const entry of state.records(stream.name, shard.index).entries({ from: from > horizon ? from : horizon })) {
    bytes += entry[1].data.byteLength;
    if (found.length >= recordsMax || (bytes > bytesMax && found.length > 0)) return { records: found, isTip: false };
    found.push(entry);
  }
  return { records: found, isTip: true };
}

/** Where only what comes from now on is read. */
export const tipOf = (state: KinesisState, stream: Stream, shard: Shard, nowMs: number): string =>
  shard.closed ? endSequence(shard) : nextSequence(shard, lastSequence(state.records(stream.name, shard.index)), nowMs);
