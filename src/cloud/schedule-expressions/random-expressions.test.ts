import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextOccurrence } from './next-occurrence.ts';
import { readSchedule } from './read-schedule.ts';
import { MalformedSchedule } from './schedule.ts';

const runs = Number(process.env.SCHEDULE_RUNS ?? 3000);
const number = fc.oneof(fc.integer({ min: -1, max: 70 }).map(String), fc.integer({ min: 1960, max: 2210 }).map(String));
const word = fc.constantFrom(
  '*',
  '?',
  'L',
  'LW',
  'W',
  '#',
  'MON',
  'FRI',
  'JAN',
  'DEC',
  '',
  '-',
  '/',
  ',',
  '9'.repeat(400),
);
const atom = fc.oneof(number, word);
const field = fc
  .array(fc.tuple(atom, fc.constantFrom('', ',', '-', '/', '#', 'L', 'W')), { maxLength: 6 })
  .map((parts) => parts.flat().join(''));
const cron = fc
  .array(fc.oneof(field, fc.constantFrom('*', '?', '0')), { minLength: 5, maxLength: 7 })
  .map((all) => `cron(${all.join(' ')})`);
const rate = fc
  .tuple(atom, fc.constantFrom('minute', 'minutes', 'hours', 'day', 'second', ''))
  .map(([n, unit]) => `rate(${n} ${unit})`);
const at = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => `at(${date.toISOString().slice(0, 19)})`),
  fc.string().map((text) => `at(${text})`),
);

it('reads any text, or refuses it, and finds the next time, in bounded work', () => {
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'Australia/Lord_Howe');
  const startMs = Date.UTC(2026, 10, 27);
  let read = 0;

  fc.assert(
    fc.property(fc.oneof(cron, rate, at, fc.string(), fc.string({ maxLength: 2000 })), zone, (text, timeZone) => {
      try {
        const next = nextOccurrence(readSchedule(text), startMs, { timeZone, startMs });
        read += 1;
        if (next !== undefined) expect(next).toBeGreaterThan(startMs);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedSchedule);
      }
    }),
    { numRuns: runs },
  );

  expect(read).toBeGreaterThan(runs / 50);
}, 60_000);
