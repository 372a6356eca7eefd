import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { invalidParameterCombination, invalidParameterValue } from '../errors.ts';
import type { CloudWatchState, Dimension, Metric, Minute } from '../state.ts';

/** One report as an addition to its minute. */
export type Addition = Pick<Minute, 'sum' | 'count' | 'minimum' | 'maximum' | 'values'>;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const valuesMax = 150;

/** Reads one datum: a value, values with counts, or a statistic set. Throws AWS's errors for anything in between. */
export function readDatum(datum: MetricDatum, position: number): Addition {
  const { Value, Values, StatisticValues } = datum;
  const at = `MetricData.member.${position}`;
  const forms = Object.entries({ Value, Values, StatisticValues }).filter(([, form]) => form !== undefined);
  const given = forms.map(([name]) => `${at}.${name}`);
  if (given.length === 0)
    throw invalidParameterCombination(
      `At least one of the parameters ${at}.Value, ${at}.Values and ${at}.StatisticValues must be specified.`,
    );
  if (given.length > 1)
    throw invalidParameterCombination(
      `The parameters ${given[0]} and ${given[1]} are mutually exclusive and you have specified both.`,
    );
  if (Value !== undefined) return readValues([Value], [1], at);
  if (Values) return readValues(Values, datum.Counts ?? Values.map(() => 1), at);
  const { Sum = 0, SampleCount = 0, Minimum = 0, Maximum = 0 } = StatisticValues ?? {};
  for (const number of [Sum, SampleCount, Minimum, Maximum]) assertFinite(number, `${at}.StatisticValues`);
  return { sum: Sum, count: SampleCount, minimum: Minimum, maximum: Maximum, values: new Map() };
}

function readValues(values: readonly number[], counts: readonly number[], at: string): Addition {
  if (values.length !== counts.length) {
    throw invalidParameterValue(`The parameters ${at}.Values and ${at}.Counts must be of the same size.`);
  }
  if (values.length > valuesMax)
    throw invalidParameterValue(`The collection ${at}.Values must not have a size greater than ${valuesMax}.`);
  const histogram = new Map<number, number>();
  let sum = 0;
  let count = 0;
  for (const [index, value] of values.entries()) {
    assertFinite(value, `${at}.Value`);
    const times = counts[index] ?? 1;
    histogram.set(value, (histogram.get(value) ?? 0) + times);
    sum += value * times;
    count += times;
  }
  return { sum, count, minimum: Math.min(...values), maximum: Math.max(...values), values: histogram };
}

function assertFinite(number: number, at: string): void {
  if (!Number.isFinite(number)) throw invalidParameterValue(`The value ${number} for parameter ${at} is invalid.`);
}

/** The minute with one more report; without a minute, its first. */
export function addTo(minute: Minute | undefined, startSeconds: number, unit: string, addition: Addition): Minute {
  const merged = minute ? merge(minute, addition) : addition;
  return { startSeconds, unit, ...merged, values: coarsen(merged.values) };
}

/**
 * Every invoke of a function reports a duration of its own, and every report copies the minute: beyond so many distinct
 * values they are kept to two significant digits, so that a busy minute costs no more than a quiet one.
 */
const distinctValuesMax = 250;

function coarsen(values: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  if (values.size <= distinctValuesMax) return values;
  const coarse = new Map<number, number>();
  for (const [value, times] of values) {
    const rounded = Number(value.toPrecision(2));
    coarse.set(rounded, (coarse.get(rounded) ?? 0) + times);
  }
  return coarse;
}

/** Sums, counts and extremes add up exactly; so do histograms of values. */
export function merge(a: Addition, b: Addition): Addition {
  const values = new Map(a.values);
  for (const [value, times] of b.values) values.set(value, (values.get(value) ?? 0) + times);
  return {
    sum: a.sum + b.sum,
    count: a.count + b.count,
    minimum: Math.min(a.minimum, b.minimum),
    maximum: Math.max(a.maximum, b.maximum),
    values,
  };
}

/** Parts of a key are joined by characters that neither names nor values may contain. */
const partMark = '\u0001';
const keyEnd = '\u0002';

/** The same for the same metric, whatever order its dimensions came in; no key is the beginning of another. */
export function metricKey(namespace: string, name: string, dimensions: readonly Dimension[]): string {
  const parts = sortDimensions(dimensions).map(({ Name, Value }) => `${Name}=${Value}`);
  return [namespace, name, ...parts].join(partMark) + keyEnd;
}

/** Dimensions have no order; metrics are told with them by name. */
export const sortDimensions = (dimensions: readonly Dimension[]): Dimension[] =>
  [...dimensions].sort((a, b) => (a.Name < b.Name ? -1 : 1));

const secondsDigits = 12;

/** Minutes of one metric stand together, in the order of time. */
export const minuteKey = (metric: string, startSeconds: number, unit: string): string =>
  `${metric}${String(startSeconds).padStart(secondsDigits, '0')}${unit}`;

/** Everything of a metric from `fromSeconds` up to, not including, `toSeconds`. */
export const minuteRange = (metric: string, fromSeconds: number, toSeconds: number) => ({
  from: minuteKey(metric, Math.max(0, fromSeconds), ''),
  before: minuteKey(metric, Math.max(0, toSeconds), ''),
});

/** A metric as answers name it. */
export const toSdkMetric = ({ namespace, name, dimensions }: Metric) => ({
  Namespace: namespace,
  MetricName: name,
  Dimensions: [...dimensions],
});

const daySeconds = 86_400;

/**
 * How long data points of each period are kept before they are added up to the next one, and the last are deleted.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
 */
const stages = [
  { keptSeconds: 15 * daySeconds, nextPeriod: 300 },
  { keptSeconds: 63 * daySeconds, nextPeriod: 3600 },
] as const;
const allKeptSeconds = 455 * daySeconds;

/** Of the clock: often enough, as what becomes too old within one day is one day's data. */
const sweepEveryMs = daySeconds * 1000;
const sweepKey = 'data';
/** Behind every moment that a key has digits for. */
const secondsMax = 999_999_999_999;

/** Makes the data of each metric as coarse as they are old. Looks once a day, and only at what is new since. */
export function applyRetention(state: CloudWatchState, nowMs: number): void {
  const sweptMs = state.sweeps.get(sweepKey);
  if (sweptMs !== undefined && nowMs < sweptMs + sweepEveryMs) return;
  state.sweeps.set(sweepKey, nowMs);
  const nowSeconds = Math.floor(nowMs / 1000);
  for (const metric of [...state.metrics.keys()]) {
    for (const { keptSeconds, nextPeriod } of stages) {
      // What the sweep before has added up begins on whole periods, so it is not touched again.
      const from = sweptMs === undefined ? 0 : Math.floor(sweptMs / 1000) - keptSeconds - daySeconds;
      addUp(state, metric, { from, to: floorTo(nowSeconds - keptSeconds, nextPeriod), period: nextPeriod });
    }
    deleteOldest(state, metric, nowSeconds - allKeptSeconds);
  }
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly period: number;
}

function addUp(state: CloudWatchState, metric: string, { from, to, period }: Span): void {
  for (const [key, minute] of [...state.minutes.entries(minuteRange(metric, from, to))]) {
    const startSeconds = floorTo(minute.startSeconds, period);
    if (startSeconds === minute.startSeconds) continue;
    const sumKey = minuteKey(metric, startSeconds, minute.unit);
    state.minutes.set(sumKey, addTo(state.minutes.get(sumKey), startSeconds, minute.unit, minute));
    state.minutes.delete(key);
  }
}

/** A metric without data is none any more. */
function deleteOldest(state: CloudWatchState, metric: string, beforeSeconds: number): void {
  for (const key of [...state.minutes.keys(minuteRange(metric, 0, beforeSeconds))]) state.minutes.delete(key);
  const [any] = state.minutes.keys(minuteRange(metric, 0, secondsMax));
  if (any === undefined) state.metrics.delete(metric);
}

const floorTo = (seconds: number, period: number): number => Math.floor(seconds / period) * period;
