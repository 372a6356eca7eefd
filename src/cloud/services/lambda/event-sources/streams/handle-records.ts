import { isPassing } from '../../../../kernel/backoff.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import { functionArn } from '../../function-reference.ts';
import { objectKey } from '../../invocation/destinations.ts';
import type { EventSourceMapping } from '../../state.ts';
import type { Activity } from '../activity.ts';
import { payloadBytesMax } from '../collect-batch.ts';
import { failedIn } from '../handle-batch.ts';
import { backoffMs } from '../source-calls.ts';
import type { StreamCalls } from './stream-calls.ts';
import { createdMsOf, eventText, type SourceRecord, sequenceOf, streamRecord } from './stream-event.ts';

/** What handling a batch needs. */
export interface Handling {
  readonly mapping: EventSourceMapping;
  readonly shardId: string;
  readonly calls: StreamCalls;
  readonly activity: Activity;
  readonly kernel: Kernel;
  readonly where: { readonly account: string; readonly region: string };
  /** The mapping is disabled or gone, or the world was replaced. */
  isOver(): boolean;
  /** Everything up to this sequence number is done. */
  done(sequence: string): void;
}

/**
 * Invokes the function until the whole batch is done or given up: later records of the shard wait. What fails is tried again
 * as often and as long as the mapping says, in halves if it says so.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-errors.html
 */
export async function handleRecords(handling: Handling, records: readonly SourceRecord[]): Promise<void> {
  const { mapping, calls, isOver } = handling;
  const parts: { readonly records: readonly SourceRecord[]; readonly failures: number }[] = [];
  for (const part of fitting(records, calls.streamArn)) parts.push({ records: part, failures: 0 });
  while (parts.length > 0 && !isOver()) {
    const part = parts.shift();
    if (!part) return;
    const fresh = dropOld(handling, part.records);
    if (fresh.length === 0) continue;
    const { left, functionError } = await invoke(handling, fresh);
    if (isOver()) return;
    if (left.length === 0) {
      handling.done(sequenceOf(fresh.at(-1) as SourceRecord));
      continue;
    }
    const failures = left.length < fresh.length ? 1 : part.failures + 1;
    const { maximumRetries = -1, bisects = false } = mapping.stream ?? {};
    if (maximumRetries >= 0 && failures > maximumRetries && !(bisects && left.length > 1)) {
      giveUp(handling, left, { condition: 'RetryAttemptsExhausted', invokes: failures, functionError });
      continue;
    }
    parts.unshift(...(bisects && left.length > 1 ? halves(left, failures) : [{ records: left, failures }]));
    await handling.activity.pause(backoffMs(failures - 1)).over;
  }
}

const halves = (records: readonly SourceRecord[], failures: number) => {
  const middle = Math.ceil(records.length / 2);
  return [
    { records: records.slice(0, middle), failures },
    { records: records.slice(middle), failures: 0 },
  ];
};

/** In as few events as fit into an invoke. */
function fitting(records: readonly SourceRecord[], streamArn: string): SourceRecord[][] {
  const parts: SourceRecord[][] = [];
  let bytes = payloadBytesMax;
  for (const record of records) {
    const size = Buffer.byteLength(JSON.stringify(streamRecord(record, streamArn))) + 1;
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
  readonly left: readonly SourceRecord[];
  /** Null where the function itself named what failed. */
  readonly functionError: string | null;
}

async function invoke(handling: Handling, records: readonly SourceRecord[]): Promise<Outcome> {
  const { mapping, calls, kernel } = handling;
  const Records = records.map((record) => streamRecord(record, calls.streamArn));
  try {
    const { FunctionError, Payload } = await calls.invoke(mapping, eventText(Records));
    if (FunctionError !== undefined) return { left: records, functionError: FunctionError };
    if (!mapping.reportsItemFailures) return { left: [], functionError: null };
    return { left: leftOf(records, Buffer.from(Payload ?? []).toString(), handling), functionError: null };
  } catch (error) {
    if (!isPassing(error)) kernel.log.warn(`${mapping.eventSourceArn} → ${mapping.functionName}: ${String(error)}`);
    return { left: records, functionError: 'Unhandled' };
  }
}

/** From the lowest sequence number that the function names; what cannot be understood leaves all, an empty array none. */
function leftOf(records: readonly SourceRecord[], payload: string, handling: Handling): readonly SourceRecord[] {
  if (/^\s*\[\s*\]\s*$/.test(payload)) return [];
  const failed = failedIn(payload, records.map(sequenceOf));
  if (failed === 'all') return records;
  const first = records.findIndex((record) => failed.has(sequenceOf(record)));
  if (first < 0) return [];
  const before = records[first - 1];
  if (before) handling.done(sequenceOf(before));
  return records.slice(first);
}

/** Records that are older than the mapping allows are given up before anybody sees them. */
function dropOld(handling: Handling, records: readonly SourceRecord[]): readonly SourceRecord[] {
  const { maximumAgeSeconds = -1 } = handling.mapping.stream ?? {};
  if (maximumAgeSeconds < 0) return records;
  const oldestMs = handling.kernel.clock.now() - maximumAgeSeconds * 1000;
  const old = records.filter((record) => createdMsOf(record) < oldestMs);
  if (old.length > 0) giveUp(handling, old, { condition: 'RecordAgeExceeded', invokes: 0, functionError: null });
  return records.filter((record) => !old.includes(record));
}

interface GivenUp {
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly invokes: number;
  readonly functionError: string | null;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
function giveUp(handling: Handling, records: readonly SourceRecord[], why: GivenUp): void {
  const { mapping, calls, kernel, shardId } = handling;
  const last = records.at(-1);
  if (!last) return;
  const destination = mapping.stream?.onFailure;
  if (destination !== undefined) {
    const message = JSON.stringify(failureRecord(handling, records, why));
    calls.tell(destination, mapping, message, objectKey(`${mapping.uuid}/${shardId}`, kernel));
  }
  // In the same step, so that no record of the log has one without the other.
  handling.done(sequenceOf(last));
}

/** The JSON that destinations get. */
function failureRecord(
  { mapping, calls, kernel, where, shardId }: Handling,
  records: readonly SourceRecord[],
  { condition, invokes, functionError }: GivenUp,
): object {
  const [first, last] = [records[0] as SourceRecord, records.at(-1) as SourceRecord];
  const at = (record: SourceRecord) => new Date(createdMsOf(record)).toISOString().replace('.000Z', 'Z');
  return {
    requestContext: {
      requestId: kernel.random.uuid(),
      functionArn: functionArn(where, mapping.functionName, mapping.qualifier),
      condition,
      approximateInvokeCount: invokes,
    },
    ...(invokes > 0 && {
      responseContext: { statusCode: 200, executedVersion: mapping.qualifier ?? '$LATEST', functionError },
    }),
    version: '1.0',
    timestamp: new Date(kernel.clock.now()).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: sequenceOf(first),
      endSequenceNumber: sequenceOf(last),
      approximateArrivalOfFirstRecord: at(first),
      approximateArrivalOfLastRecord: at(last),
      batchSize: records.length,
      streamArn: calls.streamArn,
    },
  };
}
