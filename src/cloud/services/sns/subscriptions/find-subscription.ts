import { raise } from '../../../kernel/errors.ts';
import { invalidParameter, notFound } from '../errors.ts';
import type { SnsContext } from '../operation.ts';
import type { SnsState } from '../state.ts';
import { snsArn, stateOf } from '../topics/find-topic.ts';

/** Where the subscription of an ARN is kept, and the subscription where it exists. */
export function lookUpSubscription(state: SnsState, arn: string, context: SnsContext) {
  const { account, resource } = snsArn('SubscriptionArn', arn, context);
  if (!resource.includes(':')) {
    throw invalidParameter('SubscriptionId');
  }
  const owner = stateOf(state, account, context);
  return {
    state: owner,
    subscription: owner.subscriptions.get(arn),
    topic: owner.topics.get(resource.split(':')[0] ?? ''),
  };
}

/** Throws NotFound. */
export function openSubscription(state: SnsState, arn: string, context: SnsContext) {
  const found = lookUpSubscription(state, arn, context);
  return { ...found, subscription: found.subscription ?? raise(notFound('Subscription')) };
}
