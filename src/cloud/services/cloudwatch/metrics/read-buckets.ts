import { invalidParameterValue } from '../errors.ts';
import type { CloudWatchState, Dimension } from '../state.ts';
import { minuteRange } from './datum.ts';
import { type Bucket, bucketsOf } from './statistic.ts';

/** Seconds; the end is not part of it. */
export type Span = readonly [from: number, to: number];

/** The reports of a metric in periods that begin with the span, of one unit or of all. */
export function readBuckets(
  state: CloudWatchState,
  metric: string,
  [from, to]: Span,
  { period, unit }: { readonly period: number; readonly unit?: string | undefined },
): Bucket[] {
  const minutes = [...state.minutes.values(minuteRange(metric, from, to))];
  return bucketsOf(unit === undefined ? minutes : minutes.filter((minute) => minute.unit === unit), from, period);
}

/** Whole minutes, as CloudWatch rounds what is recent. */
export function minutesBetween(start: Date, end: Date): Span {
  const from = Math.floor(start.getTime() / 60_000) * 60;
  const to = Math.ceil(end.getTime() / 60_000) * 60;
  if (start.getTime() < end.getTime()) return [from, to];
  throw invalidParameterValue('The parameter StartTime must be less than the parameter EndTime.');
}

export function assertPeriod(period: number): void {
  if ([1, 5, 10, 20, 30].includes(period) || (period > 0 && period % 60 === 0)) return;
  throw invalidParameterValue('The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.');
}

/** The SDK's dimensions, whose members its types leave optional. */
export const dimensionsOf = (
  dimensions: readonly { Name?: string | undefined; Value?: string | undefined }[] = [],
): Dimension[] => dimensions.map(({ Name = '', Value = '' }) => ({ Name, Value }));
