import type { DeleteMessageBatchRequest, DeleteMessageBatchResult, DeleteMessageRequest } from '@aws-sdk/client-sqs';
import { removeMessage } from '../contents/places.ts';
import { parseReceiptHandle } from '../contents/take-messages.ts';
import { handleHasExpired } from '../errors.ts';
import type { SqsContext, SqsOperation } from '../operation.ts';
import { type OpenQueue, openQueue } from '../queues/find-queue.ts';
import { isFifo } from '../state.ts';
import { checkedEntries, eachEntry } from './parameters.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html */
export const deleteMessage: SqsOperation<DeleteMessageRequest, object> = (state, input, context) => {
  const open = openQueue(state, input.QueueUrl, context);
  deleteByHandle(open, input.ReceiptHandle);
  tellOf(open, context);
  return {};
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html */
export const deleteMessageBatch: SqsOperation<DeleteMessageBatchRequest, DeleteMessageBatchResult> = (
  state,
  input,
  context,
) => {
  const open = openQueue(state, input.QueueUrl, context);
  const entries = checkedEntries(input.Entries, 'DeleteMessageBatchRequestEntry');
  const result = eachEntry(entries, ({ ReceiptHandle }) => {
    deleteByHandle(open, ReceiptHandle);
    return {};
  });
  tellOf(open, context);
  return result;
};

/** On FIFO queues a group may be free now; on standard queues a deletion makes nothing receivable. */
function tellOf({ queue }: OpenQueue, { runtime }: SqsContext): void {
  if (isFifo(queue)) runtime.announce(queue.arn);
  else runtime.rearm(queue.arn);
}

/**
 * A message that is gone is as good as deleted. On standard queues every handle of a message will do, also one from
 * before it was received again; FIFO queues take the latest one only, and only while the message is in flight.
 */
function deleteByHandle({ queue, contents }: OpenQueue, handle: string | undefined): void {
  const { messageKey, receipt } = parseReceiptHandle(queue, handle);
  const message = contents.messages.get(messageKey);
  if (!message) return;
  const isStale = message.receipt !== receipt || message.place.kind !== 'inFlight';
  if (isFifo(queue) && isStale) throw handleHasExpired(handle ?? '');
  removeMessage(contents, message);
}
