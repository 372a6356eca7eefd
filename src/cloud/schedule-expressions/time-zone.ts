import { BoundedMap } from '../kernel/bounded-map.ts';
import type { LocalTime } from './schedule.ts';

const formats = new BoundedMap<string, Intl.DateTimeFormat>(100);

/** Whether it is a zone of the IANA database: `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** Throws RangeError for a zone that is not there. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
}

/** What the clocks of a zone show at a moment. */
export function localTimeAt(ms: number, timeZone: string): LocalTime {
  const parts = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of formatOf(timeZone).formatToParts(ms)) {
    if (Object.hasOwn(parts, type)) parts[type as keyof LocalTime] = Number(value);
  }
  return parts;
}

const asUtc = ({ year, month, day, hour, minute, second }: LocalTime): number =>
  Date.UTC(year, month - 1, day, hour, minute, second);

/**
 * The moment at which clocks of a zone show a time: the first one where they show it twice, undefined where they never do,
 * as they are moved over it.
 */
export function momentOf(local: LocalTime, timeZone: string): number | undefined {
  const shown = asUtc(local);
  const dayMs = 86_400_000;
  // No zone is moved twice within two days: its offsets before and after are all that are possible.
  const offsets = [shown - dayMs, shown + dayMs].map(
    (ms) => asUtc(localTimeAt(ms, timeZone)) - Math.floor(ms / 1000) * 1000,
  );
  const moments = offsets.map((offset) => shown - offset).filter((ms) => asUtc(localTimeAt(ms, timeZone)) === shown);
  return moments.length === 0 ? undefined : Math.min(...moments);
}
