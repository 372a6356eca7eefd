import { expect, test } from 'vitest';
import type { Json } from '../../definition/json.ts';
import { placeAt } from './place-at.ts';

test.each<[Json, string, Json]>([
  [{ a: 1 }, '$.r', { a: 1, r: 'x' }],
  [{ a: 1, b: 2 }, '$.a', { a: 'x', b: 2 }],
  [{}, '$.a.b.c', { a: { b: { c: 'x' } } }],
  [{ a: { k: 1 } }, "$.a['b c']", { a: { k: 1, 'b c': 'x' } }],
  [{ a: [1, 2] }, '$.a[1]', { a: [1, 'x'] }],
  [[{ a: 1 }], '$[0].b', [{ a: 1, b: 'x' }]],
])('into %j at %s makes %j', (into, path, expected) => {
  const before = structuredClone(into);

  expect(placeAt(into, path, 'x')).toEqual(expected);
  expect(into).toEqual(before);
});

test.each<[Json, string]>([
  ['text', '$.a'],
  [[1], '$.a'],
  [{ a: 1 }, '$.a.b'],
  [{ a: null }, '$.a.b'],
  [{ a: [1] }, '$.a[1]'],
  [{ a: {} }, '$.a[0]'],
])('nothing can be put into %j at %s', (into, path) => {
  expect(() => placeAt(into, path, 'x')).toThrow();
});

test('members keep their order, and __proto__ is a name like others', () => {
  expect(JSON.stringify(placeAt({ a: 1, b: 2 }, '$.a', 3))).toBe('{"a":3,"b":2}');
  expect(JSON.stringify(placeAt({}, '$.__proto__', 3))).toBe('{"__proto__":3}');
});
