import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishBatchCommand, PublishCommand } from '@aws-sdk/client-sns';
import { topicArn } from './deploy-events.ts';
import type { SquallProcess } from './squall-process.ts';

/** What Squall acknowledged, in order; and what the kill cut off, which is given once more. */
export interface Promised {
  /** Messages of the standard topic. */
  readonly news: string[];
  /** Messages of the FIFO topic: `GROUP/INDEX`, the indexes of a group growing. */
  readonly ordered: string[];
  /** Events of the default bus. */
  readonly events: string[];
}

/** What a worker does next, over all rounds: what was not acknowledged is tried again. */
export interface Position {
  index: number;
}

/** Of each ten sends to a queue, some fail, and some of those that are taken are not answered. */
const faults = ['error sqs:SendMessage probability=0.2', 'lost sqs:SendMessage probability=0.1'];

export async function addFaults(squall: SquallProcess): Promise<void> {
  for (const rule of faults) await squall.admin('faults', { rule });
}

const groups = 3;

/** Works until the process is killed under it, when so many acts were acknowledged. */
export async function loadUntilKilled(
  squall: SquallProcess,
  killAfter: number,
  promised: Promised,
  positions: ReadonlyMap<string, Position>,
): Promise<void> {
  let count = 0;
  let killed: Promise<void> | undefined;
  const work = async (name: string, act: (index: number) => Promise<void>): Promise<void> => {
    const position = positions.get(name) ?? { index: 0 };
    try {
      for (;;) {
        await act(position.index);
        position.index += 1;
        count += 1;
        if (count === killAfter) killed = squall.kill();
      }
    } catch (error) {
      // Whatever is refused now was cut off by the kill.
      if (killed === undefined) throw error;
    }
  };
  const ordered = (group: number) =>
    work(`ordered-${group}`, async (index) => {
      await publishOrdered(squall, group, index);
      promised.ordered.push(`${group}/${index}`);
    });
  await Promise.all([
    work('news', async (index) => void promised.news.push(...(await publishNews(squall, index)))),
    work('events', async (index) => void promised.events.push(...(await putEvents(squall, index)))),
    ...Array.from({ length: groups }, (_group, group) => ordered(group)),
    work('clock', () => squall.admin('clock/advance', { duration: '200ms' })),
  ]);
  await killed;
}

export const workers = ['news', 'events', 'clock', ...Array.from({ length: groups }, (_group, at) => `ordered-${at}`)];

async function publishNews({ sns }: SquallProcess, index: number): Promise<readonly string[]> {
  const TopicArn = topicArn('news');
  const Message = `news-${index}`;
  if (index % 4 !== 0) {
    await sns.send(new PublishCommand({ TopicArn, Message }));
    return [Message];
  }
  const ids = [`${Message}-a`, `${Message}-b`];
  const PublishBatchRequestEntries = ids.map((Id) => ({ Id, Message: Id }));
  await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
  return ids;
}

async function publishOrdered({ sns }: SquallProcess, group: number, index: number): Promise<void> {
  const Message = `${group}/${index}`;
  const fifo = { MessageGroupId: String(group), MessageDeduplicationId: Message };
  await sns.send(new PublishCommand({ TopicArn: topicArn('ordered.fifo'), Message, ...fifo }));
}

async function putEvents({ events }: SquallProcess, index: number): Promise<readonly string[]> {
  const ids = [`event-${index}-a`, `event-${index}-b`];
  const Entries = ids.map((id) => ({ Source: 'shop', DetailType: 'sold', Detail: JSON.stringify({ id }) }));
  await events.send(new PutEventsCommand({ Entries }));
  return ids;
}
