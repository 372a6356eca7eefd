import type { SubscribeInput, SubscribeResponse } from '@aws-sdk/client-sns';
import { partitionOf } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import { deferConfirmation } from '../deliveries/defer-delivery.ts';
import { replay } from '../deliveries/replay.ts';
import { invalidAttributes, invalidParameter, notFound } from '../errors.ts';
import type { SnsContext, SnsOperation } from '../operation.ts';
import { type SnsState, type Subscription, subscriptionsOf, type Topic } from '../state.ts';
import { changeAttributes, isSubscriptionAttribute } from '../subscriptions/attributes.ts';
import { assertEndpoint, needsConfirmation } from '../subscriptions/endpoints.ts';
import { keepUnconfirmed } from '../subscriptions/unconfirmed.ts';
import { bytesMaxOf, messageBytesDefault, takesLargeMessages } from '../topics/attributes.ts';
import { lookUpTopic } from '../topics/find-topic.ts';

const tokenLength = 264;
const pending = 'pending confirmation';

/**
 * The same endpoint again is answered with its subscription, unless it is asked for with other attributes.
 * https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
 */
export const subscribe: SnsOperation<SubscribeInput, SubscribeResponse> = (state, input, context) => {
  const { TopicArn, Protocol, Endpoint = '', ReturnSubscriptionArn = false } = input;
  const { state: owner, topic: found, name } = lookUpTopic(state, TopicArn, context);
  assertEndpoint({ name }, Protocol, Endpoint, context.kernel);
  const topic = found ?? raise(notFound('Topic'));
  if (Protocol === 'application' && !state.endpoints.has(Endpoint)) {
    throw invalidParameter(`Endpoint Reason: Endpoint does not exist for endpoint ${Endpoint}`);
  }
  if (bytesMaxOf(topic) > messageBytesDefault && !takesLargeMessages(Protocol)) throw invalidParameter('Protocol');
  const subject = { protocol: Protocol, endpoint: Endpoint, topic };
  const given = input.Attributes ?? {};
  if (!Object.keys(given).every(isSubscriptionAttribute)) throw invalidParameter('AttributeName');
  const attributes = changeAttributes(subject, {}, given, invalidAttributes);
  if (Protocol === 'firehose' && attributes.SubscriptionRoleArn === undefined) {
    throw invalidAttributes('SubscriptionRoleArn is required for firehose protocol');
  }
  const existing = [...subscriptionsOf(owner, topic.arn)].find(
    ({ protocol, endpoint }) => protocol === Protocol && endpoint === Endpoint,
  );
  if (existing) assertSame(existing, attributes, Object.keys(given));
  const subscription = existing ?? newSubscription(subject, attributes, context);
  owner.subscriptions.set(subscription.arn, subscription);
  if (subscription.isPending) {
    const waiting = keepUnconfirmed(owner, subscription, context.clock.now());
    deferConfirmation('SubscriptionConfirmation', waiting, context);
  } else if (!existing && attributes.ReplayPolicy !== undefined) replay(owner, subscription, context);
  const isTold = ReturnSubscriptionArn || !subscription.isPending;
  return { SubscriptionArn: isTold ? subscription.arn : pending };
};

function newSubscription(
  { protocol, endpoint, topic }: { readonly protocol: string; readonly endpoint: string; readonly topic: Topic },
  attributes: Subscription['attributes'],
  context: SnsContext,
): Subscription {
  const { account, region, caller, random } = context;
  const isPending = needsConfirmation(protocol, endpoint, account);
  return {
    arn: `${topic.arn}:${random.uuid()}`,
    topicArn: topic.arn,
    protocol,
    endpoint,
    owner: account,
    principal: caller.arn || `arn:${partitionOf(region)}:iam::${account}:root`,
    attributes,
    isPending,
    isAuthenticated: !isPending,
    ...(isPending && { token: random.hex(tokenLength) }),
  };
}

const unset: Readonly<Record<string, string>> = { RawMessageDelivery: 'false' };

/** What is not asked for may be as it is; raw delivery that was never asked for is off. */
function assertSame(existing: Subscription, wanted: Subscription['attributes'], names: readonly string[]): void {
  const differs = names.some((name) => (existing.attributes[name] ?? unset[name]) !== wanted[name]);
  if (differs) throw invalidAttributes('Subscription already exists with different attributes');
}

/** What becomes of the world when a subscription is confirmed. */
export function confirm(state: SnsState, subscription: Subscription, isAuthenticated: boolean): void {
  state.subscriptions.set(subscription.arn, { ...subscription, isPending: false, isAuthenticated });
}
