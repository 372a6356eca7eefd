import { deferNotification } from '../deliveries/defer-delivery.ts';
import { countOf } from '../metrics/topic-counts.ts';
import type { SnsContext } from '../operation.ts';
import { isFifo, type SnsState, type Subscription, subscriptionsOf, type Topic } from '../state.ts';
import { archiveDaysOf } from '../topics/attributes.ts';
import { checkMessage, type GivenMessage } from './check-message.ts';
import { findDuplicate, nextSequenceNumber, rememberMessage } from './deduplicate.ts';
import type { PublishedMessage } from './published-message.ts';

const dayMs = 86_400_000;

/** What Publish tells of a message that a topic took. */
export interface Accepted {
  readonly MessageId: string;
  readonly SequenceNumber?: string;
}

/** Takes a message for a topic, and promises it to all of its subscribers. */
export function publishToTopic(state: SnsState, topic: Topic, given: GivenMessage, context: SnsContext): Accepted {
  const checked = checkMessage(topic, given);
  const nowMs = context.clock.now();
  const base = { ...checked, topicArn: topic.arn, timestampMs: nowMs, messageId: context.random.uuid() };
  if (!isFifo(topic)) {
    fanOut(state, topic, base, context);
    return { MessageId: base.messageId };
  }
  const before = findDuplicate(state, topic, base, nowMs);
  if (before) return { MessageId: before.messageId, SequenceNumber: before.sequenceNumber };
  const message = { ...base, sequenceNumber: nextSequenceNumber(state, topic) };
  rememberMessage(state, topic, message, message, nowMs);
  const days = archiveDaysOf(topic);
  if (days !== undefined) {
    state.archive.set(`${topic.name}/${message.sequenceNumber}`, message);
    forgetArchived(state, topic, nowMs - days * dayMs);
  }
  fanOut(state, topic, message, context);
  return { MessageId: message.messageId, SequenceNumber: message.sequenceNumber };
}

function forgetArchived(state: SnsState, topic: Topic, beforeMs: number): void {
  for (const [key, { timestampMs }] of [
    ...state.archive.entries({ from: `${topic.name}/`, before: `${topic.name}0` }),
  ]) {
    if (timestampMs >= beforeMs) return;
    state.archive.delete(key);
  }
}

function fanOut(state: SnsState, topic: Topic, message: PublishedMessage, context: SnsContext): void {
  for (const subscription of [...subscriptionsOf(state, topic.arn)]) {
    if (subscription.isPending) continue;
    if (isWanted(subscription, message, context)) deferNotification(state, subscription, message, context);
    else countFilteredOut(topic, subscription, message, context);
  }
}

/** Whether the filter policy of a subscription lets a message through. */
export const isWanted = (
  subscription: Subscription,
  { attributes = {}, text }: PublishedMessage,
  { runtime }: SnsContext,
): boolean => runtime.filterPolicies.of(subscription)?.matches({ attributes, body: text }) ?? true;

function countFilteredOut(
  topic: Topic,
  { attributes }: Subscription,
  message: PublishedMessage,
  context: SnsContext,
): void {
  const count = countOf(context, topic.arn);
  count('NumberOfNotificationsFilteredOut', 1, 'Count');
  if (attributes.FilterPolicyScope === 'MessageBody') {
    count('NumberOfNotificationsFilteredOut-MessageBody', 1, 'Count');
  } else if (message.attributes === undefined) {
    count('NumberOfNotificationsFilteredOut-NoMessageAttributes', 1, 'Count');
  } else count('NumberOfNotificationsFilteredOut-MessageAttributes', 1, 'Count');
}
