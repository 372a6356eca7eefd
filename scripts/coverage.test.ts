import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { coverageText, readmesWithTables } from './generate-coverage.ts';

describe('docs/coverage.md', () => {
  it('is what `npm run coverage:write` makes of the code', () => {
    expect(readFileSync('docs/coverage.md', 'utf8')).toBe(coverageText());
  });
});

it.each([...readmesWithTables()])('%s has the operations of the code', (path, text) => {
  expect(readFileSync(path, 'utf8')).toBe(text);
});
