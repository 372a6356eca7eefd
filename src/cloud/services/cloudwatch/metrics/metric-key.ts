import type { Dimension, Metric } from '../state.ts';

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
