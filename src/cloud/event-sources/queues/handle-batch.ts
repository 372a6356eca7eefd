import { isPassing } from '../../kernel/backoff.ts';
import { backoffMs } from '../source-calls.ts';
import { type Collected, type MessageBatch, messageBatches, removeMessages } from './collect-batch.ts';
import type { PollerParts } from './poller-parts.ts';

/**
 * Hands a batch to its consumer and deletes what is done. All else stays in the queue, and returns when its
 * visibility timeout is over: redelivery and dead letters are the queue's business.
 */
export async function handleBatch(parts: PollerParts, { messages, startedMs }: Collected): Promise<void> {
  const isFifo = parts.calls.queueArn.endsWith('.fifo');
  for (const batch of messageBatches(messages, parts.calls.queueArn)) {
    if (parts.isStopped()) return;
    const done = await handOverUntilDue(parts, batch, startedMs);
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
 * What was throttled, or failed without the consumer being to blame, is tried again until the messages are
 * visible again: then they are somebody else's.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-backoff-strategy
 */
async function handOverUntilDue(
  parts: PollerParts,
  batch: MessageBatch,
  startedMs: number,
): Promise<ReadonlySet<string>> {
  let dueMs: number | undefined;
  for (let failures = 0; ; failures += 1) {
    try {
      return await handOver(parts, batch);
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
async function handOver({ consumer }: PollerParts, { messages, records }: MessageBatch): Promise<ReadonlySet<string>> {
  const ids = messages.map(({ MessageId }) => MessageId);
  const { failed } = await consumer.handle({ records, ids, trace: messages[0]?.Trace });
  return new Set(failed === 'all' ? [] : ids.filter((id) => !failed.has(id)));
}
