import { isPassing } from '../../kernel/backoff.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { Activity } from '../activity.ts';
import type { Consumer, LostRecords, StreamSettings } from '../consumer.ts';
import { backoffMs, payloadBytesMax } from '../source-calls.ts';
import type { StreamRecord } from './stream-source.ts';
import type { TumblingWindow } from './tumbling-window.ts';

/** What handling a batch needs. */
export interface Handling {
  readonly consumer: Consumer;
  readonly stream: StreamSettings;
  readonly shardId: string;
  readonly activity: Activity;
  readonly kernel: Pick<Kernel, 'clock' | 'log'>;
  /** That the records belong to, where there are windows. */
  readonly window?: TumblingWindow | undefined;
  /** The consumer is disabled or gone, or the world was replaced. */
  isOver(): boolean;
  /** Everything up to this sequence number is done. */
  done(sequence: string): void;
}

/**
 * Hands the batch over until the whole of it is done or given up: later records of the shard wait. What fails is tried again
 * as often and as long as the consumer wants, in halves if it says so.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-errors.html
 */
export async function handleRecords(handling: Handling, records: readonly StreamRecord[]): Promise<void> {
  const { stream, isOver } = handling;
  const parts: { readonly records: readonly StreamRecord[]; readonly failures: number }[] = [];
  for (const part of fitting(records)) parts.push({ records: part, failures: 0 });
  while (parts.length > 0 && !isOver()) {
    const part = parts.shift();
    if (!part) return;
    const fresh = dropOld(handling, part.records);
    if (fresh.length === 0) continue;
    const { left, functionError } = await handOver(handling, fresh);
    if (isOver()) return;
    if (left.length === 0) {
      handling.done((fresh.at(-1) as StreamRecord).sequence);
      continue;
    }
    const failures = left.length < fresh.length ? 1 : part.failures + 1;
    const { maximumRetries, bisects } = stream;
    if (maximumRetries >= 0 && failures > maximumRetries && !(bisects && left.length > 1)) {
      giveUp(handling, left, { condition: 'RetryAttemptsExhausted', attempts: failures, functionError });
      continue;
    }
    parts.unshift(...(bisects && left.length > 1 ? halves(left, failures) : [{ records: left, failures }]));
    await handling.activity.pause(backoffMs(failures - 1)).over;
  }
}

const halves = (records: readonly StreamRecord[], failures: number) => {
  const middle = Math.ceil(records.length / 2);
  return [
    { records: records.slice(0, middle), failures },
    { records: records.slice(middle), failures: 0 },
  ];
};

/** In as few events as fit into an invoke. */
function fitting(records: readonly StreamRecord[]): StreamRecord[][] {
  const parts: StreamRecord[][] = [];
  let bytes = payloadBytesMax;
  for (const record of records) {
    const size = Buffer.byteLength(record.text) + 1;
    if (bytes + size > payloadBytesMax) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(record);
    bytes += size;
  }
  return parts;
}

interface Outcome {
  /** Records that are left to be done. */
  readonly left: readonly StreamRecord[];
  /** Null where the consumer itself named what failed. */
  readonly functionError: string | null;
}

async function handOver(handling: Handling, records: readonly StreamRecord[]): Promise<Outcome> {
  const { consumer, kernel, window } = handling;
  const ids = records.map(({ sequence }) => sequence);
  try {
    const { failed, functionError, state } = await consumer.handle({
      records: records.map(({ text }) => text),
      ids,
      lastCreatedMs: records.at(-1)?.createdMs ?? 0,
      ...(window && { windowed: window.batch(false) }),
    });
    if (state) window?.took(state);
    return { left: failed === 'all' ? records : leftOf(records, failed, handling), functionError };
  } catch (error) {
    if (!isPassing(error)) kernel.log.warn(`${consumer.sourceArn} → ${consumer.name}: ${String(error)}`);
    return { left: records, functionError: 'Unhandled' };
  }
}

/** From the lowest sequence number that failed: what comes after it is handled again, in order. */
function leftOf(
  records: readonly StreamRecord[],
  failed: ReadonlySet<string>,
  handling: Handling,
): readonly StreamRecord[] {
  const first = records.findIndex(({ sequence }) => failed.has(sequence));
  if (first < 0) return [];
  const before = records[first - 1];
  if (before) handling.done(before.sequence);
  return records.slice(first);
}

/** Records that are older than the consumer allows are given up before anybody sees them. */
function dropOld(handling: Handling, records: readonly StreamRecord[]): readonly StreamRecord[] {
  const { maximumAgeSeconds } = handling.stream;
  if (maximumAgeSeconds < 0) return records;
  const oldestMs = handling.kernel.clock.now() - maximumAgeSeconds * 1000;
  const old = records.filter(({ createdMs }) => createdMs < oldestMs);
  if (old.length > 0) giveUp(handling, old, { condition: 'RecordAgeExceeded', attempts: 0, functionError: null });
  return records.filter((record) => !old.includes(record));
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
function giveUp(
  { consumer, shardId, done }: Handling,
  records: readonly StreamRecord[],
  why: Pick<LostRecords, 'condition' | 'attempts' | 'functionError'>,
): void {
  const [first, last] = [records[0], records.at(-1)];
  if (!first || !last) return;
  consumer.giveUp({ ...why, shardId, first, last, batchSize: records.length });
  // In the same step, so that no record of the log has one without the other.
  done(last.sequence);
}
