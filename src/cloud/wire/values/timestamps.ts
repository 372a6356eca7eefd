import { serializationException } from '../bad-request.ts';
import type { TimestampFormat } from '../model/model.ts';

/** Text or number → Date, whatever the format: AWS reads all three wherever one is expected. */
export function parseTimestamp(value: unknown): Date {
  if (typeof value === 'number') return checked(new Date(Math.round(value * 1000)));
  if (typeof value !== 'string') throw serializationException('Unable to parse timestamp');
  const text = value.trim();
  if (/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return checked(new Date(Math.round(Number(text) * 1000)));
  return checked(new Date(text));
}

function checked(date: Date): Date {
  if (Number.isNaN(date.getTime())) throw serializationException('Unable to parse timestamp');
  return date;
}

/** A Date (or seconds since the epoch, or text of a date) in one of the three formats. */
export function formatTimestamp(value: unknown, format: TimestampFormat): string {
  const date = dateOf(value);
  if (format === 'epoch-seconds') return String(date.getTime() / 1000);
  return format === 'http-date' ? date.toUTCString() : date.toISOString().replace('.000Z', 'Z');
}

/** Seconds since the epoch, with milliseconds as the fraction. */
export const epochSeconds = (value: unknown): number => dateOf(value).getTime() / 1000;

function dateOf(value: unknown): Date {
  const date = value instanceof Date ? value : new Date(typeof value === 'number' ? value * 1000 : String(value));
  if (Number.isNaN(date.getTime())) throw new Error(`An operation answered ${String(value)} where a Date belongs`);
  return date;
}
