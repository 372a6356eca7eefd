import type {
  GetQueueAttributesRequest,
  GetQueueAttributesResult,
  SetQueueAttributesRequest,
} from '@aws-sdk/client-sqs';
import { countMessages, type QueueContents } from '../contents/contents.ts';
import { applyDelay } from '../contents/places.ts';
import { invalidAttributeValue, unknownAttribute } from '../errors.ts';
import type { SqsOperation } from '../operation.ts';
import { changeAttributes, withPlainFlags } from '../queues/attributes.ts';
import { openQueue } from '../queues/find-queue.ts';
import { computedAttributes, isSettable } from '../shapes.ts';
import { isFifo, type Queue } from '../state.ts';
import { required } from './parameters.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export const getQueueAttributes: SqsOperation<GetQueueAttributesRequest, GetQueueAttributesResult> = (
  state,
  input,
  context,
) => {
  const { queue, contents } = openQueue(state, input.QueueUrl, context);
  const names: readonly string[] = input.AttributeNames ?? [];
  const unknown = names.find((name) => name !== 'All' && !isSettable(name) && !computedAttributes.includes(name));
  if (unknown !== undefined) throw unknownAttribute(unknown);
  const all = Object.entries(attributesOf(queue, contents));
  const wanted = all.filter(([name]) => names.includes('All') || names.includes(name));
  return wanted.length > 0 ? { Attributes: Object.fromEntries(wanted) } : {};
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const setQueueAttributes: SqsOperation<SetQueueAttributesRequest, object> = (state, input, context) => {
  const { queue, state: owner, contents, nowMs } = openQueue(state, input.QueueUrl, context);
  const { FifoQueue, ...given } = withPlainFlags(required(input.Attributes, 'Attributes'));
  if (FifoQueue !== undefined) assertSameKind(queue, FifoQueue);
  const attributes = changeAttributes(owner, queue, given);
  const changed = { ...queue, attributes, modifiedMs: nowMs };
  owner.queues.set(queue.name, changed);
  if (attributes.DelaySeconds !== queue.attributes.DelaySeconds) applyDelay(changed, contents, nowMs);
  context.runtime.announce(queue.arn);
  return {};
};

function assertSameKind(queue: Queue, fifoQueue: string): void {
  if (!isFifo(queue)) throw unknownAttribute('FifoQueue');
  if (fifoQueue !== 'true') throw invalidAttributeValue('FifoQueue', 'Modifying queue type is not supported.');
}

function attributesOf(queue: Queue, contents: QueueContents): Record<string, string> {
  const { visible, inFlight, delayed } = countMessages(contents);
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: seconds(queue.createdMs),
    LastModifiedTimestamp: seconds(queue.modifiedMs),
    ...queue.attributes,
  };
}

const seconds = (timeMs: number): string => String(Math.floor(timeMs / 1000));
