import { parseJsonObject } from '../../../kernel/json.ts';
import type { SnsContext } from '../operation.ts';
import { isWanted } from '../publishing/fan-out.ts';
import type { SnsState, Subscription } from '../state.ts';
import { deferNotification } from './defer-delivery.ts';

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
  for (const message of [...state.archive.values({ from: `${name}/`, before: `${name}0` })]) {
    const isWithin = message.timestampMs >= from && message.timestampMs <= to;
    if (isWithin && isWanted(subscription, message, context)) deferNotification(state, subscription, message, context);
  }
}
