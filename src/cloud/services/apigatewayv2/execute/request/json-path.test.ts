import { expect, test } from 'vitest';
import { jsonPath } from './json-path.ts';

const body = Buffer.from('{"a":{"b":[{"c":1},"two"],"x y":true,"nothing":null}}');

test.each([
  ['.a.b[0].c', '1'],
  ['.a.b[1]', 'two'],
  [".a['x y']", 'true'],
  ['.a.b', '[{"c":1},"two"]'],
  ['.a.nothing', undefined],
  ['.a.z', undefined],
  ['.constructor', undefined],
  ['..b', undefined],
  ['', body.toString()],
])('%s selects %s', (path, expected) => {
  expect(jsonPath(body, path)).toBe(expected);
});

test('a body that is not JSON has nothing to select', () => {
  expect(jsonPath(Buffer.from('plain'), '.a')).toBeUndefined();
});
