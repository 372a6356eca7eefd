import type { Collection } from '../../../kernel/collection.ts';
import type { StateScope } from '../../../kernel/world.ts';
import type { Message } from './message.ts';

/** A message that was sent within the deduplication interval, as later senders of it are answered. */
export interface Duplicate {
  readonly messageId: string;
  readonly sequence: number;
}

/** What a ReceiveRequestAttemptId was answered with: keys and receipts of messages. */
export type Attempt = readonly { readonly key: string; readonly receipt: string }[];

interface Expiry {
  readonly of: 'duplicates' | 'attempts';
  readonly key: string;
}

/**
 * The messages of one queue and their indexes. Nothing in here is ever searched from one end to the other: what is next
 * is the first key of an index.
 */
export interface QueueContents {
  /** By key, so in order of being sent: the first ones expire first. */
  readonly messages: Collection<Message>;
  /** Keys of visible messages, in order of being sent; on FIFO queues the groups whose first message is visible, in order of becoming so. */
  readonly ready: Collection<string>;
  /** By due time: keys of messages that were received. */
  readonly inFlight: Collection<string>;
  /** By due time: keys of messages that nobody could receive yet. */
  readonly delayed: Collection<string>;
  /** FIFO: keys of messages by group and sequence. */
  readonly order: Collection<string>;
  /** FIFO: a ready group's key in `ready`. */
  readonly readyGroups: Collection<string>;
  readonly duplicates: Collection<Duplicate>;
  readonly attempts: Collection<Attempt>;
  /** By time: what to forget of the two above. */
  readonly expiries: Collection<Expiry>;
  /** The last sequence number given. */
  readonly counters: Collection<number>;
}

const parts = [
  'messages',
  'ready',
  'inFlight',
  'delayed',
  'order',
  'readyGroups',
  'duplicates',
  'attempts',
  'expiries',
  'counters',
] as const satisfies readonly (keyof QueueContents)[];

const collectionName = (queueName: string, part: string): string => `contents/${queueName}/${part}`;

export function openContents(scope: StateScope, queueName: string): QueueContents {
  const open = <V>(part: (typeof parts)[number]) => scope.collection<V>(collectionName(queueName, part));
  return {
    messages: open('messages'),
    ready: open('ready'),
    inFlight: open('inFlight'),
    delayed: open('delayed'),
    order: open('order'),
    readyGroups: open('readyGroups'),
    duplicates: open('duplicates'),
    attempts: open('attempts'),
    expiries: open('expiries'),
    counters: open('counters'),
  };
}

export function dropContents(scope: StateScope, queueName: string): void {
  for (const part of parts) scope.drop(collectionName(queueName, part));
}

/** How many messages of each kind there are; exact where AWS only approximates. */
export function countMessages({ messages, inFlight, delayed }: QueueContents) {
  return {
    visible: messages.size - inFlight.size - delayed.size,
    inFlight: inFlight.size,
    delayed: delayed.size,
  };
}

/** Keys of times sort as times do. */
export const timeKey = (timeMs: number): string => String(Math.max(0, Math.ceil(timeMs))).padStart(15, '0');

const sequenceDigits = 12;

/** The next sequence number of a queue, from 1. */
export function nextSequence({ counters }: QueueContents): number {
  const sequence = (counters.get('sequence') ?? 0) + 1;
  counters.set('sequence', sequence);
  return sequence;
}

export const sequenceKey = (sequence: number): string => String(sequence).padStart(sequenceDigits, '0');

export const messageKey = (sentMs: number, sequence: number): string => `${timeKey(sentMs)}-${sequenceKey(sequence)}`;

/** When something becomes visible by the mere passing of time; undefined when nothing will. */
export function nextDueMs({ inFlight, delayed }: QueueContents): number | undefined {
  const times = [inFlight, delayed].flatMap((index) => {
    const first = firstKey(index);
    return first === undefined ? [] : [Number(first.slice(0, first.indexOf('-')))];
  });
  return times.length === 0 ? undefined : Math.min(...times);
}

export function firstKey(collection: Collection<unknown>): string | undefined {
  for (const key of collection.keys()) return key;
  return undefined;
}

export function lastKey(collection: Collection<unknown>): string | undefined {
  for (const key of collection.keys({ reverse: true })) return key;
  return undefined;
}

/** Everything up to `nowMs` in an index by time, oldest first; taken out before anything is changed. */
export const dueIn = <V>(index: Collection<V>, nowMs: number): (readonly [string, V])[] =>
  // '~' comes behind '-', so that all keys of this millisecond are in.
  [...index.entries({ to: `${timeKey(Math.floor(nowMs))}~` })];
