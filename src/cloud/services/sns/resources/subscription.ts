import type { SubscribeResponse } from '@aws-sdk/client-sns';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { type Kinds, unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { subscriptionReading } from './readings.ts';

/** Properties that are attributes of the same name. */
const attributeKinds = {
  DeliveryPolicy: 'document',
  FilterPolicy: 'document',
  FilterPolicyScope: 'text',
  RawMessageDelivery: 'flag',
  RedrivePolicy: 'document',
  ReplayPolicy: 'document',
  SubscriptionRoleArn: 'text',
} as const satisfies Kinds;

const properties = {
  ...attributeKinds,
  Endpoint: 'text',
  Protocol: 'text',
  Region: 'text',
  TopicArn: 'text',
} as const satisfies Kinds;

type Subscription = Values<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html */
export const subscription = codedResourceType({
  type: 'AWS::SNS::Subscription',
  reading: subscriptionReading,
  properties,
  attributes: ['Arn'],
  async create(p, context) {
    const { TopicArn, Protocol, Endpoint } = p;
    const input = { TopicArn, Protocol, Endpoint, Attributes: attributesIn(p), ReturnSubscriptionArn: true };
    const { SubscriptionArn = '' } = await context.call<SubscribeResponse>('sns', 'Subscribe', input, regionOf(p));
    return { physicalId: SubscriptionArn, attributes: { Arn: SubscriptionArn } };
  },
  async update(state, p, previous, context) {
    const SubscriptionArn = state.physicalId;
    const before = attributesIn(previous);
    const now = attributesIn(p);
    // Policies on bodies are refused before their scope is that.
    const names = now.FilterPolicyScope === 'MessageBody' ? [...attributeNames].reverse() : attributeNames;
    for (const AttributeName of names) {
      if (before[AttributeName] === now[AttributeName]) continue;
      const AttributeValue = now[AttributeName] ?? resetTo[AttributeName] ?? '';
      await set({ SubscriptionArn, AttributeName, AttributeValue }, p, context);
    }
    return state;
  },
  delete: ({ physicalId }, p, context) =>
    unlessGone(
      context.call('sns', 'Unsubscribe', { SubscriptionArn: physicalId }, regionOf(p)),
      'NotFoundException',
      'InvalidParameterException',
    ),
});

const resetTo: Readonly<Record<string, string>> = {
  FilterPolicyScope: 'MessageAttributes',
  RawMessageDelivery: 'false',
};

const attributeNames = Object.keys(attributeKinds) as (keyof typeof attributeKinds)[];

const set = (input: object, p: Subscription, context: ResourceContext) =>
  context.call('sns', 'SetSubscriptionAttributes', input, regionOf(p));

/** Topics of other regions are subscribed to there. */
const regionOf = ({ Region, TopicArn = '' }: Subscription) => {
  const region = Region ?? TopicArn.split(':')[3];
  return region === undefined || region === '' ? {} : { region };
};

/** SNS takes every attribute as text. */
const attributesIn = (p: Subscription): Record<string, string> =>
  Object.fromEntries(attributeNames.flatMap((name) => (p[name] === undefined ? [] : [[name, String(p[name])]])));
