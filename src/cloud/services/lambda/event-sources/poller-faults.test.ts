import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startCloud } from '../../../cloud.ts';
import { mappedQueue } from './testing/mapped-queue.ts';
import { scriptedExecutor } from './testing/scripted-executor.ts';

const once = [['a']];
const twice = [['a'], ['a']];

describe('a poller survives', () => {
  it('a receive that is throttled: it tries again a second later', async () => {
    await using queue = await mappedQueue();
    queue.faults.set('ReceiveMessage', [{ kind: 'throttle' }, { kind: 'error' }, { kind: 'reset' }]);

    await queue.send('a');
    await queue.cloud.clock.advance('6s');
    const early = [...queue.invokes];
    await queue.cloud.clock.advance('1s');

    expect([early, queue.invokes]).toEqual([[], once]);
    expect(await queue.becomesIdle()).toBe(true);
  });

  it('a receive whose answer is lost: the message is there again after its visibility timeout', async () => {
    await using queue = await mappedQueue();
    queue.faults.set('ReceiveMessage', [{ kind: 'lost' }]);

    await queue.send('a');
    await queue.cloud.clock.advance('29s');
    const early = [...queue.invokes];
    await queue.cloud.clock.advance('1s');

    expect([early, queue.invokes]).toEqual([[], once]);
  });

  it('throttled invokes: they are tried again while the messages are hidden', async () => {
    await using queue = await mappedQueue();
    queue.faults.set('Invoke', [{ kind: 'throttle' }, { kind: 'error' }]);

    await queue.send('a');
    await queue.cloud.clock.advance('4s');

    expect(queue.invokes).toEqual(once);
    expect(await queue.counts()).toEqual([0, 0]);
    expect(queue.calls().filter((call) => call.startsWith('Receive'))).toHaveLength(1);
  });

  it('a function that may not run at all: its messages become dead letters', async () => {
    await using queue = await mappedQueue();
    await queue.call('lambda', 'PutFunctionConcurrency', { FunctionName: 'f', ReservedConcurrentExecutions: 0 });

    await queue.send('a');
    await queue.cloud.clock.advance('1h');

    expect(queue.invokes).toEqual([]);
    expect(await queue.counts('dead')).toEqual([1, 0]);
    expect(await queue.becomesIdle()).toBe(true);
  });

  it('an invoke whose answer is lost: the function sees the message twice', async () => {
    await using queue = await mappedQueue();
    queue.faults.set('Invoke', [{ kind: 'lost' }]);

    await queue.send('a');
    await queue.cloud.clock.advance('1m');

    expect(queue.invokes).toEqual(twice);
    expect(await queue.counts()).toEqual([0, 0]);
  });

  it('a deletion that fails for good: the message is delivered once more', async () => {
    await using queue = await mappedQueue();
    queue.faults.set('DeleteMessageBatch', [{ kind: 'error' }, { kind: 'throttle' }, { kind: 'reset' }]);

    await queue.send('a');
    await queue.cloud.clock.advance('1m');

    expect(queue.invokes).toEqual(twice);
    expect(await queue.counts()).toEqual([0, 0]);
    expect(await queue.becomesIdle()).toBe(true);
  });

  it('a deletion that fails once, or whose answer is lost: nobody notices', async () => {
    await using queue = await mappedQueue();
    queue.faults.set('DeleteMessageBatch', [{ kind: 'error' }, { kind: 'lost' }]);

    await queue.send('a');
    await queue.cloud.clock.advance('1h');

    expect(queue.invokes).toEqual(once);
    expect(await queue.counts()).toEqual([0, 0]);
  });

  it('calls that are never answered', async () => {
    await using queue = await mappedQueue();
    const { clock } = queue.cloud;
    queue.faults.set('ReceiveMessage', [{ kind: 'hang' }]);
    queue.faults.set('Invoke', [{ kind: 'hang' }]);
    queue.faults.set('DeleteMessageBatch', [{ kind: 'hang' }]);

    await queue.send('a');
    for (let turns = 0; turns < 1000 && queue.calls().length < 12 && clock.fireNext(); turns += 1) {
      await new Promise<void>((resolve) => setImmediate(resolve));
    }

    expect(queue.invokes.length).toBeGreaterThan(0);
    expect(await queue.counts()).toEqual([0, 0]);
  });

  it('the end of its queue, and goes on when there is one of its name again', async () => {
    await using queue = await mappedQueue();
    const QueueUrl = `${queue.cloud.endpoint}/000000000000/orders`;
    await queue.call('sqs', 'DeleteQueue', { QueueUrl });
    await queue.cloud.clock.advance('1h');
    const calls = queue.calls();

    await queue.call('sqs', 'CreateQueue', { QueueName: 'orders' });
    await queue.send('a');
    await queue.cloud.clock.advance(1);

    expect(calls).toEqual([]);
    expect(queue.invokes).toEqual(once);
  });
});

describe('how much goes on at once', () => {
  const hung = () => new Promise<void>(() => {});

  it.each([
    ['five batches at first', {}, 5],
    ['no more than MaximumConcurrency', { ScalingConfig: { MaximumConcurrency: 2 } }, 2],
  ])('%s', async (_name, mapping, expected) => {
    await using queue = await mappedQueue({ timeout: 30, mapping: { BatchSize: 1, ...mapping }, handler: hung });

    await queue.send('a', 'b', 'c', 'd', 'e', 'f', 'g');
    queue.cloud.clock.fireNext();
    await expect.poll(() => queue.invokes.length).toBe(expected);
    await new Promise<void>((resolve) => setImmediate(resolve));

    expect(queue.invokes).toHaveLength(expected);
  });

  it('more each second while messages are left', async () => {
    await using queue = await mappedQueue({ timeout: 30, mapping: { BatchSize: 1 }, handler: hung });
    await queue.send(...Array.from({ length: 12 }, (_, index) => String(index)));

    const counts: number[] = [];
    for (let steps = 0; steps < 3; steps += 1) {
      queue.cloud.clock.fireNext();
      for (let turns = 0; turns < 50; turns += 1) await new Promise<void>((resolve) => setImmediate(resolve));
      counts.push(queue.invokes.length);
    }

    expect(counts).toEqual([5, 10, 12]);
  });
});

it('a queue that was emptied leaves no timer behind by which more would go on at once', async () => {
  const timersFor = async (...bodies: string[]): Promise<number[]> => {
    const slowly = () => new Promise<void>((resolve) => setTimeout(resolve, 20));
    await using queue = await mappedQueue({ mapping: { BatchSize: 1 }, handler: slowly });
    const { clock } = queue.cloud;
    const fired: number[] = [];
    const setTimer = clock.setTimer.bind(clock);
    clock.setTimer = (delayMs, fire) =>
      setTimer(delayMs, () => {
        fired.push(delayMs);
        return fire();
      });
    await queue.send(...bodies);
    await clock.advance('15m');
    return fired;
  };

  expect(await timersFor('a', 'b', 'c', 'd', 'e', 'f', 'g')).toEqual(await timersFor('a', 'b'));
});

describe('filters', () => {
  it('delete what does not match, without invoking', async () => {
    const Filters = [{ Pattern: JSON.stringify({ body: { kind: ['good'] } }) }];
    await using queue = await mappedQueue({ mapping: { FilterCriteria: { Filters } } });

    await queue.send('{"kind":"bad"}');
    await queue.cloud.clock.advance(1);
    const calls = queue.calls();
    await queue.send('{"kind":"bad"}', '{"kind":"good"}', 'text');
    await queue.cloud.clock.advance(1);

    expect(calls).toEqual(['ReceiveMessage', 'DeleteMessageBatch']);
    expect(queue.invokes).toEqual([['{"kind":"good"}']]);
    expect(await queue.counts()).toEqual([0, 0]);
  });
});

describe('when the world is replaced', () => {
  it('what was received in it and is in flight there comes back, and nothing of the other one is deleted', async () => {
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
    await using queue = await mappedQueue({ handler: () => (queue.invokes.length === 1 ? mayEnd : undefined) });
    await queue.send('a');
    const advancing = queue.cloud.clock.advance(1);
    await expect.poll(() => queue.invokes.length).toBe(1);
    const snapshot = queue.cloud.snapshot();

    await queue.cloud.restore(snapshot);
    end();
    await advancing;
    const restored = await queue.counts();
    await queue.cloud.clock.advance('1m');

    expect(restored).toEqual([0, 1]);
    expect(queue.invokes).toEqual(twice);
    expect(await queue.counts()).toEqual([0, 0]);
  });

  it('what is done in the old one is not deleted in it', async () => {
    await using queue = await mappedQueue();
    queue.faults.set('DeleteMessageBatch', [{ kind: 'error' }]);
    await queue.send('a');
    await queue.cloud.clock.advance(1);
    const calls = queue.calls();

    await queue.cloud.restore(queue.cloud.snapshot());
    await queue.cloud.clock.advance('20s');

    expect(queue.calls()).toEqual(calls);
    expect(await queue.counts()).toEqual([0, 1]);
  });

  it('mappings of the new one are followed, those of the old one are not', async () => {
    await using queue = await mappedQueue();
    const snapshot = queue.cloud.snapshot();

    await queue.cloud.reset();
    await queue.call('sqs', 'CreateQueue', { QueueName: 'orders' });
    await queue.send('a');
    await queue.cloud.clock.advance('1m');
    const emptied = [...queue.invokes];
    await queue.cloud.restore(snapshot);
    await queue.send('a');
    await queue.cloud.clock.advance(1);

    expect([emptied, queue.invokes]).toEqual([[], once]);
  });

  it('messages of a data directory are delivered after a restart', async () => {
    const data = mkdtempSync(join(tmpdir(), 'mappings-'));
    try {
      {
        await using queue = await mappedQueue({ data });
        await queue.send('a');
      }
      const bodies: string[] = [];
      const executor = () =>
        scriptedExecutor(
          () =>
            ({ Records }) =>
              void bodies.push(...Records.map(({ body }) => body)),
        );
      await using again = await startCloud({ clock: 'virtual', log: 'silent', data, executor });
      await again.clock.advance(1);

      expect(bodies).toEqual(['a']);
    } finally {
      rmSync(data, { recursive: true });
    }
  });
});
