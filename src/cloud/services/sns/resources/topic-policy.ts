import type { ResourceContext } from '../../../service-kit/contract.ts';
import { unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType, resourceType } from '../../../service-kit/resource-type.ts';

const nameMax = 80;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicpolicy.html */
export const topicPolicy = codedResourceType({
  type: 'AWS::SNS::TopicPolicy',
  properties: { PolicyDocument: 'document', Topics: { list: 'text' } },
  attributes: ['Id'],
  async create(p, context) {
    for (const topic of p.Topics ?? []) await setPolicy(topic, p.PolicyDocument ?? '', context);
    const Id = context.generateName(nameMax);
    return { physicalId: Id, attributes: { Id } };
  },
  async update(state, p, previous, context) {
    const topics = p.Topics ?? [];
    for (const topic of topics) await setPolicy(topic, p.PolicyDocument ?? '', context);
    await clear(
      (previous.Topics ?? []).filter((topic) => !topics.includes(topic)),
      context,
    );
    return state;
  },
  delete: (_, p, context) => clear(p.Topics ?? [], context),
});

const inlineProperties = { PolicyDocument: 'document', TopicArn: 'text' } as const;

const put = {
  operation: 'SetTopicAttributes',
  input: (p: Values<typeof inlineProperties>) => policyOf(p.TopicArn ?? '', p.PolicyDocument ?? ''),
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicinlinepolicy.html */
export const topicInlinePolicy = resourceType({
  type: 'AWS::SNS::TopicInlinePolicy',
  service: 'sns',
  properties: inlineProperties,
  create: { ...put, physicalId: (_, p) => p.TopicArn },
  update: put,
  delete: { operation: put.operation, input: (_, { id }) => policyOf(id, ''), gone: ['NotFoundException'] },
});

/** Of topics that are already gone nothing needs to be cleared. */
async function clear(topics: readonly string[], context: ResourceContext): Promise<void> {
  for (const topic of topics) await unlessGone(setPolicy(topic, '', context), 'NotFoundException');
}

const setPolicy = (topic: string, policy: string, context: ResourceContext) =>
  context.call('sns', put.operation, policyOf(topic, policy));

/** Without a policy a topic has the one that it began with. */
const policyOf = (TopicArn: string, AttributeValue: string) => ({ TopicArn, AttributeName: 'Policy', AttributeValue });
