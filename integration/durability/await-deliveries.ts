import { paginateScan } from '@aws-sdk/client-dynamodb';
import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Promised } from './event-load.ts';
import type { SquallProcess } from './squall-process.ts';

const queues = ['news', 'dead', 'events', 'ordered.fifo'] as const;

/** What arrived: by queue, in order, each message as often as it came; and ids that functions left. */
export interface Arrived {
  readonly received: ReadonlyMap<string, readonly string[]>;
  readonly marked: ReadonlySet<string>;
}

/** Advances the clock and takes what arrives, until nothing is missing or the time is over. */
export async function awaitDeliveries(squall: SquallProcess, promised: Promised, patienceMs: number): Promise<Arrived> {
  const untilMs = Date.now() + patienceMs;
  const received = new Map<string, string[]>(queues.map((name) => [name, []]));
  for (;;) {
    await squall.admin('clock/advance', { duration: '1m' });
    for (const [name, bodies] of received) await receiveAll(squall, name, bodies);
    const arrived = { received, marked: await markersOf(squall) };
    const isComplete = Object.values(lostOf(promised, arrived)).every((ids) => ids.length === 0);
    if (isComplete || Date.now() > untilMs) return arrived;
  }
}

/** What was acknowledged and did not arrive, by where it should. */
export function lostOf({ news, events, ordered }: Promised, { received, marked }: Arrived) {
  const missing = (ids: readonly string[], there: ReadonlySet<string>) => ids.filter((id) => !there.has(id));
  const inQueue = (name: string) => new Set(received.get(name));
  return {
    'a queue of a topic': missing(news, inQueue('news')),
    'a function of a topic': missing(news, marked),
    'a dead-letter queue of a topic': missing(news, inQueue('dead')),
    'a FIFO queue of a FIFO topic': missing(ordered, inQueue('ordered.fifo')),
    'a queue of a rule': missing(events, new Set([...inQueue('events')].map((id) => id.replaceAll('"', '')))),
    'a function of a rule': missing(events, marked),
  };
}

async function markersOf({ dynamodb }: SquallProcess): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName: 'markers' })) {
    for (const { id } of Items) ids.add(id?.S ?? '');
  }
  return ids;
}

async function receiveAll(squall: SquallProcess, queue: string, bodies: string[]): Promise<void> {
  const QueueUrl = squall.queueUrl(queue);
  for (;;) {
    const { Messages = [] } = await squall.sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return;
    for (const { Body = '' } of Messages) bodies.push(Body);
    const Entries = Messages.map(({ MessageId, ReceiptHandle }) => ({ Id: MessageId, ReceiptHandle }));
    await squall.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}
