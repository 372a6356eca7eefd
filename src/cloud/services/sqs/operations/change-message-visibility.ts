import type {
  ChangeMessageVisibilityBatchRequest,
  ChangeMessageVisibilityBatchResult,
  ChangeMessageVisibilityRequest,
} from '@aws-sdk/client-sqs';
import { hide, parseReceiptHandle } from '../contents/take-messages.ts';
import { cannotChangeVisibility, invalidValue } from '../errors.ts';
import type { SqsOperation } from '../operation.ts';
import { type OpenQueue, openQueue } from '../queues/find-queue.ts';
import { numericAttributes } from '../shapes.ts';
import { isFifo } from '../state.ts';
import { assertBounds, checkedEntries, eachEntry, required } from './parameters.ts';

const bounds = numericAttributes.VisibilityTimeout ?? { min: 0, max: 43_200 };

type Change = Partial<Pick<ChangeMessageVisibilityRequest, 'ReceiptHandle' | 'VisibilityTimeout'>>;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
export const changeMessageVisibility: SqsOperation<ChangeMessageVisibilityRequest, object> = (
  state,
  input,
  context,
) => {
  const open = openQueue(state, input.QueueUrl, context);
  changeVisibility(open, input);
  context.runtime.announce(open.queue.arn);
  return {};
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html */
export const changeMessageVisibilityBatch: SqsOperation<
  ChangeMessageVisibilityBatchRequest,
  ChangeMessageVisibilityBatchResult
> = (state, input, context) => {
  const open = openQueue(state, input.QueueUrl, context);
  const entries = checkedEntries(input.Entries, 'ChangeMessageVisibilityBatchRequestEntry');
  const result = eachEntry(entries, (entry) => {
    changeVisibility(open, entry);
    return {};
  });
  context.runtime.announce(open.queue.arn);
  return result;
};

/** Hides a message for some time from now on; twelve hours after its receive at the latest it is visible. */
function changeVisibility({ queue, contents, nowMs }: OpenQueue, change: Change): void {
  const handle = required(change.ReceiptHandle, 'ReceiptHandle');
  const seconds = required(change.VisibilityTimeout, 'VisibilityTimeout');
  assertBounds(
    'VisibilityTimeout',
    seconds,
    bounds,
    `VisibilityTimeout must be an integer between 0 and ${bounds.max}.`,
  );
  const { messageKey, receipt } = parseReceiptHandle(queue, handle);
  const message = contents.messages.get(messageKey);
  const isStale = message?.receipt !== receipt || message.place.kind !== 'inFlight';
  if (!message || (isFifo(queue) && isStale)) throw cannotChangeVisibility(handle);
  if (nowMs + seconds * 1000 > (message.receivedMs ?? nowMs) + bounds.max * 1000) {
    const reason = `Total VisibilityTimeout for the message is beyond the limit [${bounds.max} seconds].`;
    throw invalidValue('VisibilityTimeout', seconds, reason);
  }
  hide(contents, message, nowMs, seconds);
}
