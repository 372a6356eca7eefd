import type { ResourceContext } from '../../../service-kit/contract.ts';
import { unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType, resourceType } from '../../../service-kit/resource-type.ts';

const nameMax = 80;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html */
export const queuePolicy = codedResourceType({
  type: 'AWS::SQS::QueuePolicy',
  properties: { PolicyDocument: 'document', Queues: { list: 'text' } },
  attributes: ['Id'],
  async create(p, context) {
    for (const queue of p.Queues ?? []) await setPolicy(queue, p.PolicyDocument ?? '', context);
    const Id = context.generateName(nameMax);
    return { physicalId: Id, attributes: { Id } };
  },
  async update(state, p, previous, context) {
    const queues = p.Queues ?? [];
    for (const queue of queues) await setPolicy(queue, p.PolicyDocument ?? '', context);
    await clear(
      (previous.Queues ?? []).filter((queue) => !queues.includes(queue)),
      context,
    );
    return state;
  },
  delete: (_, p, context) => clear(p.Queues ?? [], context),
});

const inlineProperties = { PolicyDocument: 'document', Queue: 'text' } as const;

const put = {
  operation: 'SetQueueAttributes',
  input: (p: Values<typeof inlineProperties>) => policyOf(p.Queue ?? '', p.PolicyDocument ?? ''),
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queueinlinepolicy.html */
export const queueInlinePolicy = resourceType({
  type: 'AWS::SQS::QueueInlinePolicy',
  service: 'sqs',
  properties: inlineProperties,
  create: { ...put, physicalId: (_, p) => p.Queue },
  update: put,
  delete: { operation: put.operation, input: (_, { id }) => policyOf(id, ''), gone: ['QueueDoesNotExist'] },
});

/** Of queues that are already gone nothing needs to be cleared. */
async function clear(queues: readonly string[], context: ResourceContext): Promise<void> {
  for (const queue of queues) await unlessGone(setPolicy(queue, '', context), 'QueueDoesNotExist');
}

const setPolicy = (queue: string, policy: string, context: ResourceContext) =>
  context.call('sqs', put.operation, policyOf(queue, policy));

const policyOf = (QueueUrl: string, Policy: string) => ({ QueueUrl, Attributes: { Policy } });
