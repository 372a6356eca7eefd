import { expect, test } from 'vitest';
import { told } from './testing/definitions.ts';

test('what is no JSON is refused as such', () => {
  expect(told('{')[0]).toMatch(/^INVALID_JSON_DESCRIPTION /);
  expect(told('  ')[0]).toMatch(/^MISSING_DESCRIPTION /);
  expect(told(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)[0]).toMatch(/^INVALID_JSON_DESCRIPTION /);
});
