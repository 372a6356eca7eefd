import type { CreateQueueRequest, CreateQueueResult } from '@aws-sdk/client-sqs';
import { invalidAttributeValue, invalidParameter, queueNameExists, unknownAttribute } from '../errors.ts';
import type { SqsOperation } from '../operation.ts';
import { type Attributes, changeAttributes, defaultAttributes, withPlainFlags } from '../queues/attributes.ts';
import { queueArn, queueUrl } from '../queues/find-queue.ts';
import { assertTags } from '../queues/tags.ts';
import type { Queue } from '../state.ts';
import { required } from './parameters.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export const createQueue: SqsOperation<CreateQueueRequest, CreateQueueResult> = (state, input, context) => {
  const name = required(input.QueueName, 'QueueName');
  const { FifoQueue, ...given } = withPlainFlags(input.Attributes ?? {});
  assertKind(name, FifoQueue);
  const isFifo = FifoQueue === 'true';
  const existing = state.queues.get(name);
  const arn = queueArn(context, name);
  const base = existing ?? { arn, attributes: defaultAttributes(isFifo) };
  const attributes = changeAttributes(state, base, given);
  if (existing) {
    assertSame(existing, given, attributes);
  } else {
    assertTags(name, input.tags ?? {});
    const nowMs = context.clock.now();
    state.queues.set(name, { name, arn, createdMs: nowMs, modifiedMs: nowMs, attributes, tags: { ...input.tags } });
  }
  return { QueueUrl: queueUrl(context, context.account, name) };
};

/** FIFO queues are called `….fifo`, others cannot be. */
function assertKind(name: string, fifoQueue: string | undefined): void {
  if (fifoQueue === 'true') {
    if (/^[A-Za-z0-9_-]{1,75}\.fifo$/.test(name)) return;
    throw invalidParameter(
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, ' +
        'must end with .fifo suffix and be 1 to 80 in length.',
    );
  }
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) {
    throw invalidParameter('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
  }
  // Saying that a standard queue is none is a mistake to AWS.
  if (fifoQueue === 'false') throw unknownAttribute('FifoQueue');
  if (fifoQueue !== undefined) throw invalidAttributeValue('FifoQueue');
}

/** Creating a queue again is no error as long as nothing else is asked for. */
function assertSame(existing: Queue, given: Attributes, attributes: Attributes): void {
  const different = Object.keys(given).find((name) => attributes[name] !== existing.attributes[name]);
  if (different !== undefined) throw queueNameExists(different);
}
