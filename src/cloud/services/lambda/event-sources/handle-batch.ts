import { isPassing } from '../../../kernel/backoff.ts';
import type { EventSourceMapping } from '../state.ts';
import { type Collected, type EventBatch, eventBatches, removeMessages } from './collect-batch.ts';
import type { PollerParts } from './poller-parts.ts';
import { backoffMs } from './source-calls.ts';

/**
 * Invokes the function with a batch and deletes what is done. All else stays in the queue, and returns when its
 * visibility timeout is over: redelivery and dead letters are the queue's business.
 */
export async function handleBatch(
  parts: PollerParts,
  mapping: EventSourceMapping,
  { messages, startedMs }: Collected,
): Promise<void> {
  const isFifo = parts.calls.queueArn.endsWith('.fifo');
  for (const batch of eventBatches(messages, parts.calls.queueArn)) {
    if (parts.isStopped()) return;
    const done = await invokeUntilDue(parts, mapping, batch, startedMs);
    await removeMessages(
      parts,
      batch.messages.filter(({ MessageId }) => done.has(MessageId)),
    );
    // What comes after it in its group must not overtake it.
    if (isFifo && done.size < batch.messages.length) return;
  }
}

const none: ReadonlySet<string> = new Set();

/**
 * Throttled invokes, and those that failed without the function being to blame, are tried again until the messages are
 * visible again: then they are somebody else's.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-backoff-strategy
 */
async function invokeUntilDue(
  parts: PollerParts,
  mapping: EventSourceMapping,
  batch: EventBatch,
  startedMs: number,
): Promise<ReadonlySet<string>> {
  let dueMs: number | undefined;
  for (let failures = 0; ; failures += 1) {
    try {
      return await invoke(parts, mapping, batch);
    } catch (error) {
      if (parts.isAbandoned()) return none;
      if (!isPassing(error)) {
        parts.warn(`${batch.messages.length} messages go back: ${String(error)}`);
        return none;
      }
    }
    dueMs ??= startedMs + (await parts.calls.visibilityMs());
    const waitMs = backoffMs(failures);
    if (parts.clock.now() + waitMs >= dueMs) return none;
    await parts.activity.pause(waitMs).over;
    if (parts.isStopped()) return none;
  }
}

/** It goes on with the trace of the first message: several requests that meet in one batch stay several trees. */
async function invoke(
  { calls }: PollerParts,
  mapping: EventSourceMapping,
  { messages, payload }: EventBatch,
): Promise<ReadonlySet<string>> {
  const { FunctionError, Payload } = await calls.invoke(mapping, payload, messages[0]?.Trace);
  if (FunctionError !== undefined) return none;
  const messageIds = messages.map(({ MessageId }) => MessageId);
  if (!mapping.reportsItemFailures) return new Set(messageIds);
  return doneMessages(Buffer.from(Payload ?? []).toString(), messageIds);
}

/**
 * Which messages of a batch are done, by what a function with `ReportBatchItemFailures` answered. Nothing (null, no list,
 * an empty list) means all of them; anything that cannot be understood, or names no message of the batch, none.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function doneMessages(payload: string, messageIds: readonly string[]): ReadonlySet<string> {
  const failed = failedIn(payload, messageIds);
  return new Set(failed === 'all' ? [] : messageIds.filter((id) => !failed.has(id)));
}

/** What an answer names as failed; all of it where it cannot be understood, or names what was not in the batch. */
export function failedIn(payload: string, ids: readonly string[]): ReadonlySet<string> | 'all' {
  const response = parse(payload);
  if (response === null) return new Set();
  if (typeof response !== 'object' || Array.isArray(response)) return 'all';
  const { batchItemFailures: items } = response as { readonly batchItemFailures?: unknown };
  if (items === undefined || items === null) return new Set();
  if (!Array.isArray(items)) return 'all';
  const failed = items.map((item: { readonly itemIdentifier?: unknown } | null) => item?.itemIdentifier);
  const isKnown = (id: unknown): id is string => typeof id === 'string' && ids.includes(id);
  return failed.every(isKnown) ? new Set(failed) : 'all';
}

/** `undefined` for what is no JSON. */
function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
