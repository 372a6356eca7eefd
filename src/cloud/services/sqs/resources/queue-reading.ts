import type { GetQueueAttributesResult } from '@aws-sdk/client-sqs';
import type { ResourceReading } from '../../../service-kit/contract.ts';
import { allOf, documentOf, present, tagPairs } from '../../../service-kit/resource-reading.ts';

const numbers = [
  'DelaySeconds',
  'KmsDataKeyReusePeriodSeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'VisibilityTimeout',
];
const flags = ['ContentBasedDeduplication', 'FifoQueue', 'SqsManagedSseEnabled'];
const documents = ['RedriveAllowPolicy', 'RedrivePolicy'];
const texts = ['DeduplicationScope', 'FifoThroughputLimit', 'KmsMasterKeyId'];

/** SQS tells every attribute as text. */
function typed(name: string, value: string): unknown {
  if (numbers.includes(name)) return Number(value);
  if (flags.includes(name)) return value === 'true';
  return documents.includes(name) ? documentOf(value) : value;
}

/** What a queue is, as its type's schema has it. */
export const queueReading: ResourceReading = {
  identifiers: ['QueueUrl'],
  properties: ['QueueName', 'Tags', ...numbers, ...flags, ...documents, ...texts],
  async read({ QueueUrl = '' }, calls) {
    const asked = { QueueUrl, AttributeNames: ['All'] };
    const { Attributes = {} } = await calls.call<GetQueueAttributesResult>('sqs', 'GetQueueAttributes', asked);
    const { Tags } = await calls.call<{ Tags?: Record<string, string> }>('sqs', 'ListQueueTags', { QueueUrl });
    const known = [...numbers, ...flags, ...documents, ...texts];
    const settings = Object.entries(Attributes).flatMap(([name, value]) =>
      known.includes(name) ? [[name, typed(name, value)]] : [],
    );
    return present({
      ...Object.fromEntries(settings),
      Arn: Attributes.QueueArn,
      QueueName: QueueUrl.split('/').at(-1),
      QueueUrl,
      Tags: tagPairs(Tags),
    });
  },
  async list(calls) {
    const paging = { input: { MaxResults: 1000 }, items: 'QueueUrls', token: ['NextToken', 'NextToken'] } as const;
    const urls = await allOf<string>(calls, 'sqs', 'ListQueues', paging);
    return urls.map((QueueUrl) => ({ QueueUrl }));
  },
};
