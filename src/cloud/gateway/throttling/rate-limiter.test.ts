import { expect, test } from 'vitest';
import { RateLimiter } from './rate-limiter.ts';

test('a bucket gives what it holds and fills with time, up to its size', () => {
  const limiter = new RateLimiter();
  const take = (nowMs: number) => limiter.take('route', { burst: 2, ratePerSecond: 10 }, nowMs);

  expect([take(0), take(0), take(0)]).toEqual([true, true, false]);
  expect([take(100), take(100)]).toEqual([true, false]);
  expect([take(10_000), take(10_000), take(10_000)]).toEqual([true, true, false]);
});

test('a bucket of no size gives nothing', () => {
  expect(new RateLimiter().take('route', { burst: 0, ratePerSecond: 0 }, 0)).toBe(false);
});
