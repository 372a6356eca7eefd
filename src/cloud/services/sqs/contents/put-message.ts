import { isFifo, numberOf, type Queue } from '../state.ts';
import { messageKey, nextSequence, type QueueContents } from './contents.ts';
import { duplicateKey, rememberDuplicate } from './expiring.ts';
import type { Message, SentMessage } from './message.ts';
import { addMessage } from './places.ts';

export interface PutResult {
  readonly messageId: string;
  readonly sequence: number;
  /** False for a duplicate, which is answered as the first one was and goes nowhere. */
  readonly isNew: boolean;
}

/** Takes a message in, unless a FIFO queue had it within the last five minutes. The queue must be settled. */
export function putMessage(
  queue: Queue,
  contents: QueueContents,
  sent: SentMessage,
  delaySeconds = numberOf(queue, 'DelaySeconds'),
): PutResult {
  const key =
    isFifo(queue) && sent.deduplicationId !== undefined
      ? duplicateKey(queue.attributes.DeduplicationScope, sent.groupId ?? '', sent.deduplicationId)
      : undefined;
  const duplicate = key === undefined ? undefined : contents.duplicates.get(key);
  if (duplicate) return { ...duplicate, isNew: false };
  const { id: messageId, sequence } = store(queue, contents, sent, delaySeconds, { receiveCount: 0 });
  if (key !== undefined) rememberDuplicate(contents, key, { messageId, sequence }, sent.sentMs);
  return { messageId, sequence, isNew: true };
}

/** What a message brings along from the queue that it comes from. */
type History = Pick<Message, 'receiveCount'> & Partial<Pick<Message, 'firstReceivedMs' | 'deadLetterSource'>>;

/** Lays a message down. What is moved between queues comes here at once: it is not delayed and no duplicate. */
export function store(
  queue: Queue,
  contents: QueueContents,
  sent: SentMessage,
  delaySeconds: number,
  history: History,
): Message {
  const sequence = nextSequence(contents);
  const message: Message = {
    ...sent,
    ...history,
    key: messageKey(sent.sentMs, sequence),
    sequence,
    receivesHere: 0,
    place: delaySeconds > 0 ? { kind: 'delayed', dueMs: sent.sentMs + delaySeconds * 1000 } : { kind: 'visible' },
  };
  return addMessage(contents, message, isFifo(queue));
}

/** What was sent, without what happened to it since. */
export function sentPartOf(message: Message): SentMessage {
  const { id, body, attributes, traceHeader, trace, senderId, sentMs, groupId, deduplicationId } = message;
  return {
    id,
    body,
    senderId,
    sentMs,
    ...(attributes && { attributes }),
    ...(traceHeader !== undefined && { traceHeader }),
    ...(trace && { trace }),
    ...(groupId !== undefined && { groupId }),
    ...(deduplicationId !== undefined && { deduplicationId }),
  };
}
