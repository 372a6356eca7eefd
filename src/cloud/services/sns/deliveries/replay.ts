import { parseJsonObject } from '../../../kernel/json.ts';
import type { SnsContext } from '../operation.ts';
import { isWanted } from '../publishing/fan-out.ts';
import type { PublishedMessage } from '../publishing/published-message.ts';
import type { SnsState, Subscription } from '../state.ts';
import { deferNotification } from './defer-delivery.ts';

/** The same message, with an attribute that filter policies see as well. */
const asReplayed = (message: PublishedMessage): PublishedMessage => ({
  ...message,
  attributes: { ...message.attributes, Replayed: { type: 'String', value: 'true' } },
  isReplayed: true,
});

/**
 * How far the replay of a subscription is; undefined for one that has none.
 * https://docs.aws.amazon.com/sns/latest/dg/message-archiving-and-replay-subscriber.html
 */
export function replayStatusOf(state: SnsState, { arn, attributes }: Subscription): string | undefined {
  if (attributes.ReplayPolicy === undefined) return undefined;
  for (const { isReplayed } of state.waiting.values({ from: `${arn}|`, before: `${arn}}` })) {
    if (isReplayed) return 'In progress';
  }
  return 'Completed';
}

/**
 * Sends what a topic has archived once more, to the subscription whose replay policy was set.
 * https://docs.aws.amazon.com/sns/latest/dg/message-archiving-and-replay-subscriber.html
 */
export function replay(state: SnsState, subscription: Subscription, context: SnsContext): void {
  const policy = parseJsonObject(subscription.attributes.ReplayPolicy ?? '');
  if (!policy) return;
  const from = Date.parse(String(policy.StartingPoint));
  const to = policy.EndingPoint === undefined ? context.clock.now() : Date.parse(String(policy.EndingPoint));
  const name = subscription.topicArn.split(':').at(-1) ?? '';
  for (const archived of [...state.archive.values({ from: `${name}/`, before: `${name}0` })]) {
    const message = asReplayed(archived);
    const isWithin = message.timestampMs >= from && message.timestampMs <= to;
    if (isWithin && isWanted(subscription, message, context)) deferNotification(state, subscription, message, context);
  }
}
