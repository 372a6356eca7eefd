import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

it('what is asked for during a run comes in one run after it, with all paths', async () => {
  const runs: { paths: string[]; end: () => void }[] = [];
  const request = oneAtATime(async (paths) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    runs.push({ paths: [...paths], end: resolve });
    await promise;
  });

  request(['a']);
  request(['b', 'c']);
  request(['c', 'd']);
  expect(runs.map(({ paths }) => paths)).toEqual([['a']]);
  runs[0]?.end();
  await turn();
  expect(runs.map(({ paths }) => paths)).toEqual([['a'], ['b', 'c', 'd']]);
  runs[1]?.end();
  await turn();
  request(['e']);

  expect(runs.map(({ paths }) => paths)).toEqual([['a'], ['b', 'c', 'd'], ['e']]);
});
