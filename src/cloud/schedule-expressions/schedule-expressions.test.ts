import { describe, expect, it } from 'vitest';
import { nextOccurrence } from './next-occurrence.ts';
import { readSchedule } from './read-schedule.ts';
import { MalformedSchedule } from './schedule.ts';

function next(expression: string, after: string, timeZone = 'UTC', count = 1): (string | undefined)[] {
  const schedule = readSchedule(expression);
  const found: (string | undefined)[] = [];
  let ms: number | undefined = Date.parse(after);
  for (let index = 0; index < count && ms !== undefined; index += 1) {
    ms = nextOccurrence(schedule, ms, { timeZone, startMs: Date.parse(after) });
    found.push(ms === undefined ? undefined : new Date(ms).toISOString().replace('.000Z', 'Z'));
  }
  return found;
}

// Examples of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
describe('cron', () => {
  it.each([
    ['0 10 * * ? *', '2026-11-27T10:00:00Z', '2026-11-28T10:00:00Z'],
    ['15 12 * * ? *', '2026-11-27T10:00:00Z', '2026-11-27T12:15:00Z'],
    ['0 18 ? * MON-FRI *', '2026-11-27T18:00:00Z', '2026-11-30T18:00:00Z'],
    ['0 8 1 * ? *', '2026-11-27T00:00:00Z', '2026-12-01T08:00:00Z'],
    ['0/15 * * * ? *', '2026-11-27T10:46:01Z', '2026-11-27T11:00:00Z'],
    ['0/10 * ? * MON-FRI *', '2026-11-27T23:55:00Z', '2026-11-30T00:00:00Z'],
    ['0/5 8-17 ? * MON-FRI *', '2026-11-27T17:55:00Z', '2026-11-30T08:00:00Z'],
    ['0/30 20-2 ? * MON *', undefined, undefined],
    ['15 10 ? * 6L 2026-2027', '2026-11-27T10:15:00Z', '2026-12-25T10:15:00Z'],
    ['0 9 ? * 2#1 *', '2026-11-27T00:00:00Z', '2026-12-07T09:00:00Z'],
    ['0 9 ? * MON#5 *', '2026-11-27T00:00:00Z', '2026-11-30T09:00:00Z'],
    ['0 9 3W * ? *', '2027-01-01T00:00:00Z', '2027-01-04T09:00:00Z'],
    ['0 9 1W * ? *', '2027-04-30T00:00:00Z', '2027-05-03T09:00:00Z'],
    ['0 9 L 2 ? *', '2027-01-01T00:00:00Z', '2027-02-28T09:00:00Z'],
    ['0 9 29 2 ? *', '2026-11-27T00:00:00Z', '2028-02-29T09:00:00Z'],
    ['0 9 ? * FRI-MON *', '2026-11-28T10:00:00Z', '2026-11-29T09:00:00Z'],
  ])('%s', (fields, after, expected) => {
    if (after === undefined) expect(() => readSchedule(`cron(${fields})`)).toThrow(MalformedSchedule);
    else expect(next(`cron(${fields})`, after)).toEqual([expected]);
  });

  it('ends with its years, and where no day is ever meant', () => {
    expect(next('cron(0 0 1 1 ? 2026)', '2026-11-27T00:00:00Z')).toEqual([undefined]);
    expect(next('cron(0 0 30 2 ? *)', '2026-11-27T00:00:00Z')).toEqual([undefined]);
  });

  it('is skipped at times that clocks are moved over, and made once at those that they show twice', () => {
    expect(next('cron(30 2 * * ? *)', '2027-03-27T12:00:00Z', 'Europe/Berlin', 2)).toEqual([
      '2027-03-29T00:30:00Z',
      '2027-03-30T00:30:00Z',
    ]);
    expect(next('cron(30 2 * * ? *)', '2027-10-30T12:00:00Z', 'Europe/Berlin', 2)).toEqual([
      '2027-10-31T00:30:00Z',
      '2027-11-01T01:30:00Z',
    ]);
  });
});

it('rates count from their beginning', () => {
  expect(next('rate(5 minutes)', '2026-11-27T10:01:30Z', 'UTC', 2)).toEqual([
    '2026-11-27T10:06:30Z',
    '2026-11-27T10:11:30Z',
  ]);
});

it('one time is that of its zone', () => {
  expect(next('at(2026-12-24T18:00:00)', '2026-11-27T00:00:00Z', 'America/New_York')).toEqual(['2026-12-24T23:00:00Z']);
  expect(next('at(2026-11-01T18:00:00)', '2026-11-27T00:00:00Z')).toEqual([undefined]);
});

it.each([
  '',
  'rate()',
  'rate(5)',
  'rate(0 minutes)',
  'rate(1 minutes)',
  'rate(5 minute)',
  'rate(5  minutes)',
  'rate(5 seconds)',
  'cron(* * * * *)',
  'cron(* * * * * *)',
  'cron(* * ? * ? *)',
  'cron(60 * * * ? *)',
  'cron(* 24 * * ? *)',
  'cron(* * 0 * ? *)',
  'cron(* * * 13 ? *)',
  'cron(* * ? * 8 *)',
  'cron(* * * * ? 2200)',
  'cron(0/0 * * * ? *)',
  'cron(5-1 * * * ? *)',
  'cron(0 9 ? * 2#6 *)',
  'cron(0 9 ? * 2#1,3#1 *)',
  'at(2026-02-30T00:00:00)',
  'at(2026-02-20)',
])('refuses %s', (expression) => {
  expect(() => readSchedule(expression)).toThrow(MalformedSchedule);
});
