/** When something is due, as its expression says. Times of `cron` and `at` are those of a time zone. */
export type Schedule =
  | { readonly kind: 'rate'; readonly everyMs: number }
  | { readonly kind: 'cron'; readonly fields: CronFields }
  | { readonly kind: 'at'; readonly local: LocalTime };

/** A time by a clock on the wall. */
export interface LocalTime {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export interface CronFields {
  /** In ascending order, as are all lists here. */
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  readonly years: readonly number[];
  readonly days: DayRule;
}

export interface MonthLength {
  readonly days: number;
  /** Weekday of its first day, Sunday is 0. */
  readonly firstWeekday: number;
}

/** Which days of a month are meant, in ascending order. */
export type DayRule = (month: MonthLength) => readonly number[];

/** What the author of an expression got wrong; whoever reads it tells it in words of its own. */
export class MalformedSchedule extends Error {}
