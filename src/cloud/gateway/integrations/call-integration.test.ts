import { expect, test } from 'vitest';
import { Clock } from '../../kernel/clock.ts';
import { within } from './call-integration.ts';

const never = new Promise<string>(() => {});

test('work that ends in time is its outcome, and no timer stays', async () => {
  const clock = new Clock({ virtual: true });

  expect(await within(clock, 1000, Promise.resolve('done'), () => 'late')).toBe('done');
  await expect(within(clock, 1000, Promise.reject(new Error('broken')), () => 'late')).rejects.toThrow('broken');
  expect(clock.fireNext()).toBe(false);
});

test('work that does not end is what its timeout answers or throws', async () => {
  const clock = new Clock({ virtual: true });
  const answered = within(clock, 1000, never, () => 'late');
  const thrown = within(clock, 1000, never, () => {
    throw new Error('too late');
  });
  const refused = expect(thrown).rejects.toThrow('too late');

  await clock.advance('1s');

  expect(await answered).toBe('late');
  await refused;
});
