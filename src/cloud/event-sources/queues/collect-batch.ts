import { readPattern } from '../../event-patterns/read-pattern.ts';
import { isPassing } from '../../kernel/backoff.ts';
import type { Pause } from '../activity.ts';
import type { SourceSettings } from '../consumer.ts';
import { payloadBytesMax } from '../source-calls.ts';
import type { PollerParts } from './poller-parts.ts';
import { eventRecord, type QueueMessage } from './queue-calls.ts';

/** AWS: what one ReceiveMessage answers at most. */
const receiveMax = 10;

export interface Collected {
  /** All that were received, also those that the filters dropped. */
  readonly received: number;
  readonly messages: readonly QueueMessage[];
  readonly startedMs: number;
}

/**
 * Receives until the batch is full, its payload would be, or the batching window is over; without a window whatever is
 * there at once. `onWait` gets the wait for further messages, for whoever hears of them to end it. Throws what the first
 * receive threw.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html#invocation-eventsourcemapping-batching
 */
export async function collectBatch(
  parts: PollerParts,
  settings: SourceSettings,
  onWait: (pause: Pause) => void,
): Promise<Collected> {
  const { clock, calls } = parts;
  const matches = messageFilter(settings.filters, calls.queueArn);
  const startedMs = clock.now();
  const batch = new Batch(settings.batchSize, calls.queueArn);
  let received = 0;
  for (;;) {
    const found = await receive(parts, batch.room, received > 0);
    received += found.length;
    const wanted = found.filter(matches);
    batch.add(wanted);
    await removeMessages(
      parts,
      found.filter((message) => !wanted.includes(message)),
    );
    const leftMs = startedMs + settings.windowSeconds * 1000 - clock.now();
    if (received === 0 || batch.isFull || leftMs <= 0) break;
    if (found.length > 0 && parts.hasVisible()) continue;
    const pause = parts.activity.pause(leftMs);
    onWait(pause);
    await pause.over;
    if (parts.isStopped()) break;
  }
  return { received, messages: batch.messages, startedMs };
}

/** Once there are messages, a failure merely means that there are no more for now. */
async function receive({ calls }: PollerParts, room: number, isMore: boolean): Promise<QueueMessage[]> {
  try {
    return await calls.receive(Math.min(receiveMax, room));
  } catch (error) {
    if (isMore) return [];
    throw error;
  }
}

/** By id: a message that became visible again meanwhile is in it once, with its latest handle. */
class Batch {
  readonly #size: number;
  readonly #queueArn: string;
  readonly #messages = new Map<string, QueueMessage>();
  #bytes = 0;

  constructor(size: number, queueArn: string) {
    this.#size = size;
    this.#queueArn = queueArn;
  }

  get room(): number {
    return this.#size - this.#messages.size;
  }

  get isFull(): boolean {
    return this.room === 0 || this.#bytes >= payloadBytesMax;
  }

  get messages(): readonly QueueMessage[] {
    return [...this.#messages.values()];
  }

  add(messages: readonly QueueMessage[]): void {
    for (const message of messages) {
      this.#messages.set(message.MessageId, message);
      this.#bytes += recordBytes(message, this.#queueArn);
    }
  }
}

/** AWS: entries of DeleteMessageBatch. */
const entriesMax = 10;
/** As many tries as SDKs make, with their waits. */
const triesMax = 3;
const waitMinMs = 100;

/**
 * Deletes messages that are done. What cannot be deleted is left to be delivered again, as on AWS: functions must bear
 * that anyway.
 */
export async function removeMessages(parts: PollerParts, messages: readonly QueueMessage[]): Promise<void> {
  for (let start = 0; start < messages.length; start += entriesMax) {
    await removeTen(parts, messages.slice(start, start + entriesMax));
  }
}

async function removeTen(parts: PollerParts, messages: readonly QueueMessage[]): Promise<void> {
  let left = messages;
  for (let tries = 1; !parts.isAbandoned(); tries += 1) {
    left = await tryRemoving(parts, left);
    if (left.length === 0) return;
    if (tries === triesMax) break;
    await parts.activity.pause(waitMinMs * 2 ** (tries - 1)).over;
  }
  if (!parts.isAbandoned()) parts.warn(`${left.length} messages that are done will be delivered again`);
}

/** The messages to try again with. */
async function tryRemoving(parts: PollerParts, messages: readonly QueueMessage[]): Promise<readonly QueueMessage[]> {
  try {
    return await parts.calls.remove(messages);
  } catch (error) {
    if (isPassing(error)) return messages;
    parts.warn(`messages that are done were not deleted: ${String(error)}`);
    return [];
  }
}

/** Messages that are handed over at once, and each of them as JSON. */
export interface MessageBatch {
  readonly messages: readonly QueueMessage[];
  readonly records: readonly string[];
}

const envelopeBytes = '{"Records":[]}'.length;

/** What a message adds to a payload, with the comma. */
const recordBytes = (message: QueueMessage, queueArn: string): number =>
  Buffer.byteLength(JSON.stringify(eventRecord(message, queueArn))) + 1;

/** Messages in their order, in as few events as fit into an invoke. */
export function messageBatches(messages: readonly QueueMessage[], queueArn: string): MessageBatch[] {
  const batches: { messages: QueueMessage[]; records: string[]; bytes: number }[] = [];
  for (const message of messages) {
    const record = JSON.stringify(eventRecord(message, queueArn));
    const bytes = Buffer.byteLength(record) + 1;
    const last = batches.at(-1);
    if (last && last.bytes + bytes <= payloadBytesMax) {
      last.messages.push(message);
      last.records.push(record);
      last.bytes += bytes;
    } else {
      batches.push({ messages: [message], records: [record], bytes: envelopeBytes + bytes });
    }
  }
  return batches;
}

/**
 * Whether a message matches one of the patterns; no patterns let all through. A body that is a JSON structure is matched
 * by its fields, any other as one text. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
 */
export function messageFilter(patterns: readonly string[], queueArn: string): (message: QueueMessage) => boolean {
  if (patterns.length === 0) return () => true;
  const rules = patterns.map(readPattern);
  return (message) => {
    const record = { ...eventRecord(message, queueArn), body: readBody(message.Body) };
    return rules.some((rule) => rule(record));
  };
}

function readBody(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : text;
  } catch {
    return text;
  }
}
