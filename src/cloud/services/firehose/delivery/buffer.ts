import { serviceCaller } from '../../../kernel/identity.ts';
import type { DeferredCall } from '../../../kernel/scheduler.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { DeliveryStream, FirehoseState, StoredRecord } from '../state.ts';

const recordIdCharacters = 223;
const recordIdAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const bytesInMb = 1024 * 1024;

type Deferring = Pick<Context, 'account' | 'clock' | 'kernel' | 'region' | 'requestId' | 'trace'>;

/** A call that Firehose makes later, in the course of this one. */
export function deferCall(input: object, operation: string, dueMs: number, context: Deferring): DeferredCall {
  const { account, region, requestId: parent, trace } = context;
  const caller = serviceCaller('firehose.amazonaws.com', account);
  return { dueMs, service: 'firehose', operation, input, account, region, caller, parent, trace };
}

/** Keeps a record until its buffer is full or has waited for long enough; its id. */
export function takeRecord(state: FirehoseState, stream: DeliveryStream, data: Uint8Array, context: Context): string {
  const { clock, kernel, random } = context;
  const { name } = stream;
  const sequence = (state.sequences.get(name) ?? 0) + 1;
  state.sequences.set(name, sequence);
  const key = String(sequence).padStart(15, '0');
  const id = random.text(recordIdCharacters, recordIdAlphabet);
  const record: StoredRecord = { id, data: Buffer.from(data).toString('base64'), arrivedMs: clock.now() };
  state.records(name).set(key, record);
  const { IntervalInSeconds = 0, SizeInMBs = 0 } = stream.destination.BufferingHints ?? {};
  const known = state.buffers.get(name);
  const seal = (dueMs: number) =>
    kernel.scheduler.deferDelivery(deferCall({ Name: name }, 'SealBuffer', dueMs, context));
  const deferredKey = known?.deferredKey ?? seal(clock.now() + IntervalInSeconds * 1000);
  const bytes = (known?.bytes ?? 0) + data.byteLength;
  state.buffers.set(name, { from: known?.from ?? key, to: key, bytes, deferredKey });
  if (bytes >= SizeInMBs * bytesInMb) {
    kernel.scheduler.cancel(deferredKey);
    sealNow(state, name, context);
  }
  return id;
}

/** The wait is over: what is in the buffer goes together, what comes next waits anew. */
export const sealBuffer: Operation<{ readonly Name: string }, object, FirehoseState> = (state, { Name }, context) => {
  sealNow(state, Name, context);
  return {};
};

function sealNow(state: FirehoseState, Name: string, context: Deferring): void {
  const buffer = state.buffers.take(Name);
  if (!buffer) return;
  const nowMs = context.clock.now();
  const batch = { Name, From: buffer.from, To: buffer.to, Attempts: 0, SinceMs: nowMs };
  context.kernel.scheduler.deferDelivery(deferCall(batch, 'DeliverBatch', nowMs, context));
}
