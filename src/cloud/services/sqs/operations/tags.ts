import type {
  ListQueueTagsRequest,
  ListQueueTagsResult,
  TagQueueRequest,
  UntagQueueRequest,
} from '@aws-sdk/client-sqs';
import { withoutAwsTags, withoutTags } from '../../../service-kit/tags.ts';
import type { SqsOperation } from '../operation.ts';
import { openQueue } from '../queues/find-queue.ts';
import { assertTags } from '../queues/tags.ts';
import { required } from './parameters.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html */
export const tagQueue: SqsOperation<TagQueueRequest, object> = (state, input, context) => {
  const { queue, state: owner } = openQueue(state, input.QueueUrl, context);
  const tags = { ...queue.tags, ...required(input.Tags, 'Tags') };
  assertTags(queue.name, tags);
  owner.queues.set(queue.name, { ...queue, tags });
  return {};
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_UntagQueue.html */
export const untagQueue: SqsOperation<UntagQueueRequest, object> = (state, input, context) => {
  const { queue, state: owner } = openQueue(state, input.QueueUrl, context);
  const keys = required(input.TagKeys, 'TagKeys');
  owner.queues.set(queue.name, { ...queue, tags: withoutTags(queue.tags, keys) });
  return {};
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueueTags.html */
export const listQueueTags: SqsOperation<ListQueueTagsRequest, ListQueueTagsResult> = (state, input, context) => {
  const { queue } = openQueue(state, input.QueueUrl, context);
  const tags = withoutAwsTags(queue.tags);
  return Object.keys(tags).length > 0 ? { Tags: tags } : {};
};
