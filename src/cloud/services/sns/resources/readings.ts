import type { ResourceReading } from '../../../service-kit/contract.ts';
import { allOf, documentOf, present } from '../../../service-kit/resource-reading.ts';

type Attributes = Readonly<Record<string, string>>;

const flag = (value: string | undefined) => (value === undefined ? undefined : value === 'true');
const number = (value: string | undefined) => (value === undefined ? undefined : Number(value));

interface Subscribed {
  readonly SubscriptionArn?: string;
  readonly Endpoint?: string;
  readonly Protocol?: string;
}

/** What a topic is. It may have subscriptions that it did not bring along: those are compared with nothing. */
export const topicReading: ResourceReading = {
  identifiers: ['TopicArn'],
  properties: [
    'ArchivePolicy',
    'ContentBasedDeduplication',
    'DisplayName',
    'FifoThroughputScope',
    'FifoTopic',
    'KmsMasterKeyId',
    'MaximumMessageSize',
    'SignatureVersion',
    'Tags',
    'TopicName',
    'TracingConfig',
  ],
  writeOnly: ['Subscription'],
  async read({ TopicArn = '' }, calls) {
    const told = await calls.call<{ Attributes?: Attributes }>('sns', 'GetTopicAttributes', { TopicArn });
    const { Tags } = await calls.call<{ Tags?: object[] }>('sns', 'ListTagsForResource', { ResourceArn: TopicArn });
    const paging = { input: { TopicArn }, items: 'Subscriptions', token: ['NextToken', 'NextToken'] } as const;
    const subscribed = await allOf<Subscribed>(calls, 'sns', 'ListSubscriptionsByTopic', paging);
    const { Attributes: has = {} } = told;
    return present({
      ArchivePolicy: documentOf(has.ArchivePolicy),
      ContentBasedDeduplication: flag(has.ContentBasedDeduplication),
      DisplayName: has.DisplayName || undefined,
      FifoThroughputScope: has.FifoThroughputScope,
      FifoTopic: has.FifoTopic === 'true' ? true : undefined,
      KmsMasterKeyId: has.KmsMasterKeyId,
      MaximumMessageSize: number(has.MaximumMessageSize),
      SignatureVersion: has.SignatureVersion,
      Subscription: subscribed.map(({ Endpoint, Protocol }) => ({ Endpoint, Protocol })),
      Tags,
      TopicArn,
      TopicName: TopicArn.split(':').at(-1),
      TracingConfig: has.TracingConfig,
    });
  },
  async list(calls) {
    const paging = { items: 'Topics', token: ['NextToken', 'NextToken'] } as const;
    const topics = await allOf<{ TopicArn?: string }>(calls, 'sns', 'ListTopics', paging);
    return topics.map(({ TopicArn = '' }) => ({ TopicArn }));
  },
};

/** What a subscription is. */
export const subscriptionReading: ResourceReading = {
  identifiers: ['Arn'],
  properties: [
    'DeliveryPolicy',
    'Endpoint',
    'FilterPolicy',
    'FilterPolicyScope',
    'Protocol',
    'RawMessageDelivery',
    'RedrivePolicy',
    'ReplayPolicy',
    'SubscriptionRoleArn',
    'TopicArn',
  ],
  writeOnly: ['Region'],
  async read({ Arn = '' }, calls) {
    const asked = { SubscriptionArn: Arn };
    const told = await calls.call<{ Attributes?: Attributes }>('sns', 'GetSubscriptionAttributes', asked);
    const { Attributes: has = {} } = told;
    return present({
      Arn,
      DeliveryPolicy: documentOf(has.DeliveryPolicy),
      Endpoint: has.Endpoint,
      FilterPolicy: documentOf(has.FilterPolicy),
      FilterPolicyScope: has.FilterPolicyScope,
      Protocol: has.Protocol,
      RawMessageDelivery: flag(has.RawMessageDelivery),
      RedrivePolicy: documentOf(has.RedrivePolicy),
      ReplayPolicy: documentOf(has.ReplayPolicy),
      SubscriptionRoleArn: has.SubscriptionRoleArn,
      TopicArn: has.TopicArn,
    });
  },
  async list(calls) {
    const paging = { items: 'Subscriptions', token: ['NextToken', 'NextToken'] } as const;
    const all = await allOf<Subscribed>(calls, 'sns', 'ListSubscriptions', paging);
    return all.flatMap(({ SubscriptionArn = '' }) =>
      SubscriptionArn.startsWith('arn:') ? [{ Arn: SubscriptionArn }] : [],
    );
  },
};
