import type {
  ConfirmSubscriptionInput,
  ConfirmSubscriptionResponse,
  GetSubscriptionAttributesInput,
  GetSubscriptionAttributesResponse,
  ListSubscriptionsByTopicInput,
  ListSubscriptionsByTopicResponse,
  ListSubscriptionsInput,
  ListSubscriptionsResponse,
  SetSubscriptionAttributesInput,
  UnsubscribeInput,
} from '@aws-sdk/client-sns';
import { type Arn, parseArn } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { deferConfirmation } from '../deliveries/defer-delivery.ts';
import { replay, replayStatusOf } from '../deliveries/replay.ts';
import { authorizationError, invalidParameter } from '../errors.ts';
import type { SnsOperation } from '../operation.ts';
import { type Subscription, subscriptionsOf } from '../state.ts';
import { changeAttributes, describeSubscription, isSubscriptionAttribute } from '../subscriptions/attributes.ts';
import { isHttp } from '../subscriptions/endpoints.ts';
import { lookUpSubscription, openSubscription } from '../subscriptions/find-subscription.ts';
import { forgetUnconfirmed, keepUnsubscribed } from '../subscriptions/unconfirmed.ts';
import { openTopic, stateOf } from '../topics/find-topic.ts';
import { dropRange } from '../topics/forget-messages.ts';
import { confirm } from './subscribe.ts';
import { pageMax } from './topics.ts';

const tokenLength = 264;

/**
 * The token alone says which subscription is confirmed; the topic must be of the region.
 * https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html
 */
export const confirmSubscription: SnsOperation<ConfirmSubscriptionInput, ConfirmSubscriptionResponse> = (
  state,
  { TopicArn, Token, AuthenticateOnUnsubscribe = 'false' },
  context,
) => {
  const { service, region, account = '' }: Partial<Arn> = parseArn(TopicArn) ?? {};
  if (service !== 'sns' || region !== context.region) throw invalidParameter('Topic');
  const owner = stateOf(state, account, context);
  const found = [...owner.subscriptions.values()].find(({ token }) => token === Token) ?? owner.unsubscribed.get(Token);
  const subscription = found ?? raise(invalidParameter('Token'));
  owner.unsubscribed.delete(Token);
  confirm(owner, subscription, /^true$/i.test(AuthenticateOnUnsubscribe));
  return { SubscriptionArn: subscription.arn };
};

/** What is not there is no mistake. https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html */
export const unsubscribe: SnsOperation<UnsubscribeInput> = (state, { SubscriptionArn }, context) => {
  const { state: owner, subscription, topic } = lookUpSubscription(state, SubscriptionArn, context);
  if (!subscription) return {};
  if (context.caller.kind === 'anonymous' && subscription.isAuthenticated) {
    throw authorizationError('Unsubscribe requires authentication');
  }
  owner.subscriptions.delete(subscription.arn);
  dropRange(owner.waiting, `${subscription.arn}|`);
  if (topic) owner.topics.set(topic.name, { ...topic, deletedCount: topic.deletedCount + 1 });
  if (isHttp(subscription.protocol) && !subscription.isPending) {
    const token = context.random.hex(tokenLength);
    const deleted = { ...subscription, token };
    keepUnsubscribed(owner, deleted, token, context.clock.now());
    deferConfirmation('UnsubscribeConfirmation', deleted, context);
  }
  return {};
};

/** https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html */
export const getSubscriptionAttributes: SnsOperation<
  GetSubscriptionAttributesInput,
  GetSubscriptionAttributesResponse
> = (state, { SubscriptionArn }, context) => {
  const { state: owner, subscription, topic } = openSubscription(state, SubscriptionArn, context);
  const status = replayStatusOf(owner, subscription);
  return { Attributes: { ...describeSubscription(subscription, topic), ...(status && { ReplayStatus: status }) } };
};

/** https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html */
export const setSubscriptionAttributes: SnsOperation<SetSubscriptionAttributesInput> = (state, input, context) => {
  const { SubscriptionArn, AttributeName, AttributeValue = '' } = input;
  const { state: owner, subscription, topic } = openSubscription(state, SubscriptionArn, context);
  if (!isSubscriptionAttribute(AttributeName)) throw invalidParameter('AttributeName');
  if (!topic) return {};
  const given = { [AttributeName]: AttributeValue };
  const attributes = changeAttributes({ ...subscription, topic }, subscription.attributes, given, invalidParameter);
  const changed = { ...subscription, attributes };
  owner.subscriptions.set(subscription.arn, changed);
  if (AttributeName === 'ReplayPolicy') replay(owner, changed, context);
  return {};
};

/** Those of the account, whosever the topics are in it. https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptions.html */
export const listSubscriptions: SnsOperation<ListSubscriptionsInput, ListSubscriptionsResponse> = (
  state,
  { NextToken },
  { clock },
) => {
  forgetUnconfirmed(state, clock.now());
  return pageOfSubscriptions(state.subscriptions.values(), NextToken);
};

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
export const listSubscriptionsByTopic: SnsOperation<ListSubscriptionsByTopicInput, ListSubscriptionsByTopicResponse> = (
  state,
  { TopicArn, NextToken },
  context,
) => {
  const { state: owner, topic } = openTopic(state, TopicArn, context);
  return pageOfSubscriptions(subscriptionsOf(owner, topic.arn), NextToken);
};

function pageOfSubscriptions(all: Iterable<Subscription>, token: string | undefined): ListSubscriptionsResponse {
  const { items, next } = pageOf(all, {
    limit: pageMax,
    token,
    keyOf: ({ arn }) => arn,
    invalidToken: () => invalidParameter('NextToken'),
  });
  const Subscriptions = items.map(({ arn, owner, protocol, endpoint, topicArn, isPending }) => ({
    SubscriptionArn: isPending ? 'PendingConfirmation' : arn,
    Owner: owner,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn: topicArn,
  }));
  return { Subscriptions, ...(next !== undefined && { NextToken: next }) };
}
