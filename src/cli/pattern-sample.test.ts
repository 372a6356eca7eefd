import { expect, it } from 'vitest';
import { patternSample } from './pattern-sample.ts';

it.each([
  ['^shp_[A-Za-z0-9]+$', 'shp_A'],
  ['^\\d{4}-\\d{2}-\\d{2}$', '1111-11-11'],
  ['^(EUR|USD)$', 'EUR'],
  ['^[A-Z]{2,4}(?:-x)?\\.y$', 'AA-x.y'],
  ['tea', 'tea'],
])('%s has the sample %s', (pattern, sample) => {
  expect(patternSample(pattern)).toBe(sample);
});

it.each(['^[^a]$', '^(?=x)y$', '(', '^a{2'])('%s has none', (pattern) => {
  expect(patternSample(pattern)).toBeUndefined();
});
