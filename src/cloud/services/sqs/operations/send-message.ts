import type { SendMessageRequest, SendMessageResult } from '@aws-sdk/client-sqs';
import { originHeader } from '../../../kernel/trace.ts';
import { putMessage } from '../contents/put-message.ts';
import { assertMessage, type GivenMessage, sentMessage } from '../messages/check-message.ts';
import { md5Of, md5OfAttributes, sequenceNumber } from '../messages/describe-message.ts';
import type { SqsContext, SqsOperation } from '../operation.ts';
import { type OpenQueue, openQueue } from '../queues/find-queue.ts';
import { isFifo } from '../state.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export const sendMessage: SqsOperation<SendMessageRequest, SendMessageResult> = (state, input, context) => {
  const open = openQueue(state, input.QueueUrl, context);
  assertMessage(open.queue, input);
  const result = send(open, input, context);
  context.runtime.announce(open.queue.arn);
  return result;
};

/** Takes a checked message in; who waits for messages is told by the caller, once for all of them. */
export function send({ queue, contents, nowMs }: OpenQueue, given: GivenMessage, context: SqsContext) {
  const { random, caller, trace, origin } = context;
  const sent = sentMessage(queue, given, {
    id: random.uuid(),
    senderId: caller.userId,
    sentMs: nowMs,
    trace,
    // As on AWS: what the sender said of its trace, unchanged; a sender that has no trace gives the message none.
    ...(origin && { traceHeader: originHeader(origin) }),
  });
  const { messageId, sequence } = putMessage(queue, contents, sent, isFifo(queue) ? undefined : given.DelaySeconds);
  const MD5OfMessageAttributes = md5OfAttributes(given.MessageAttributes);
  const MD5OfMessageSystemAttributes = md5OfAttributes(given.MessageSystemAttributes);
  return {
    MessageId: messageId,
    MD5OfMessageBody: md5Of(sent.body),
    ...(MD5OfMessageAttributes !== undefined && { MD5OfMessageAttributes }),
    ...(MD5OfMessageSystemAttributes !== undefined && { MD5OfMessageSystemAttributes }),
    ...(isFifo(queue) && { SequenceNumber: sequenceNumber(sequence) }),
  };
}
