import { describe, expect, it } from 'vitest';
import { type SignalSource, Signals } from './signals.ts';

const orders = 'queue:arn:aws:sqs:us-east-1:000000000000:orders';
const arn = orders.slice('queue:'.length);

const signalsWith = () => {
  const errors: string[] = [];
  return { errors, signals: new Signals({ error: (line) => errors.push(line) }) };
};

/** A source that writes down what it hears. */
function recordingSource(raised: ReadonlySet<string> = new Set()): SignalSource & { readonly heard: string[] } {
  const heard: string[] = [];
  return {
    heard,
    isRaised: (id) => raised.has(id),
    watched: (id) => heard.push(`+ ${id}`),
    unwatched: (id) => heard.push(`- ${id}`),
  };
}

describe('a signal', () => {
  it('wakes who watches its key, and nobody else', async () => {
    const { signals } = signalsWith();
    const heard: string[] = [];
    signals.watch(orders, () => void heard.push('orders'));
    signals.watch('stream:arn', () => void heard.push('stream'));

    await signals.announce(orders);

    expect(heard).toEqual(['orders']);
  });

  it('is not heard once the watch has ended', async () => {
    const { signals } = signalsWith();
    let count = 0;
    const listener = () => {
      count += 1;
    };
    const stop = signals.watch(orders, listener);
    signals.watch(orders, listener);

    await signals.announce(orders);
    stop();
    stop();
    await signals.announce(orders);

    expect(count).toBe(3);
  });

  it('reaches all listeners before any of them is waited for, also where one fails', async () => {
    const { signals, errors } = signalsWith();
    const heard: string[] = [];
    signals.watch(orders, async () => {
      heard.push('first');
      await Promise.resolve();
      heard.push('first is done');
    });
    signals.watch(orders, () => {
      throw new Error('no');
    });
    signals.watch(orders, () => void heard.push('third'));

    await signals.announce(orders);

    expect(heard).toEqual(['first', 'third', 'first is done']);
    expect(errors).toEqual([`a listener to ${orders} failed: Error: no`]);
  });
});

describe('the source of signals', () => {
  it('hears of the first watch and of the end of the last', () => {
    const { signals } = signalsWith();
    const source = recordingSource();
    signals.provide('queue', source);

    const stops = [signals.watch(orders, () => {}), signals.watch(orders, () => {})];
    signals.watch('stream:another kind', () => {});
    for (const stop of stops) stop();

    expect(source.heard).toEqual([`+ ${arn}`, `- ${arn}`]);
  });

  it('may come after those who watch: it hears of them, and they are woken', () => {
    const { signals } = signalsWith();
    const seen: boolean[] = [];
    signals.watch(orders, () => void seen.push(signals.isRaised(orders)));
    const before = signals.isRaised(orders);
    const source = recordingSource(new Set([arn]));

    signals.provide('queue', source);

    expect([before, seen, source.heard]).toEqual([false, [true], [`+ ${arn}`]]);
  });
});
