import type { CreateQueueResult, GetQueueAttributesResult } from '@aws-sdk/client-sqs';
import type { ResourceCalls, ResourceContext } from '../../../service-kit/contract.ts';
import { type Kinds, retag, unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { defaultAttributes } from '../queues/attributes.ts';
import { queueReading } from './queue-reading.ts';

const nameMax = 80;
const fifoSuffix = '.fifo';

/** Properties that are attributes of the same name. */
const attributeKinds = {
  ContentBasedDeduplication: 'flag',
  DeduplicationScope: 'text',
  DelaySeconds: 'number',
  FifoThroughputLimit: 'text',
  KmsDataKeyReusePeriodSeconds: 'number',
  KmsMasterKeyId: 'text',
  MaximumMessageSize: 'number',
  MessageRetentionPeriod: 'number',
  ReceiveMessageWaitTimeSeconds: 'number',
  RedriveAllowPolicy: 'document',
  RedrivePolicy: 'document',
  SqsManagedSseEnabled: 'flag',
  VisibilityTimeout: 'number',
} as const satisfies Kinds;

const properties = { ...attributeKinds, FifoQueue: 'flag', QueueName: 'text', Tags: 'tags' } as const satisfies Kinds;

type Queue = Values<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html */
export const queue = codedResourceType({
  type: 'AWS::SQS::Queue',
  reading: queueReading,
  properties,
  attributes: ['Arn', 'QueueName', 'QueueUrl'],
  async create(p, context) {
    const { QueueUrl = '' } = await context.call<CreateQueueResult>('sqs', 'CreateQueue', {
      QueueName: p.QueueName ?? generateName(p.FifoQueue ?? false, context),
      Attributes: { ...attributesIn(p), ...(p.FifoQueue && { FifoQueue: 'true' }) },
      tags: tagRecord(p.Tags),
    });
    return stateOf(QueueUrl, context);
  },
  async update(state, p, previous, context) {
    const QueueUrl = state.physicalId;
    const Attributes = changedAttributes(p, previous);
    if (Object.keys(Attributes).length > 0) await context.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes });
    await retag(p.Tags, previous.Tags, {
      untag: (TagKeys) => context.call('sqs', 'UntagQueue', { QueueUrl, TagKeys }),
      tag: (tags) => context.call('sqs', 'TagQueue', { QueueUrl, Tags: tagRecord(tags) }),
    });
    return state;
  },
  delete: (state, _, context) =>
    unlessGone(context.call('sqs', 'DeleteQueue', { QueueUrl: state.physicalId }), 'QueueDoesNotExist'),
});

async function stateOf(QueueUrl: string, context: ResourceCalls) {
  const input = { QueueUrl, AttributeNames: ['QueueArn'] };
  const { Attributes } = await context.call<GetQueueAttributesResult>('sqs', 'GetQueueAttributes', input);
  const QueueName = QueueUrl.split('/').at(-1);
  return { physicalId: QueueUrl, attributes: { Arn: Attributes?.QueueArn, QueueName, QueueUrl } };
}

const generateName = (isFifo: boolean, context: ResourceContext): string =>
  isFifo ? context.generateName(nameMax - fifoSuffix.length) + fifoSuffix : context.generateName(nameMax);

/** SQS takes every attribute as text. */
function attributesIn(p: Queue): Record<string, string> {
  const names = Object.keys(attributeKinds) as (keyof typeof attributeKinds)[];
  return Object.fromEntries(names.flatMap((name) => (p[name] === undefined ? [] : [[name, String(p[name])]])));
}

/** CloudFormation's own defaults, to which it resets a property that is gone; new queues have others. */
const resetTo = { MaximumMessageSize: '262144', SqsManagedSseEnabled: 'false' };

/** What is new, and for what is gone from the template what CloudFormation takes for its default. */
function changedAttributes(p: Queue, previous: Queue): Record<string, string> {
  const now = attributesIn(p);
  const before = attributesIn(previous);
  const defaults = { ...defaultAttributes(p.FifoQueue ?? false), ...resetTo };
  const gone = Object.keys(before).filter((name) => now[name] === undefined);
  const changed = Object.entries(now).filter(([name, value]) => before[name] !== value);
  return {
    ...Object.fromEntries(gone.flatMap((name) => withoutIt(name, defaults))),
    ...Object.fromEntries(changed),
  };
}

function withoutIt(name: string, defaults: Readonly<Record<string, string>>): [string, string][] {
  // Goes with its key.
  if (name === 'KmsDataKeyReusePeriodSeconds') return [];
  return [[name, defaults[name] ?? '']];
}
