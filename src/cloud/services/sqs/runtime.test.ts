import type { ReceiveMessageResult } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { type SqsAlone, sqsAlone } from './testing/sqs-alone.ts';

const queueArn = 'arn:aws:sqs:eu-west-1:111111111111:orders';
const QueueUrl = 'orders';

let queue: SqsAlone;

beforeEach(() => {
  queue = sqsAlone();
  queue.send('CreateQueue', { QueueName: 'orders' });
});

const countCalls = () => {
  const calls = { count: 0 };
  const stop = queue.signals.watch(`queue:${queueArn}`, () => {
    calls.count += 1;
  });
  return { calls, stop };
};

describe('the signal of a queue', () => {
  it('tells of messages that are sent, until it is stopped', () => {
    const { calls, stop } = countCalls();

    queue.send('SendMessage', { QueueUrl, MessageBody: 'one' });
    stop();
    queue.send('SendMessage', { QueueUrl, MessageBody: 'two' });

    expect(calls.count).toBe(1);
  });

  it('tells when a delay or a visibility timeout is over, once', async () => {
    queue.send('SendMessage', { QueueUrl, MessageBody: 'one', DelaySeconds: 10 });
    const { calls } = countCalls();

    await queue.clock.advance('9s');
    const before = calls.count;
    await queue.clock.advance('1s');
    const afterDelay = calls.count;
    queue.send('ReceiveMessage', { QueueUrl });
    await queue.clock.advance('30s');
    const afterTimeout = calls.count;
    await queue.clock.advance('1d');

    expect([before, afterDelay, afterTimeout, calls.count]).toEqual([0, 1, 2, 2]);
  });

  it('lets the clock wait for what a listener does', async () => {
    const done: string[] = [];
    queue.send('SendMessage', { QueueUrl, MessageBody: 'one', DelaySeconds: 1 });
    queue.signals.watch(`queue:${queueArn}`, async () => {
      await Promise.resolve();
      done.push('worked');
    });

    await queue.clock.advance('1s');

    expect(done).toEqual(['worked']);
  });

  it('goes on after the world was replaced, and looks again', () => {
    const { calls } = countCalls();

    queue.runtime.forget();
    queue.send('SendMessage', { QueueUrl, MessageBody: 'one' });

    expect(calls.count).toBe(2);
  });

  it('watches anew in a world for which the clock was set back', async () => {
    queue.send('SendMessage', { QueueUrl, MessageBody: 'one', DelaySeconds: 10 });
    const { calls } = countCalls();

    queue.clock.rewind(queue.clock.now());
    queue.runtime.forget();
    await queue.clock.advance('10s');

    expect(calls.count).toBe(2);
  });

  it('tells of a deletion only where it may free a group', () => {
    queue.send('SendMessage', { QueueUrl, MessageBody: 'one' });
    const { Messages } = queue.send<ReceiveMessageResult>('ReceiveMessage', { QueueUrl });
    const { calls } = countCalls();

    queue.send('DeleteMessage', { QueueUrl, ReceiptHandle: Messages?.[0]?.ReceiptHandle });

    expect(calls.count).toBe(0);
  });

  it('keeps the other listeners going when one fails', () => {
    queue.signals.watch(`queue:${queueArn}`, () => {
      throw new Error('a bug of the listener');
    });
    const { calls } = countCalls();

    queue.send('SendMessage', { QueueUrl, MessageBody: 'one' });

    expect(calls.count).toBe(1);
  });
});

describe('the signal of a queue is raised', () => {
  it('where a receive would find something, and asking receives nothing', async () => {
    const atFirst = queue.signals.isRaised(`queue:${queueArn}`);
    queue.send('SendMessage', { QueueUrl, MessageBody: 'one' });
    const sent = queue.signals.isRaised(`queue:${queueArn}`);
    queue.send('ReceiveMessage', { QueueUrl });
    const received = queue.signals.isRaised(`queue:${queueArn}`);
    await queue.clock.advance('30s');

    expect([atFirst, sent, received, queue.signals.isRaised(`queue:${queueArn}`)]).toEqual([false, true, false, true]);
  });

  it('for no queue that is not there', () => {
    expect(queue.signals.isRaised(`queue:${queueArn}-too`)).toBe(false);
  });
});

describe('long polls', () => {
  const poll = (): Promise<ReceiveMessageResult> => queue.send('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 });

  it('are answered with nothing when the world is replaced or the cloud ends', async () => {
    const first = poll();
    queue.runtime.forget();
    const second = poll();
    queue.runtime.close();

    expect(await Promise.all([first, second])).toEqual([{}, {}]);
  });

  it('leave the message to who waited longer', async () => {
    const polls = [poll(), poll()];
    queue.send('SendMessage', { QueueUrl, MessageBody: 'one' });
    await queue.clock.advance('20s');
    const [first, second] = await Promise.all(polls);

    expect([first?.Messages?.length, second?.Messages?.length]).toEqual([1, undefined]);
  });

  it('see a message that somebody else let go', async () => {
    queue.send('SendMessage', { QueueUrl, MessageBody: 'one' });
    queue.send('ReceiveMessage', { QueueUrl, VisibilityTimeout: 5 });
    const waiting = poll();
    await queue.clock.advance('5s');

    expect((await waiting).Messages).toHaveLength(1);
  });

  it('fail when their queue is deleted', async () => {
    const waiting = poll();
    queue.send('DeleteQueue', { QueueUrl });

    await expect(waiting).rejects.toMatchObject({ code: 'QueueDoesNotExist' });
  });
});
