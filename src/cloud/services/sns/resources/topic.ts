import type { CreateTopicResponse, ListSubscriptionsByTopicResponse } from '@aws-sdk/client-sns';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { type Kinds, retag, unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { topicReading } from './readings.ts';

const nameMax = 256;
const fifoSuffix = '.fifo';

/** Properties that are attributes of the same name. */
const attributeKinds = {
  ArchivePolicy: 'document',
  ContentBasedDeduplication: 'flag',
  DisplayName: 'text',
  FifoThroughputScope: 'text',
  KmsMasterKeyId: 'text',
  MaximumMessageSize: 'number',
  SignatureVersion: 'text',
  TracingConfig: 'text',
} as const satisfies Kinds;

const properties = {
  ...attributeKinds,
  DeliveryStatusLogging: { list: 'record' },
  FifoTopic: 'flag',
  Subscription: { list: { members: { Endpoint: 'text', Protocol: 'text' } } },
  Tags: 'tags',
  TopicName: 'text',
} as const satisfies Kinds;

type Topic = Values<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html */
export const topic = codedResourceType({
  type: 'AWS::SNS::Topic',
  reading: topicReading,
  properties,
  refused: { DataProtectionPolicy: 'nothing looks for personal data in messages' },
  attributes: ['TopicArn', 'TopicName'],
  async create(p, context) {
    const { TopicArn = '' } = await context.call<CreateTopicResponse>('sns', 'CreateTopic', {
      Name: p.TopicName ?? generateName(p.FifoTopic ?? false, context),
      Attributes: { ...attributesIn(p), ...(p.FifoTopic && { FifoTopic: 'true' }) },
      Tags: p.Tags,
    });
    for (const { Endpoint, Protocol } of p.Subscription ?? []) {
      await context.call('sns', 'Subscribe', { TopicArn, Endpoint, Protocol });
    }
    return stateOf(TopicArn);
  },
  async update(state, p, previous, context) {
    const TopicArn = state.physicalId;
    const before = attributesIn(previous);
    const now = attributesIn(p);
    for (const AttributeName of new Set([...Object.keys(before), ...Object.keys(now)])) {
      if (before[AttributeName] === now[AttributeName]) continue;
      const AttributeValue = now[AttributeName] ?? resetTo[AttributeName] ?? '';
      await context.call('sns', 'SetTopicAttributes', { TopicArn, AttributeName, AttributeValue });
    }
    await updateSubscriptions(TopicArn, p, previous, context);
    await retag(p.Tags, previous.Tags, {
      untag: (TagKeys) => context.call('sns', 'UntagResource', { ResourceArn: TopicArn, TagKeys }),
      tag: (Tags) => context.call('sns', 'TagResource', { ResourceArn: TopicArn, Tags }),
    });
    return state;
  },
  async delete(state, p, context) {
    const TopicArn = state.physicalId;
    // A topic with an archive cannot be deleted; CloudFormation ends it first.
    if (p.ArchivePolicy !== undefined) {
      const off = { TopicArn, AttributeName: 'ArchivePolicy', AttributeValue: '{}' };
      await unlessGone(context.call('sns', 'SetTopicAttributes', off), 'NotFoundException');
    }
    await context.call('sns', 'DeleteTopic', { TopicArn });
  },
});

/** What CloudFormation sets a property to that is gone from the template; others are taken away. */
const resetTo: Readonly<Record<string, string>> = {
  ContentBasedDeduplication: 'false',
  FifoThroughputScope: 'Topic',
  MaximumMessageSize: '262144',
  SignatureVersion: '1',
  TracingConfig: 'PassThrough',
};

const stateOf = (TopicArn: string) => ({
  physicalId: TopicArn,
  attributes: { TopicArn, TopicName: TopicArn.split(':').at(-1) },
});

const generateName = (isFifo: boolean, context: ResourceContext): string =>
  isFifo ? context.generateName(nameMax - fifoSuffix.length) + fifoSuffix : context.generateName(nameMax);

/** SNS takes every attribute as text. */
function attributesIn(p: Topic): Record<string, string> {
  const names = Object.keys(attributeKinds) as (keyof typeof attributeKinds)[];
  const own = names.flatMap((name) => (p[name] === undefined ? [] : [[name, String(p[name])]]));
  return { ...(Object.fromEntries(own) as Record<string, string>), ...loggingIn(p) };
}

/** `{ Protocol: 'http/s', SuccessFeedbackRoleArn: … }` → `HTTPSuccessFeedbackRoleArn` */
function loggingIn({ DeliveryStatusLogging = [] }: Topic): Record<string, string> {
  const names: Readonly<Record<string, string>> = {
    'http/s': 'HTTP',
    sqs: 'SQS',
    lambda: 'Lambda',
    firehose: 'Firehose',
    application: 'Application',
  };
  const entries = DeliveryStatusLogging.flatMap(({ Protocol, ...settings }) =>
    Object.entries(settings).map(([name, value]) => [`${names[String(Protocol)] ?? Protocol}${name}`, String(value)]),
  );
  return Object.fromEntries(entries);
}

/** Those that are in the template alone come and go with it. */
async function updateSubscriptions(TopicArn: string, p: Topic, previous: Topic, context: ResourceContext) {
  const keyOf = ({ Endpoint, Protocol }: { Endpoint?: string | undefined; Protocol?: string | undefined }) =>
    `${Protocol} ${Endpoint}`;
  const wanted = new Set((p.Subscription ?? []).map(keyOf));
  const known = new Set((previous.Subscription ?? []).map(keyOf));
  for (const { Endpoint, Protocol } of p.Subscription ?? []) {
    if (!known.has(keyOf({ Endpoint, Protocol }))) {
      await context.call('sns', 'Subscribe', { TopicArn, Endpoint, Protocol });
    }
  }
  if ([...known].every((key) => wanted.has(key))) return;
  const output = await context.call<ListSubscriptionsByTopicResponse>('sns', 'ListSubscriptionsByTopic', { TopicArn });
  for (const subscribed of output.Subscriptions ?? []) {
    const key = keyOf(subscribed);
    const isGone = known.has(key) && !wanted.has(key) && subscribed.SubscriptionArn?.startsWith('arn:');
    if (isGone) await context.call('sns', 'Unsubscribe', { SubscriptionArn: subscribed.SubscriptionArn });
  }
}
