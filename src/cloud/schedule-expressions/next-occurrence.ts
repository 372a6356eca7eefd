import type { CronFields, Schedule } from './schedule.ts';
import { localTimeAt, momentOf } from './time-zone.ts';

export interface ScheduleFrame {
  /** IANA name; `UTC` where the service knows no others. */
  readonly timeZone: string;
  /** From when a rate counts. */
  readonly startMs: number;
}

/** The first moment behind `afterMs` at which a schedule is due; undefined when there is none any more. */
export function nextOccurrence(schedule: Schedule, afterMs: number, frame: ScheduleFrame): number | undefined {
  if (schedule.kind === 'rate') return nextOfRate(schedule.everyMs, afterMs, frame.startMs);
  if (schedule.kind === 'cron') return nextOfCron(schedule.fields, afterMs, frame.timeZone);
  const dueMs = momentOf(schedule.local, frame.timeZone);
  return dueMs !== undefined && dueMs > afterMs ? dueMs : undefined;
}

function nextOfRate(everyMs: number, afterMs: number, startMs: number): number {
  if (afterMs < startMs) return startMs;
  return startMs + (Math.floor((afterMs - startMs) / everyMs) + 1) * everyMs;
}

/** At most some thousand months are looked at, each by its days: an expression that never comes true ends. */
function nextOfCron(fields: CronFields, afterMs: number, timeZone: string): number | undefined {
  const now = localTimeAt(afterMs, timeZone);
  for (const year of fields.years) {
    if (year < now.year) continue;
    for (const month of fields.months) {
      if (year === now.year && month < now.month) continue;
      const days = fields.days(lengthOf(year, month));
      for (const day of days) {
        if (year === now.year && month === now.month && day < now.day) continue;
        const found = firstOfDay(fields, { year, month, day }, afterMs, timeZone);
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function firstOfDay({ hours, minutes }: CronFields, day: Day, afterMs: number, timeZone: string): number | undefined {
  const lastHour = hours.at(-1) ?? 0;
  const lastMinute = minutes.at(-1) ?? 0;
  const end = momentOf({ ...day, hour: lastHour, minute: lastMinute, second: 0 }, timeZone);
  if (end !== undefined && end <= afterMs) return undefined;
  // Clocks are moved by less than that: what lies further back is over.
  const begun = localTimeAt(afterMs - 3 * 3_600_000, timeZone);
  const isBegun = begun.year === day.year && begun.month === day.month && begun.day === day.day;
  for (const hour of hours) {
    if (isBegun && hour < begun.hour) continue;
    for (const minute of minutes) {
      const moment = momentOf({ ...day, hour, minute, second: 0 }, timeZone);
      if (moment !== undefined && moment > afterMs) return moment;
    }
  }
  return undefined;
}

function lengthOf(year: number, month: number) {
  return {
    days: new Date(Date.UTC(year, month, 0)).getUTCDate(),
    firstWeekday: new Date(Date.UTC(year, month - 1, 1)).getUTCDay(),
  };
}
