import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { coverageText } from './generate-coverage.ts';

describe('docs/coverage.md', () => {
  it('is what `npm run coverage:write` makes of the code', () => {
    expect(readFileSync('docs/coverage.md', 'utf8')).toBe(coverageText());
  });
});
