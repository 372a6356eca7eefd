import { expect, it } from 'vitest';
import { startRuntime } from './runtime.ts';

it('takes a deployment on once at a time, and others beside it', async () => {
  const { alone } = startRuntime();
  const done: string[] = [];
  const held = Promise.withResolvers<void>();
  const first = alone('d-A', async () => {
    await held.promise;
    done.push('first');
  });
  await alone('d-A', async () => void done.push('second'));
  await alone('d-B', async () => void done.push('other'));

  held.resolve();
  await first;
  await alone('d-A', async () => void done.push('third'));

  expect(done).toEqual(['other', 'first', 'third']);
});

it('knows nothing of another world', async () => {
  const runtime = startRuntime();
  const done: string[] = [];
  const held = Promise.withResolvers<void>();
  const before = runtime.alone('d-A', () => held.promise);

  await runtime.forget?.();
  await runtime.alone('d-A', async () => void done.push('again'));
  held.resolve();
  await before;

  expect(done).toEqual(['again']);
});
