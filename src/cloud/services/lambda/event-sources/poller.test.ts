import { describe, expect, it } from 'vitest';
import { mappedQueue } from './testing/mapped-queue.ts';

const failures = (...ids: string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});
const handled = ['ReceiveMessage', 'Invoke', 'DeleteMessageBatch'];
const reports = { FunctionResponseTypes: ['ReportBatchItemFailures' as const] };

describe('a message', () => {
  it('costs one receive, one invoke and one deletion', async () => {
    await using queue = await mappedQueue();

    await queue.send('a');
    await queue.cloud.clock.advance(1);

    expect(queue.calls()).toEqual(handled);
    expect(await queue.counts()).toEqual([0, 0]);
  });

  it('leaves no timer behind, as does an empty queue', async () => {
    await using queue = await mappedQueue();
    const atFirst = queue.cloud.clock.nextDueMs;

    await queue.send('a');
    await queue.cloud.clock.advance(1);

    expect(atFirst).toBeUndefined();
    expect(await queue.becomesIdle()).toBe(true);
  });

  it('is taken when it was there before the mapping', async () => {
    await using queue = await mappedQueue({ mapping: { Enabled: false } });
    await queue.send('a');
    await queue.cloud.clock.advance('1h');
    const disabled = [...queue.invokes];

    await queue.call('lambda', 'UpdateEventSourceMapping', { UUID: queue.uuid, Enabled: true });
    await queue.cloud.clock.advance(1);

    expect([disabled, queue.invokes]).toEqual([[], [['a']]]);
  });

  it('waits for a function that is deleted to be there again, and is not counted as received meanwhile', async () => {
    await using queue = await mappedQueue();
    const { Configuration } = await queue.call<{ Configuration: object }>('lambda', 'GetFunction', {
      FunctionName: 'f',
    });
    await queue.call('lambda', 'DeleteFunction', { FunctionName: 'f' });
    await queue.send('a');
    await queue.cloud.clock.advance('1h');
    const calls = queue.calls();

    const ZipFile = Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64');
    const { Role, Runtime, Handler } = Configuration as Record<string, string>;
    await queue.call('lambda', 'CreateFunction', { FunctionName: 'f', Role, Runtime, Handler, Code: { ZipFile } });
    await queue.cloud.clock.advance(1);

    expect([calls, queue.invokes]).toEqual([[], [['a']]]);
  });
});

describe('a batch', () => {
  it('takes what is there, up to its size, and the rest in further ones', async () => {
    await using queue = await mappedQueue({ mapping: { BatchSize: 2 } });

    await queue.send('a', 'b', 'c', 'd', 'e');
    await queue.cloud.clock.advance(1);

    expect(queue.invokes).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(await queue.counts()).toEqual([0, 0]);
  });

  it('is gathered over its window', async () => {
    await using queue = await mappedQueue({ mapping: { BatchSize: 100, MaximumBatchingWindowInSeconds: 10 } });

    await queue.send('a');
    await queue.cloud.clock.advance('4s');
    await queue.send('b');
    await queue.cloud.clock.advance('5s');
    const before = [...queue.invokes];
    await queue.cloud.clock.advance('1s');

    expect([before, queue.invokes]).toEqual([[], [['a', 'b']]]);
    expect(await queue.becomesIdle()).toBe(true);
  });

  it('goes ahead of the end of its window when it is full', async () => {
    await using queue = await mappedQueue({ mapping: { BatchSize: 12, MaximumBatchingWindowInSeconds: 300 } });

    await queue.send(...Array.from({ length: 12 }, (_, index) => String(index)));
    await queue.cloud.clock.advance(1);

    expect(queue.invokes.map((bodies) => bodies.length)).toEqual([12]);
    expect(await queue.counts()).toEqual([0, 0]);
  });

  it('has a message once that became visible again within a long window', async () => {
    await using queue = await mappedQueue({ mapping: { BatchSize: 100, MaximumBatchingWindowInSeconds: 70 } });

    await queue.send('a');
    await queue.cloud.clock.advance('70s');

    expect(queue.invokes).toEqual([['a']]);
    expect(await queue.counts()).toEqual([0, 0]);
  });

  it('is not invoked with once the mapping is disabled; its messages return', async () => {
    await using queue = await mappedQueue({ mapping: { BatchSize: 100, MaximumBatchingWindowInSeconds: 10 } });
    await queue.send('a');
    await queue.cloud.clock.advance('1s');

    await queue.send('b');
    await queue.call('lambda', 'UpdateEventSourceMapping', { UUID: queue.uuid, Enabled: false });
    const { nextDueMs } = queue.cloud.clock;
    await queue.cloud.clock.advance('1h');

    expect(nextDueMs).toBeUndefined();
    expect(queue.invokes).toEqual([]);
    expect(queue.calls()).toEqual(['ReceiveMessage']);
    expect(await queue.counts()).toEqual([2, 0]);
  });

  it('is brought to its end when the mapping is deleted meanwhile, and is the last', async () => {
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
    await using queue = await mappedQueue({ handler: () => mayEnd });
    await queue.send('a');
    const advancing = queue.cloud.clock.advance(1);
    await expect.poll(() => queue.invokes.length).toBe(1);

    await queue.call('lambda', 'DeleteEventSourceMapping', { UUID: queue.uuid });
    await queue.send('b');
    end();
    await advancing;
    await queue.cloud.clock.advance('1h');

    expect(queue.invokes).toEqual([['a']]);
    expect(await queue.counts()).toEqual([1, 0]);
  });
});

it('all messages are handled, however few batches may go on at once', async () => {
  const ScalingConfig = { MaximumConcurrency: 2 };
  await using queue = await mappedQueue({ mapping: { BatchSize: 1, ScalingConfig } });

  await queue.send('a', 'b', 'c', 'd', 'e', 'f', 'g');
  await queue.cloud.clock.advance(1);

  expect(queue.invokes.flat().sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
});

describe('failures of the function', () => {
  it('let messages return until they are dead letters: an hour of redeliveries takes no time', async () => {
    await using queue = await mappedQueue({
      handler: () => {
        throw new Error('no');
      },
    });

    await queue.send('poison');
    await queue.cloud.clock.advance('1h');

    expect(queue.invokes).toEqual([['poison'], ['poison'], ['poison']]);
    expect(await queue.counts()).toEqual([0, 0]);
    expect(await queue.counts('dead')).toEqual([1, 0]);
    expect(await queue.becomesIdle()).toBe(true);
  });

  it('let only those messages return that it reports', async () => {
    await using queue = await mappedQueue({
      mapping: reports,
      handler: ({ Records }) =>
        failures(...Records.flatMap(({ body, messageId }) => (body === 'bad' ? messageId : []))),
    });

    await queue.send('good', 'bad', 'fine');
    await queue.cloud.clock.advance('1h');

    expect(queue.invokes).toEqual([['good', 'bad', 'fine'], ['bad'], ['bad']]);
    expect(await queue.counts('dead')).toEqual([1, 0]);
  });

  it('let all return when it throws although it may report', async () => {
    let isFirst = true;
    await using queue = await mappedQueue({
      mapping: reports,
      handler: () => {
        if (!isFirst) return failures();
        isFirst = false;
        throw new Error('no');
      },
    });

    await queue.send('a', 'b');
    await queue.cloud.clock.advance('1m');

    expect(queue.invokes).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(await queue.counts()).toEqual([0, 0]);
  });

  it('are timeouts, too', async () => {
    await using queue = await mappedQueue({ timeout: 2, handler: () => new Promise(() => {}) });
    const { clock } = queue.cloud;
    await queue.send('slow');

    const invokedAt: number[] = [];
    const startMs = clock.now();
    while (invokedAt.length < 3 && clock.fireNext()) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (queue.invokes.length > invokedAt.length) invokedAt.push(clock.now() - startMs);
    }

    expect(invokedAt).toEqual([0, 30_000, 60_000]);
  });
});

describe('on a FIFO queue', () => {
  it('nothing of a batch goes on behind what failed, even where it takes several events', async () => {
    await using queue = await mappedQueue({
      fifo: true,
      handler: () => {
        throw new Error('no');
      },
    });

    await queue.send(...Array.from({ length: 10 }, (_, index) => `g${index}${'x'.repeat(1_000_000)}`));
    await queue.cloud.clock.advance(1);

    expect(queue.invokes.map((bodies) => bodies.length)).toEqual([6]);
  });

  it('a deletion that comes too late is not tried again: the message is delivered once more', async () => {
    const letGo = (ReceiptHandle = '') =>
      queue.call('sqs', 'ChangeMessageVisibility', {
        QueueUrl: `${queue.cloud.endpoint}/000000000000/orders.fifo`,
        ReceiptHandle,
        VisibilityTimeout: 0,
      });
    await using queue = await mappedQueue({
      fifo: true,
      handler: ({ Records }) => (queue.invokes.length === 1 ? letGo(Records[0]?.receiptHandle) : undefined),
    });

    await queue.send('a');
    await queue.cloud.clock.advance('1s');

    expect(queue.calls()).toEqual([...handled, ...handled]);
    expect(await queue.counts('orders.fifo')).toEqual([0, 0]);
  });

  it('a group waits for its failed message, in order, while others go on', async () => {
    let failuresLeft = 2;
    await using queue = await mappedQueue({
      fifo: true,
      mapping: { BatchSize: 1 },
      handler: ({ Records }) => {
        if (Records[0]?.body !== 'a1' || failuresLeft === 0) return;
        failuresLeft -= 1;
        throw new Error('no');
      },
    });

    await queue.send('a1', 'b1', 'a2', 'b2', 'a3');
    await queue.cloud.clock.advance('10m');

    const bodies = queue.invokes.flat();
    expect(bodies.filter((body) => body.startsWith('a'))).toEqual(['a1', 'a1', 'a1', 'a2', 'a3']);
    expect(bodies.slice(0, 3)).toEqual(['a1', 'b1', 'b2']);
    expect(await queue.counts('orders.fifo')).toEqual([0, 0]);
  });

  it('a poison message becomes a dead letter, and its group goes on behind it', async () => {
    await using queue = await mappedQueue({
      fifo: true,
      mapping: { ...reports, BatchSize: 10 },
      handler: ({ Records }) => {
        const first = Records.findIndex(({ body }) => body === 'a2');
        return first < 0 ? failures() : failures(...Records.slice(first).map(({ messageId }) => messageId));
      },
    });

    await queue.send('a1', 'a2', 'a3');
    await queue.cloud.clock.advance('10m');

    expect(await queue.counts('orders.fifo')).toEqual([0, 0]);
    expect(await queue.counts('dead.fifo')).toEqual([2, 0]);
  });
});
