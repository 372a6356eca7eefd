import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { invalidParameterCombination, invalidParameterValue } from '../errors.ts';
import type { Minute } from '../state.ts';

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
