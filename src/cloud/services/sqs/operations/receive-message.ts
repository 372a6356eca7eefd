import type { ReceiveMessageRequest, ReceiveMessageResult } from '@aws-sdk/client-sqs';
import type { QueueContents } from '../contents/contents.ts';
import { rememberAttempt } from '../contents/expiring.ts';
import type { Message } from '../contents/message.ts';
import { buryIfExhausted, hide, takeMessages } from '../contents/take-messages.ts';
import { invalidValue, tooManyInFlight } from '../errors.ts';
import { describeMessage, wantedSystemAttributes } from '../messages/describe-message.ts';
import type { SqsContext, SqsOperation } from '../operation.ts';
import { type OpenQueue, openQueue, touch } from '../queues/find-queue.ts';
import { numericAttributes } from '../shapes.ts';
import { isFifo, numberOf, type Queue } from '../state.ts';
import { assertBounds } from './parameters.ts';

const maxBounds = { min: 1, max: 10 };
const zero = { min: 0, max: 0 };
const visibilityBounds = numericAttributes.VisibilityTimeout ?? zero;
const waitBounds = numericAttributes.ReceiveMessageWaitTimeSeconds ?? zero;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
const inFlightMax = 120_000;
const fifoInFlightMax = 20_000;

/** Enough that no two receives of a message have the same. */
const receiptDigits = 16;

/**
 * Answers at once when there are messages; else it waits for them as long as it was told, without holding anything but
 * a place among those who wait.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export const receiveMessage: SqsOperation<ReceiveMessageRequest, ReceiveMessageResult> = (state, input, context) => {
  assertInput(input);
  const systemNames = wantedSystemAttributes(input);
  const { queue } = openQueue(state, input.QueueUrl, context);
  const waitSeconds = input.WaitTimeSeconds ?? numberOf(queue, 'ReceiveMessageWaitTimeSeconds');
  const attempt = (): ReceiveMessageResult | undefined => {
    const open = openQueue(state, input.QueueUrl, context);
    const messages = receive(open, input, context, waitSeconds === 0);
    if (messages.length === 0) return undefined;
    const attributeNames = input.MessageAttributeNames ?? [];
    const describe = (message: Message) => ({
      ...describeMessage(open.queue, message, systemNames, attributeNames),
      // Not AWS's: parts of the cloud that go on with the work go on with its trace.
      ...(context.caller.kind === 'service' && message.trace && { Trace: message.trace }),
    });
    return { Messages: messages.map(describe) };
  };
  const atOnce = attempt();
  if (atOnce || waitSeconds === 0) return atOnce ?? {};
  const deadlineMs = context.clock.now() + waitSeconds * 1000;
  const poll = context.runtime.poll({ queueArn: queue.arn, deadlineMs, signal: context.signal, attempt });
  return poll.then((found) => found ?? {});
};

function assertInput(input: Partial<ReceiveMessageRequest>): void {
  assertBounds('MaxNumberOfMessages', input.MaxNumberOfMessages, maxBounds, 'Must be between 1 and 10, if provided.');
  assertBounds('WaitTimeSeconds', input.WaitTimeSeconds, waitBounds, 'Must be >= 0 and <= 20, if provided.');
  assertBounds(
    'VisibilityTimeout',
    input.VisibilityTimeout,
    visibilityBounds,
    'Must be >= 0 and <= 43200, if provided.',
  );
  const attemptId = input.ReceiveRequestAttemptId;
  if (attemptId !== undefined && !/^[\x21-\x7e]{1,128}$/.test(attemptId)) {
    const reason =
      'ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length.';
    throw invalidValue('ReceiveRequestAttemptId', attemptId, reason);
  }
}

/** Takes messages now, if there are any. */
function receive(
  open: OpenQueue,
  input: Partial<ReceiveMessageRequest>,
  context: SqsContext,
  isShortPoll: boolean,
): Message[] {
  const { queue, contents, nowMs } = open;
  const visibilitySeconds = input.VisibilityTimeout ?? numberOf(queue, 'VisibilityTimeout');
  const attemptId = isFifo(queue) ? input.ReceiveRequestAttemptId : undefined;
  const repeated = attemptId === undefined ? undefined : repeatAttempt(open, attemptId, visibilitySeconds);
  if (repeated) {
    context.runtime.rearm(queue.arn);
    return repeated;
  }
  const room = roomInFlight(open, isShortPoll);
  const buried = new Set<string>();
  const messages = takeMessages(queue, contents, {
    nowMs,
    max: Math.min(input.MaxNumberOfMessages ?? 1, room),
    visibilitySeconds,
    newReceipt: () => context.random.hex(receiptDigits),
    bury: (message) => bury(open, message, buried, context),
  });
  if (attemptId !== undefined && messages.length > 0) {
    const attempt = messages.map(({ key, receipt = '' }) => ({ key, receipt }));
    rememberAttempt(contents, attemptId, attempt, nowMs);
  }
  context.runtime.rearm(queue.arn);
  for (const arn of buried) context.runtime.announce(arn);
  return messages;
}

function bury({ state, queue, nowMs }: OpenQueue, message: Message, buried: Set<string>, context: SqsContext): boolean {
  const willChange = (changing: Queue, contents: QueueContents) => touch(changing, contents, context);
  const target = buryIfExhausted(state, queue, message, { nowMs, willChange });
  if (target) buried.add(target.arn);
  return target !== undefined;
}

/** At the limit a short poll of a standard queue is an error; long polls and FIFO queues have nothing to give. */
function roomInFlight({ queue, contents }: OpenQueue, isShortPoll: boolean): number {
  const limit = isFifo(queue) ? fifoInFlightMax : inFlightMax;
  const room = limit - contents.inFlight.size;
  if (room <= 0 && isShortPoll && !isFifo(queue)) throw tooManyInFlight(limit);
  return Math.max(0, room);
}

/**
 * The same messages with the same receipt handles, hidden anew, for who asks again because an answer was lost. Not when
 * any of them was deleted, became visible or was received by somebody else since.
 */
function repeatAttempt({ contents, nowMs }: OpenQueue, attemptId: string, seconds: number): Message[] | undefined {
  const attempt = contents.attempts.get(attemptId);
  const messages = attempt?.flatMap(({ key, receipt }) => {
    const message = contents.messages.get(key);
    return message?.receipt === receipt && message.place.kind === 'inFlight' ? [message] : [];
  });
  if (!attempt || messages?.length !== attempt.length) return undefined;
  return messages.map((message) => hide(contents, message, nowMs, seconds));
}
