import { readCron } from './read-cron.ts';
import { type LocalTime, MalformedSchedule, type Schedule } from './schedule.ts';

const unitsMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

interface Reading {
  /** `rate(1 minutes)` is as good as `rate(1 minute)`: EventBridge Scheduler, other than rules. */
  readonly unitsInAnyNumber?: boolean;
}

/**
 * Reads `rate(5 minutes)`, `cron(0 10 * * ? *)` or `at(2026-11-27T10:00:00)`. Throws {@link MalformedSchedule}.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function readSchedule(text: string, reading: Reading = {}): Schedule {
  const [, kind, inside = ''] = /^(rate|cron|at)\(([^()]*)\)$/.exec(text) ?? [];
  if (kind === 'rate') return readRate(inside, reading);
  if (kind === 'cron') return { kind, fields: readCron(inside) };
  if (kind === 'at') return { kind, local: readLocalTime(inside) };
  throw new MalformedSchedule('is neither rate(…) nor cron(…) nor at(…)');
}

/** One is said in the singular, all else in the plural. */
function readRate(text: string, { unitsInAnyNumber = false }: Reading): Schedule {
  const [, digits = '', unit = '', plural] = /^(\d{1,9}) (minute|hour|day)(s?)$/.exec(text) ?? [];
  const count = Number(digits);
  const unitMs = unitsMs[unit];
  if (unitMs === undefined || count === 0) throw new MalformedSchedule('is no rate');
  if (!unitsInAnyNumber && (count === 1) !== (plural === ''))
    throw new MalformedSchedule('has its unit in the wrong number');
  return { kind: 'rate', everyMs: count * unitMs };
}

function readLocalTime(text: string): LocalTime {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(text)?.slice(1).map(Number);
  if (!parts) throw new MalformedSchedule('is no time');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (date.toISOString().slice(0, 19) !== text) throw new MalformedSchedule('is no time of the calendar');
  return { year, month, day, hour, minute, second };
}
