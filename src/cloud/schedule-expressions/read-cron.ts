import { type CronFields, type DayRule, MalformedSchedule, type MonthLength } from './schedule.ts';

interface Field {
  readonly min: number;
  readonly max: number;
  /** Other words for numbers, the first one for `min`. */
  readonly names?: readonly string[];
}

const minutes: Field = { min: 0, max: 59 };
const hours: Field = { min: 0, max: 23 };
const daysOfMonth: Field = { min: 1, max: 31 };
const months: Field = {
  min: 1,
  max: 12,
  names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
};
const daysOfWeek: Field = { min: 1, max: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] };
const years: Field = { min: 1970, max: 2199 };

/**
 * The six fields of AWS's dialect: minutes, hours, day of month, month, day of week, year. Throws
 * {@link MalformedSchedule}. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
export function readCron(text: string): CronFields {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== 6) throw new MalformedSchedule('has not six fields');
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = parts;
  return {
    minutes: readList(minute, minutes),
    hours: readList(hour, hours),
    months: readList(month, months),
    years: readList(year, years),
    days: readDays(dayOfMonth, dayOfWeek),
  };
}

/** A day is said in one of the two fields; the other one is `?`. */
function readDays(dayOfMonth: string, dayOfWeek: string): DayRule {
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) throw new MalformedSchedule('wants ? in one of its day fields');
  return dayOfWeek === '?' ? readDaysOfMonth(dayOfMonth) : readDaysOfWeek(dayOfWeek);
}

function readDaysOfMonth(text: string): DayRule {
  const rules = text.split(',').map((part): DayRule => {
    if (part === 'L') return ({ days }) => [days];
    if (part === 'LW') return (month) => [nearestWeekday(month.days, month)];
    const [, weekday] = /^(\d{1,2})W$/.exec(part) ?? [];
    if (weekday !== undefined) {
      const day = readNumber(weekday, daysOfMonth);
      return (month) => (day > month.days ? [] : [nearestWeekday(day, month)]);
    }
    const listed = readList(part, daysOfMonth);
    return ({ days }) => listed.filter((day) => day <= days);
  });
  return (month) => ascending(rules.flatMap((rule) => rule(month)));
}

function readDaysOfWeek(text: string): DayRule {
  const [, nthDay, nth] = /^(\w+)#(\d)$/.exec(text) ?? [];
  if (nthDay !== undefined) {
    const weekday = readNumber(nthDay, daysOfWeek) - 1;
    const which = readNumber(nth ?? '', { min: 1, max: 5 });
    return (month) => daysThatAre(weekday, month).slice(which - 1, which);
  }
  const rules = text.split(',').map((part): DayRule => {
    const [, last] = /^(\w+)L$/.exec(part) ?? [];
    if (last !== undefined) {
      const weekday = readNumber(last, daysOfWeek) - 1;
      return (month) => daysThatAre(weekday, month).slice(-1);
    }
    const listed = part === 'L' ? [daysOfWeek.max] : readList(part, daysOfWeek);
    return (month) => listed.flatMap((day) => daysThatAre(day - 1, month));
  });
  return (month) => ascending(rules.flatMap((rule) => rule(month)));
}

const ascending = (numbers: readonly number[]): readonly number[] => [...new Set(numbers)].sort((a, b) => a - b);

function daysThatAre(weekday: number, { days, firstWeekday }: MonthLength): number[] {
  const first = 1 + ((weekday - firstWeekday + 7) % 7);
  return [0, 7, 14, 21, 28].map((add) => first + add).filter((day) => day <= days);
}

/** The day itself, or the Friday or Monday next to it, within the month. */
function nearestWeekday(day: number, { days, firstWeekday }: MonthLength): number {
  const weekday = (firstWeekday + day - 1) % 7;
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === days ? day - 2 : day + 1;
  return day;
}

/** `*`, `1`, `1-5`, `1,3`, `0/15`, `10-40/10`. */
function readList(text: string, field: Field): readonly number[] {
  return ascending(text.split(',').flatMap((part) => readPart(part, field)));
}

function readPart(text: string, field: Field): number[] {
  const [range = '', stepText, ...more] = text.split('/');
  if (more.length > 0) throw new MalformedSchedule(`${text} has two steps`);
  const { min, max } = field;
  const step = stepText === undefined ? 1 : readNumber(stepText, { min: 1, max });
  const [from = '', to, ...others] = range.split('-');
  if (others.length > 0) throw new MalformedSchedule(`${text} is no range`);
  if (range === '*') return series(min, max, step);
  const first = readNumber(from, field);
  if (to === undefined) return stepText === undefined ? [first] : series(first, max, step);
  const last = readNumber(to, field);
  // `FRI-MON` goes over the end of the week.
  return first <= last ? series(first, last, step) : wrapped(first, last, step, field);
}

function wrapped(first: number, last: number, step: number, { min, max, names }: Field): number[] {
  if (!names) throw new MalformedSchedule('has a range that ends before it begins');
  const length = max - min + 1;
  return series(first, last + length, step).map((value) => min + ((value - min) % length));
}

const series = (first: number, last: number, step: number): number[] =>
  Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);

function readNumber(text: string, { min, max, names }: Field): number {
  const named = names?.indexOf(text.toUpperCase()) ?? -1;
  if (named >= 0) return min + named;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw new MalformedSchedule(`${text} is not within ${min} and ${max}`);
  return value;
}
