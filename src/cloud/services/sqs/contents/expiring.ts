import { type Attempt, type Duplicate, type QueueContents, timeKey } from './contents.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html */
const deduplicationIntervalMs = 5 * 60 * 1000;

/** Remembers what was sent, for five minutes from now: longer than the message itself may be there. */
export function rememberDuplicate(contents: QueueContents, key: string, duplicate: Duplicate, nowMs: number): void {
  contents.duplicates.set(key, duplicate);
  contents.expiries.set(expiryKey(nowMs, `d${key}`), { of: 'duplicates', key });
}

/** Remembers what a receive was answered with; the same attempt id may be used anew when these are over. */
export function rememberAttempt(contents: QueueContents, id: string, attempt: Attempt, nowMs: number): void {
  contents.attempts.set(id, attempt);
  contents.expiries.set(expiryKey(nowMs, `a${id}`), { of: 'attempts', key: id });
}

const expiryKey = (nowMs: number, key: string): string => `${timeKey(nowMs + deduplicationIntervalMs)}-${key}`;

/** With `DeduplicationScope: messageGroup` the same id may be used in every group. */
export const duplicateKey = (scope: string | undefined, group: string, id: string): string =>
  scope === 'messageGroup' ? `${group}\u0000${id}` : id;
