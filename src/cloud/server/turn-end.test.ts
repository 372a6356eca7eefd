import { afterEach, expect, test, vi } from 'vitest';
import { startCloud } from '../cloud.ts';
import { TurnEnd } from '../kernel/clock.ts';

afterEach(() => void vi.useRealTimers());

test('what waits for the end of a turn goes on behind all that the turn still reads, in a row', async () => {
  const turnEnd = new TurnEnd();
  const order: string[] = [];
  const answer = async (name: string) => {
    order.push(`reads ${name}`);
    await turnEnd.wait();
    order.push(`writes ${name}`);
  };
  const first = answer('first');
  const second = new Promise<void>((resolve) => process.nextTick(() => resolve(answer('second'))));

  await Promise.all([first, second]);

  expect(order).toEqual(['reads first', 'reads second', 'writes first', 'writes second']);
});

test('a suite that fakes timers is answered', async () => {
  await using cloud = await startCloud({ log: 'silent' });
  vi.useFakeTimers({ toFake: ['setImmediate', 'setTimeout', 'setInterval', 'Date'] });

  const { status } = await fetch(`${cloud.endpoint}/_localstack/health`);

  expect(status).toBe(200);
});
