import { type Count, dimensionsOf } from '../../../service-kit/service-metrics.ts';
import { firstKey, type QueueContents, timeKey } from '../contents/contents.ts';
import type { Queue } from '../state.ts';

/*
 * What CloudWatch is told of a queue each minute. No timer does this: between two calls a queue changes by time alone, so
 * that the minutes in between can be told when the next call comes, or when somebody looks.
 */

const minuteMs = 60_000;

/** What all metrics of a queue are told under. */
export const ofQueue = dimensionsOf('QueueName');

/**
 * A queue is active for six hours from the last call; then nothing more is told of it.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
const activeMinutes = 360;

/** Ours: so many minutes are told when a call comes and nobody has looked, since CloudWatch keeps them for days. */
const unreadMinutes = 5;

interface Told {
  readonly createdMs: number;
  /** The last call. */
  activeMinute: number;
  /** The last minute that was told. */
  minute: number;
  /** What of it, so that it is told again only when it has changed. */
  text: string;
}

/** By where it is told to, which is new in every world, and the queue's collection of messages, which is not. */
const toldBy = new WeakMap<Count, WeakMap<object, Told>>();

function toldTo(count: Count): WeakMap<object, Told> {
  let told = toldBy.get(count);
  if (!told) {
    told = new WeakMap();
    toldBy.set(count, told);
  }
  return told;
}

/** Ahead of a call: tells the minutes since the last one. */
export function tellMinutesBefore(queue: Queue, contents: QueueContents, nowMs: number, count: Count): void {
  const minute = Math.floor(nowMs / minuteMs);
  const told = toldTo(count).get(contents.messages);
  // A clock that was set back, or a queue that was made anew: nothing is known of what was before.
  if (!told || told.minute > minute || told.createdMs !== queue.createdMs) {
    const first = { createdMs: queue.createdMs, activeMinute: minute, minute: minute - 1, text: '' };
    toldTo(count).set(contents.messages, first);
    return;
  }
  const last = Math.min(minute - 1, told.activeMinute + unreadMinutes);
  if (told.minute < last) tellUntil(queue, contents, told, last, count);
  told.minute = Math.max(told.minute, minute - 1);
  told.activeMinute = minute;
}

/** Tells everything up to now, as long as the queue is active. */
export function tellMinutes(queue: Queue, contents: QueueContents, nowMs: number, count: Count): void {
  const minute = Math.floor(nowMs / minuteMs);
  const told = toldTo(count).get(contents.messages);
  if (!told || told.minute > minute || told.createdMs !== queue.createdMs) return;
  tellUntil(queue, contents, told, minute - 1, count);
  if (minute > told.activeMinute + activeMinutes) return;
  const values = valuesAt(queue, contents, nowMs);
  const text = JSON.stringify(values);
  if (told.minute === minute && told.text === text) return;
  told.minute = minute;
  told.text = text;
  tell(queue, values, nowMs, count);
}

function tellUntil(queue: Queue, contents: QueueContents, told: Told, minute: number, count: Count): void {
  const last = Math.min(minute, told.activeMinute + activeMinutes);
  while (told.minute < last) {
    told.minute += 1;
    // At its end, when all that happened in it has happened.
    const atMs = (told.minute + 1) * minuteMs - 1;
    tell(queue, valuesAt(queue, contents, atMs), atMs, count);
  }
}

interface Values {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  readonly oldestSeconds: number | undefined;
}

/** The counts as they are at a time since the last call: what comes due until then is visible. */
function valuesAt(queue: Queue, { messages, inFlight, delayed }: QueueContents, atMs: number): Values {
  const due = { to: `${timeKey(Math.floor(atMs))}~` };
  const stillIn = (index: QueueContents['inFlight']) => index.size - [...index.keys(due)].length;
  const expired = [
    ...messages.keys({ before: timeKey(atMs - Number(queue.attributes.MessageRetentionPeriod) * 1000) }),
  ];
  const counted = { inFlight: stillIn(inFlight), delayed: stillIn(delayed) };
  const left = messages.size - expired.length;
  const oldest = expired.length === 0 ? firstKey(messages) : undefined;
  return {
    ...counted,
    visible: Math.max(0, left - counted.inFlight - counted.delayed),
    oldestSeconds: oldest === undefined ? undefined : Math.max(0, Math.floor((atMs - sentMsOf(oldest)) / 1000)),
  };
}

const sentMsOf = (messageKey: string): number => Number(messageKey.slice(0, messageKey.indexOf('-')));

function tell(
  { name }: Queue,
  { visible, inFlight, delayed, oldestSeconds }: Values,
  atMs: number,
  count: Count,
): void {
  const dimensions = ofQueue(name);
  count('ApproximateNumberOfMessagesVisible', visible, 'Count', dimensions, atMs);
  count('ApproximateNumberOfMessagesNotVisible', inFlight, 'Count', dimensions, atMs);
  count('ApproximateNumberOfMessagesDelayed', delayed, 'Count', dimensions, atMs);
  if (oldestSeconds !== undefined) count('ApproximateAgeOfOldestMessage', oldestSeconds, 'Seconds', dimensions, atMs);
}
