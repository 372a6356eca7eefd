import { describe, expect, it } from 'vitest';
import { nextCronMs, parseCron } from './cron.ts';

const windowAfter = (expression: string, from: string): string | undefined => {
  const cron = parseCron(expression);
  const ms = cron && nextCronMs(cron, Date.parse(from));
  return ms === undefined ? undefined : new Date(ms).toISOString();
};

describe('schedules of rotation', () => {
  it.each([
    ['cron(0 8/8 * * ? *)', '2026-01-01T08:00:00Z', '2026-01-01T16:00:00.000Z'],
    ['cron(0 8/8 * * ? *)', '2026-01-01T16:00:00Z', '2026-01-02T08:00:00.000Z'],
    ['cron(0 8 1/7 * ? *)', '2026-01-02T00:00:00Z', '2026-01-08T08:00:00.000Z'],
    ['cron(0 0 ? * SUN#1 *)', '2026-01-05T00:00:00Z', '2026-02-01T00:00:00.000Z'],
    ['cron(0 16 L * ? *)', '2026-02-01T00:00:00Z', '2026-02-28T16:00:00.000Z'],
    ['cron(0 16 1,15 * ? *)', '2026-03-01T16:00:00Z', '2026-03-15T16:00:00.000Z'],
    ['cron(0 9 ? JAN-MAR MON *)', '2026-03-31T00:00:00Z', '2027-01-04T09:00:00.000Z'],
    ['cron(0 10 ? * 6L *)', '2026-01-01T00:00:00Z', '2026-01-30T10:00:00.000Z'],
    ['cron(0 0 29 2 ? *)', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ])('%s after %s', (expression, from, next) => {
    expect(windowAfter(expression, from)).toBe(next);
  });

  it('may never open a window', () => {
    expect(windowAfter('cron(0 0 31 2 ? *)', '2026-01-01T00:00:00Z')).toBeUndefined();
  });

  it.each([
    'cron(5 8 * * ? *)',
    'cron(0 24 * * ? *)',
    'cron(0 8 * * * *)',
    'cron(0 8 ? * ? *)',
    'cron(0 8 * * ? 2027)',
    'cron(0 8 32 * ? *)',
    'cron(0 8 * FOO ? *)',
    'cron(0 8 */0 * ? *)',
    'cron(0 8 * *)',
  ])('%s is none', (expression) => {
    expect(parseCron(expression)).toBeUndefined();
  });
});
