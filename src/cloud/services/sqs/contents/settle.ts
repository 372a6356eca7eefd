import { isFifo, numberOf, type Queue } from '../state.ts';
import { dueIn, type QueueContents, timeKey } from './contents.ts';
import { moveMessage, removeMessage } from './places.ts';

/**
 * Brings a queue up to now: what is too old is gone, what was hidden or delayed long enough is visible. Called before
 * anything looks at messages; no timer ever does this.
 */
export function settle(queue: Queue, contents: QueueContents, nowMs: number): void {
  const retentionMs = numberOf(queue, 'MessageRetentionPeriod') * 1000;
  for (const [, message] of [...contents.messages.entries({ before: timeKey(nowMs - retentionMs) })]) {
    removeMessage(contents, message);
  }
  for (const index of [contents.inFlight, contents.delayed]) {
    for (const [, key] of dueIn(index, nowMs)) {
      const message = contents.messages.get(key);
      if (message) moveMessage(contents, message, { kind: 'visible' });
    }
  }
  for (const [expiryKey, { of, key }] of dueIn(contents.expiries, nowMs)) {
    contents[of].delete(key);
    contents.expiries.delete(expiryKey);
  }
}

/**
 * A FIFO queue's delay holds for messages that are in it already; a standard queue's only for those to come.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html
 */
export function applyDelay(queue: Queue, contents: QueueContents, nowMs: number): void {
  if (!isFifo(queue)) return;
  const delayMs = numberOf(queue, 'DelaySeconds') * 1000;
  const neverReceived = [...contents.messages.values()].filter(({ receivesHere }) => receivesHere === 0);
  for (const message of neverReceived) {
    const dueMs = message.sentMs + delayMs;
    moveMessage(contents, message, dueMs > nowMs ? { kind: 'delayed', dueMs } : { kind: 'visible' });
  }
}
