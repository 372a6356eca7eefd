import { dayMs } from '../secrets/describe.ts';

const hourMs = 3_600_000;
/** The 29th of February comes within eight years of any day, also over a century without one. */
const daysMax = 8 * 366 + 1;

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** When rotation windows open, by hour and day in UTC. */
interface Cron {
  readonly hours: ReadonlySet<number>;
  isDay(day: Date): boolean;
}

/**
 * `cron(0 8 1/7 * ? *)`: minutes are 0 and years are all, since windows open on the hour and at least once a year.
 * Undefined for what is no such expression.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
 */
export function parseCron(expression: string): Cron | undefined {
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.trim().split(/\s+/) ?? [];
  const [minutes, hour = '', day = '', month = '', weekday = '', year] = fields;
  if (fields.length !== 6 || minutes !== '0' || year !== '*') return undefined;
  // A day is named by the month's or by the week's; the other one is left open.
  if ((day === '?') === (weekday === '?')) return undefined;
  const hours = valuesOf(hour, 0, 23);
  const inMonths = valuesOf(month, 1, 12, months);
  const isDay = weekday === '?' ? dayOfMonth(day) : dayOfWeek(weekday);
  if (!hours || !inMonths || !isDay) return undefined;
  return { hours, isDay: (date) => inMonths.has(date.getUTCMonth() + 1) && isDay(date) };
}

/** The first window that opens after `fromMs`; undefined where none ever does, as on the 31st of February. */
export function nextCronMs({ hours, isDay }: Cron, fromMs: number): number | undefined {
  const firstHour = (Math.floor(fromMs / hourMs) + 1) * hourMs;
  const firstDay = Math.floor(firstHour / dayMs) * dayMs;
  const ordered = [...hours].sort((a, b) => a - b);
  for (let day = 0; day < daysMax; day += 1) {
    const startMs = firstDay + day * dayMs;
    if (!isDay(new Date(startMs))) continue;
    const hour = ordered.find((each) => startMs + each * hourMs >= firstHour);
    if (hour !== undefined) return startMs + hour * hourMs;
  }
  return undefined;
}

type DayTest = (day: Date) => boolean;

function dayOfMonth(field: string): DayTest | undefined {
  if (field === 'L') return (day) => day.getUTCDate() === lastOf(day);
  const days = valuesOf(field, 1, 31);
  return days && ((day) => days.has(day.getUTCDate()));
}

/** `SUN#1` is the month's first Sunday, `SATL` and `7L` its last Saturday, `L` every Saturday. */
function dayOfWeek(field: string): DayTest | undefined {
  const [, name = '', nth] = /^(\w+)#([1-5])$/.exec(field) ?? [];
  if (nth !== undefined) {
    const days = valuesOf(name, 1, 7, weekdays);
    return days && ((day) => days.has(weekdayOf(day)) && Math.ceil(day.getUTCDate() / 7) === Number(nth));
  }
  const last = /^(\w+)L$/.exec(field)?.[1];
  if (last !== undefined) {
    const days = valuesOf(last, 1, 7, weekdays);
    return days && ((day) => days.has(weekdayOf(day)) && day.getUTCDate() > lastOf(day) - 7);
  }
  const days = valuesOf(field === 'L' ? '7' : field, 1, 7, weekdays);
  return days && ((day) => days.has(weekdayOf(day)));
}

const weekdayOf = (day: Date): number => day.getUTCDay() + 1;
const lastOf = (day: Date): number => new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();

/** Lists, ranges and steps: `1,15`, `MON-FRI`, `8/8`, `*`. */
function valuesOf(field: string, min: number, max: number, names: readonly string[] = []): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const [low = '', high] = range.split('-');
    const from = range === '*' ? min : numberOf(low, min, names);
    const to = range === '*' || (high === undefined && step !== undefined) ? max : numberOf(high ?? low, min, names);
    const by = Number(step ?? 1);
    if (!(from >= min && to <= max && from <= to && by > 0)) return undefined;
    for (let value = from; value <= to; value += by) values.add(value);
  }
  return values;
}

function numberOf(text: string, min: number, names: readonly string[]): number {
  const index = names.indexOf(text.toUpperCase());
  if (index >= 0) return index + min;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
