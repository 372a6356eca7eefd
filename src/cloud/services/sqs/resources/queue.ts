import type { CreateQueueResult, GetQueueAttributesResult } from '@aws-sdk/client-sqs';
import type { Properties, ResourceContext, ResourceState, ResourceType } from '../../../service-kit/contract.ts';
import { documentIn, flagIn, tagKeysGone, tagsIn, textIn, unlessGone } from '../../../service-kit/properties.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { defaultAttributes } from '../queues/attributes.ts';

const nameMax = 80;
const fifoSuffix = '.fifo';

/** Properties that are attributes of the same name. */
const plainAttributes = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoThroughputLimit',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
];
const documents = ['RedriveAllowPolicy', 'RedrivePolicy'];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html */
export const queue: ResourceType = {
  properties: [...plainAttributes, ...documents, 'FifoQueue', 'QueueName', 'Tags'],
  async create(properties, context) {
    const isFifo = flagIn(properties, 'FifoQueue') ?? false;
    const tags = tagRecord(tagsIn(properties, context));
    const { QueueUrl } = await context.call<CreateQueueResult>('sqs', 'CreateQueue', {
      QueueName: textIn(properties, 'QueueName') ?? generateName(isFifo, context),
      Attributes: { ...attributesIn(properties), ...(isFifo && { FifoQueue: 'true' }) },
      tags,
    });
    return describe(QueueUrl ?? '', context);
  },
  async update(state, properties, previous, context) {
    const QueueUrl = state.physicalId;
    const Attributes = changedAttributes(properties, previous);
    if (Object.keys(Attributes).length > 0) await context.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes });
    const TagKeys = tagKeysGone(properties, previous, context);
    if (TagKeys.length > 0) await context.call('sqs', 'UntagQueue', { QueueUrl, TagKeys });
    const Tags = tagRecord(tagsIn(properties, context));
    if (Object.keys(Tags).length > 0) await context.call('sqs', 'TagQueue', { QueueUrl, Tags });
    return state;
  },
  delete: (state, _properties, context) =>
    unlessGone(context.call('sqs', 'DeleteQueue', { QueueUrl: state.physicalId }), 'QueueDoesNotExist'),
};

const generateName = (isFifo: boolean, context: ResourceContext): string =>
  isFifo ? context.generateName(nameMax - fifoSuffix.length) + fifoSuffix : context.generateName(nameMax);

function attributesIn(properties: Properties): Record<string, string> {
  const entries = [
    ...plainAttributes.map((name) => [name, textIn(properties, name)] as const),
    ...documents.map((name) => [name, documentIn(properties, name)] as const),
  ];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** What is new, and for what is gone from the template what a queue has without it. */
function changedAttributes(properties: Properties, previous: Properties): Record<string, string> {
  const now = attributesIn(properties);
  const before = attributesIn(previous);
  const defaults = defaultAttributes(flagIn(properties, 'FifoQueue') ?? false);
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

async function describe(QueueUrl: string, context: ResourceContext): Promise<ResourceState> {
  const input = { QueueUrl, AttributeNames: ['QueueArn'] };
  const { Attributes } = await context.call<GetQueueAttributesResult>('sqs', 'GetQueueAttributes', input);
  const QueueName = QueueUrl.split('/').at(-1);
  return { physicalId: QueueUrl, attributes: { Arn: Attributes?.QueueArn, QueueName, QueueUrl } };
}
