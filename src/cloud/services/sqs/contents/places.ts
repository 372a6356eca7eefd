import { invariant } from '../../../kernel/errors.ts';
import { isFifo, numberOf, type Queue } from '../state.ts';
import { dueIn, lastKey, messageKey, type QueueContents, sequenceKey, timeKey } from './contents.ts';
import type { Message, Place } from './message.ts';

/*
 * Moving messages about. Every change of a message goes through here, so that the indexes are always in step.
 *
 * A message with a group id is ordered only on FIFO queues; there it has an entry in `order`.
 */

/** Puts a new message into the queue. */
export function addMessage(contents: QueueContents, message: Message, isOrdered: boolean): Message {
  const group = isOrdered ? message.groupId : undefined;
  if (group !== undefined) contents.order.set(orderKey(group, message.sequence), message.key);
  return enter(contents, message, message.place, group);
}

/** Moves a message to another place, with whatever else is new in it. */
export function moveMessage(contents: QueueContents, message: Message, place: Place): Message {
  const group = orderedGroupOf(contents, message);
  leave(contents, message);
  return enter(contents, message, place, group);
}

export function removeMessage(contents: QueueContents, message: Message): void {
  const group = orderedGroupOf(contents, message);
  leave(contents, message);
  contents.messages.delete(message.key);
  if (group === undefined) return;
  contents.order.delete(orderKey(group, message.sequence));
  refreshGroup(contents, group);
}

/** The messages of a group in the order of their sending, behind a sequence number. */
export function* messagesOfGroup(contents: QueueContents, group: string, after = 0): Generator<Message> {
  for (const key of contents.order.values({ after: orderKey(group, after), before: `${group}\u0001` })) {
    const message = contents.messages.get(key);
    invariant(message, `message ${key} of group ${group} exists`);
    yield message;
  }
}

/** Group ids have no control characters, so that this one ends them. */
const orderKey = (group: string, sequence: number): string => `${group}\u0000${sequenceKey(sequence)}`;

const orderedGroupOf = ({ order }: QueueContents, { groupId, sequence }: Message): string | undefined =>
  groupId !== undefined && order.has(orderKey(groupId, sequence)) ? groupId : undefined;

function enter(contents: QueueContents, message: Message, place: Place, group: string | undefined): Message {
  const placed = { ...message, place: indexed(contents, message, place, group) };
  contents.messages.set(message.key, placed);
  if (group !== undefined) refreshGroup(contents, group);
  return placed;
}

function indexed(contents: QueueContents, message: Message, place: Place, group: string | undefined): Place {
  const { key, sequence } = message;
  if (place.kind !== 'visible') {
    contents[place.kind].set(dueKey(place.dueMs, sequence), key);
    return place;
  }
  if (group !== undefined) return { kind: 'visible' };
  const readyKey = readyKeyOf(message);
  contents.ready.set(readyKey, key);
  return { kind: 'visible', readyKey };
}

/**
 * In the order of sending: a message that comes back stands before those that were sent after it. One that was received
 * three times and not deleted goes to the back, behind what had been sent by then.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
const readyKeyOf = ({ key, sequence, receivesHere, receivedMs }: Message): string =>
  receivesHere < receivesBeforeBack || receivedMs === undefined ? key : messageKey(receivedMs + 1, sequence);

const receivesBeforeBack = 3;

function leave(contents: QueueContents, { key, sequence }: Message): void {
  const place = contents.messages.get(key)?.place;
  if (place?.kind === 'visible') {
    if (place.readyKey !== undefined) contents.ready.delete(place.readyKey);
  } else if (place) {
    contents[place.kind].delete(dueKey(place.dueMs, sequence));
  }
}

const dueKey = (dueMs: number, sequence: number): string => `${timeKey(dueMs)}-${sequenceKey(sequence)}`;

/** A group that becomes ready stands behind those that are. */
function nextReadyKey({ ready }: QueueContents): string {
  return sequenceKey(Number(lastKey(ready) ?? 0) + 1);
}

/** The group that was just served stands behind the others, if it is still ready. */
export function sendGroupBack(contents: QueueContents, group: string): void {
  const readyKey = contents.readyGroups.get(group);
  if (readyKey === undefined) return;
  contents.ready.delete(readyKey);
  contents.readyGroups.delete(group);
  refreshGroup(contents, group);
}

/** A group is ready when its first message is visible: a later one never overtakes one in flight or delayed. */
function refreshGroup(contents: QueueContents, group: string): void {
  const [head] = messagesOfGroup(contents, group);
  const readyKey = contents.readyGroups.get(group);
  if (head?.place.kind === 'visible') {
    if (readyKey !== undefined) return;
    const key = nextReadyKey(contents);
    contents.ready.set(key, group);
    contents.readyGroups.set(group, key);
  } else if (readyKey !== undefined) {
    contents.ready.delete(readyKey);
    contents.readyGroups.delete(group);
  }
}

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
