import { handleIsInvalid, handleOfOtherQueue, missingParameter } from '../errors.ts';
import { queueByArn, redrivePolicyOf, takesDeadLettersOf } from '../queues/find-queue.ts';
import { isFifo, type Queue, type SqsState } from '../state.ts';
import { lastKey, type QueueContents } from './contents.ts';
import type { Message } from './message.ts';
import { messagesOfGroup, moveMessage, removeMessage, sendGroupBack } from './places.ts';
import { sentPartOf, store } from './put-message.ts';

export interface Taking {
  readonly nowMs: number;
  readonly max: number;
  readonly visibilitySeconds: number;
  /** The random part of a new receipt handle. */
  readonly newReceipt: () => string;
  /** Moves a message to where undeliverable ones go, and tells whether it did. */
  readonly bury: (message: Message) => boolean;
}

/**
 * Receives up to `max` messages of a settled queue. Those that were received too often are buried on the way instead.
 * FIFO queues give as many messages of one group as they can before they turn to the next.
 */
export function takeMessages(queue: Queue, contents: QueueContents, taking: Taking): Message[] {
  const taken: Message[] = [];
  // What becomes ready meanwhile (a visibility timeout of 0) is not received twice in one call.
  const end = lastKey(contents.ready);
  let cursor = '';
  while (end !== undefined && taken.length < taking.max) {
    const [next] = contents.ready.entries({ after: cursor, to: end });
    if (!next) break;
    cursor = next[0];
    if (isFifo(queue)) takeOfGroup(contents, next[1], taking, taken);
    else takeOne(contents, contents.messages.get(next[1]), taking, taken);
  }
  return taken;
}

function takeOne(contents: QueueContents, message: Message | undefined, taking: Taking, taken: Message[]): void {
  if (!message || taken.some(({ key }) => key === message.key)) return;
  if (!taking.bury(message)) taken.push(receive(contents, message, taking));
}

function takeOfGroup(contents: QueueContents, group: string, taking: Taking, taken: Message[]): void {
  const start = taken.length;
  for (const message of visiblePrefix(contents, group)) {
    if (taken.length >= taking.max) break;
    takeOne(contents, message, taking, taken);
  }
  if (taken.length > start) sendGroupBack(contents, group);
}

/**
 * The messages ahead of the first one that is in flight or delayed, looked up anew each time: the one before it has been
 * received or buried meanwhile.
 */
function* visiblePrefix(contents: QueueContents, group: string): Generator<Message> {
  let after = 0;
  for (;;) {
    const [message] = messagesOfGroup(contents, group, after);
    if (message?.place.kind !== 'visible') return;
    after = message.sequence;
    yield message;
  }
}

/** Up to `max` messages that could be received now, in their order, without receiving them. */
export function visibleMessages(queue: Queue, contents: QueueContents, max: number): Message[] {
  const found: Message[] = [];
  for (const entry of contents.ready.values()) {
    const message = isFifo(queue) ? undefined : contents.messages.get(entry);
    for (const each of message ? [message] : visiblePrefix(contents, entry)) {
      if (found.length >= max) return found;
      found.push(each);
    }
  }
  return found;
}

function receive(contents: QueueContents, message: Message, taking: Taking): Message {
  const { nowMs, visibilitySeconds, newReceipt } = taking;
  const received: Message = {
    ...message,
    receiveCount: message.receiveCount + 1,
    receivesHere: message.receivesHere + 1,
    firstReceivedMs: message.firstReceivedMs ?? nowMs,
    receivedMs: nowMs,
    receipt: newReceipt(),
  };
  return hide(contents, received, nowMs, visibilitySeconds);
}

/** Hides a message for some seconds from now; for none it is visible. */
export function hide(contents: QueueContents, message: Message, nowMs: number, seconds: number): Message {
  if (seconds === 0) return moveMessage(contents, message, { kind: 'visible' });
  return moveMessage(contents, message, { kind: 'inFlight', dueMs: nowMs + seconds * 1000 });
}

interface Burial {
  readonly nowMs: number;
  /** Hears of the dead-letter queue before the message is in it. */
  readonly willChange: (target: Queue, contents: QueueContents) => void;
}

/**
 * Moves a message that was received `maxReceiveCount` times to the dead-letter queue, and tells which. That happens when
 * somebody would receive it once more. It stays where it is when there is no such queue any more.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
export function buryIfExhausted(
  state: SqsState,
  queue: Queue,
  message: Message,
  { nowMs, willChange }: Burial,
): Queue | undefined {
  const policy = redrivePolicyOf(queue);
  if (!policy || message.receivesHere < policy.maxReceiveCount) return undefined;
  const target = queueByArn(state, policy.deadLetterTargetArn);
  if (!target || !takesDeadLettersOf(target, queue.arn)) return undefined;
  const contents = state.contents(target.name);
  willChange(target, contents);
  removeMessage(state.contents(queue.name), message);
  // Standard queues count a message's age from when it was first sent, FIFO queues from when it came to them.
  const sent = { ...sentPartOf(message), ...(isFifo(target) && { sentMs: nowMs }) };
  store(target, contents, sent, 0, {
    receiveCount: message.receiveCount,
    ...(message.firstReceivedMs !== undefined && { firstReceivedMs: message.firstReceivedMs }),
    deadLetterSource: queue.arn,
  });
  return target;
}

/** What a receipt handle names: a message, and the receive that it came from. */
interface Receipt {
  readonly messageKey: string;
  readonly receipt: string;
}

/** Opaque to clients: queue, message and receive, so that nothing needs to be stored for it. */
export function receiptHandle(queue: Queue, messageKey: string, receipt: string): string {
  return Buffer.from(['receipt', queue.arn, messageKey, receipt].join('|')).toString('base64');
}

/** Throws as AWS does for a handle that nobody gave, or that another queue gave. */
export function parseReceiptHandle(queue: Queue, handle: string | undefined): Receipt {
  if (handle === undefined || handle.trim() === '') throw missingParameter('ReceiptHandle');
  const [mark, arn, messageKey, receipt] = Buffer.from(handle, 'base64').toString().split('|');
  if (mark !== 'receipt' || messageKey === undefined || receipt === undefined) throw handleIsInvalid(handle);
  if (arn !== queue.arn) throw handleOfOtherQueue(handle);
  return { messageKey, receipt };
}
