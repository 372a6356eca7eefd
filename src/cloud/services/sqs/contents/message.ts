import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { Trace } from '../../../kernel/trace.ts';

export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

/**
 * Where a message is. `visible` has a key in `ready` on standard queues; on FIFO queues groups are ready, not messages.
 */
export type Place =
  | { readonly kind: 'visible'; readonly readyKey?: string }
  | { readonly kind: 'delayed'; readonly dueMs: number }
  | { readonly kind: 'inFlight'; readonly dueMs: number };

/** What was sent; the same wherever the message goes. */
export interface SentMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes?: MessageAttributes;
  /** `AWSTraceHeader`, as receivers see it. */
  readonly traceHeader?: string;
  /** The trace of the call that sent it, for those who go on with the work. */
  readonly trace?: Trace;
  readonly senderId: string;
  readonly sentMs: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

export interface Message extends SentMessage {
  /** Its key in its queue: when it was sent, and in which order. */
  readonly key: string;
  readonly sequence: number;
  readonly place: Place;
  /** Over all queues, as AWS counts it. */
  readonly receiveCount: number;
  /** In this queue alone: what `maxReceiveCount` looks at. */
  readonly receivesHere: number;
  readonly firstReceivedMs?: number;
  readonly receivedMs?: number;
  /** Random part of the latest receipt handle. */
  readonly receipt?: string;
  /** The queue whose redrive policy brought it here. */
  readonly deadLetterSource?: string;
}
