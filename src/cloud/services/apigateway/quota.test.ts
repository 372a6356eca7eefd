import { expect, test } from 'vitest';
import { periodStart } from './quota.ts';

test.each([
  ['2026-11-27', { period: 'DAY' }, '2026-11-27'],
  // A Friday; weeks begin on Sunday unless the offset says otherwise.
  ['2026-11-27', { period: 'WEEK' }, '2026-11-22'],
  ['2026-11-22', { period: 'WEEK' }, '2026-11-22'],
  ['2026-11-27', { period: 'WEEK', offset: 5 }, '2026-11-27'],
  ['2026-11-27', { period: 'WEEK', offset: 6 }, '2026-11-21'],
  ['2026-11-27', { period: 'MONTH' }, '2026-11-01'],
  ['2026-11-27', { period: 'MONTH', offset: 26 }, '2026-11-27'],
  ['2026-11-27', { period: 'MONTH', offset: 27 }, '2026-10-28'],
  ['2027-01-01', { period: 'MONTH', offset: 1 }, '2026-12-02'],
] as const)('the period of %s under %j began on %s', (day, quota, start) => {
  expect(periodStart(day, quota)).toBe(start);
});
