import type { ReceiveMessageResult } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { sqsAlone } from '../testing/sqs-alone.ts';

const fill = (name: string, count: number, isFifo: boolean) => {
  const queue = sqsAlone();
  const fifo = { FifoQueue: 'true', ContentBasedDeduplication: 'true' };
  queue.send('CreateQueue', { QueueName: name, Attributes: isFifo ? fifo : {} });
  for (let index = 0; index < count; index += 1) {
    const group = isFifo ? { MessageGroupId: `g${index}` } : {};
    queue.send('SendMessage', { QueueUrl: name, MessageBody: String(index), ...group });
  }
  return queue;
};
/** Many messages on a busy machine take longer than most tests. */
const timeoutMs = 60_000;

const receive = (queue: ReturnType<typeof sqsAlone>, QueueUrl: string): number =>
  queue.send<ReceiveMessageResult>('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 }).Messages?.length ?? 0;

it(
  'refuses to have more than 120,000 messages of a standard queue in flight',
  () => {
    const queue = fill('orders', 120_001, false);
    let received = 0;
    while (received < 120_000) received += receive(queue, 'orders');

    expect(() => receive(queue, 'orders')).toThrow(expect.objectContaining({ code: 'OverLimit' }));
  },
  timeoutMs,
);

it(
  'has nothing more to give when 20,000 messages of a FIFO queue are in flight',
  () => {
    const queue = fill('orders.fifo', 20_001, true);
    let received = 0;
    while (received < 20_000) received += receive(queue, 'orders.fifo');

    expect(receive(queue, 'orders.fifo')).toBe(0);
  },
  timeoutMs,
);
