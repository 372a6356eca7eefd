import type { DeleteQueueRequest, PurgeQueueRequest } from '@aws-sdk/client-sqs';
import { purgeInProgress } from '../errors.ts';
import type { SqsOperation } from '../operation.ts';
import { openQueue } from '../queues/find-queue.ts';

const purgeIntervalMs = 60_000;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteQueue.html */
export const deleteQueue: SqsOperation<DeleteQueueRequest, object> = (state, input, context) => {
  const { queue, state: owner } = openQueue(state, input.QueueUrl, context);
  owner.queues.delete(queue.name);
  owner.dropContents(queue.name);
  // Whoever waits for messages learns that there is no queue.
  context.runtime.announce(queue.arn);
  return {};
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html */
export const purgeQueue: SqsOperation<PurgeQueueRequest, object> = (state, input, context) => {
  const { queue, state: owner, contents, nowMs } = openQueue(state, input.QueueUrl, context);
  if (queue.purgedMs !== undefined && nowMs - queue.purgedMs < purgeIntervalMs) throw purgeInProgress(queue.name);
  for (const part of [contents.messages, contents.ready, contents.inFlight, contents.delayed]) part.clear();
  for (const part of [contents.order, contents.readyGroups]) part.clear();
  // What was purged may be sent again at once.
  for (const part of [contents.duplicates, contents.attempts, contents.expiries]) part.clear();
  owner.queues.set(queue.name, { ...queue, purgedMs: nowMs });
  context.runtime.rearm(queue.arn);
  return {};
};
