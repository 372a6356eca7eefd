import { expect, test } from 'vitest';
import { ResponseCache } from './response-cache.ts';

const response = (bytes: number) => ({ status: 200, headers: {}, body: new Uint8Array(bytes) });
const megabyte = 1_048_576;

test('keeps answers up to a megabyte, and no larger one', () => {
  const cache = new ResponseCache();

  cache.set('a/prod', 'fits', response(megabyte), { expiresMs: 10, sizeGb: 0.5 });
  cache.set('a/prod', 'large', response(megabyte + 1), { expiresMs: 10, sizeGb: 0.5 });

  expect([cache.get('a/prod', 'fits', 0) !== undefined, cache.get('a/prod', 'large', 0)]).toEqual([true, undefined]);
});

test('a full cluster drops what was used longest ago', () => {
  const cache = new ResponseCache();
  const options = { expiresMs: 10, sizeGb: 2 / 1024 };
  for (const key of ['a', 'b']) cache.set('a/prod', key, response(megabyte), options);
  cache.get('a/prod', 'a', 0);

  cache.set('a/prod', 'c', response(megabyte), options);

  const isKept = (key: string) => cache.get('a/prod', key, 0) !== undefined;
  expect([isKept('a'), isKept('b'), isKept('c')]).toEqual([true, false, true]);
});

test('a flush empties one stage alone', () => {
  const cache = new ResponseCache();
  for (const stage of ['a/prod', 'a/test']) cache.set(stage, 'k', response(1), { expiresMs: 10, sizeGb: 0.5 });

  cache.flush('a', 'prod');

  expect([cache.get('a/prod', 'k', 0), cache.get('a/test', 'k', 0) !== undefined]).toEqual([undefined, true]);
});
