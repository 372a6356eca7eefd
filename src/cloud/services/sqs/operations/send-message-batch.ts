import type { SendMessageBatchRequest, SendMessageBatchResult } from '@aws-sdk/client-sqs';
import { batchTooLong } from '../errors.ts';
import { assertMessage, bytesOf } from '../messages/check-message.ts';
import type { SqsOperation } from '../operation.ts';
import { openQueue } from '../queues/find-queue.ts';
import { isFifo } from '../state.ts';
import { checkedEntries, eachEntry } from './parameters.ts';
import { send } from './send-message.ts';

const entryName = 'SendMessageBatchRequestEntry';

/** All messages of a batch together; 1 MiB since August 2025. */
const batchBytesMax = 1_048_576;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
export const sendMessageBatch: SqsOperation<SendMessageBatchRequest, SendMessageBatchResult> = (
  state,
  input,
  context,
) => {
  const open = openQueue(state, input.QueueUrl, context);
  const entries = checkedEntries(input.Entries, entryName);
  const bytes = entries.reduce((sum, entry) => sum + bytesOf(entry), 0);
  if (bytes > batchBytesMax) throw batchTooLong(bytes, batchBytesMax);
  const assertEntry = (index: number) => assertMessage(open.queue, entries[index] ?? {}, `${entryName}.${index + 1}`);
  // On FIFO queues one wrong entry refuses them all: those behind it must not overtake it.
  if (isFifo(open.queue)) for (const index of entries.keys()) assertEntry(index);
  const result = eachEntry(entries, (entry, index) => {
    assertEntry(index);
    return send(open, entry, context);
  });
  context.runtime.announce(open.queue.arn);
  return result;
};
