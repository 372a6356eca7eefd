import type { Series } from './series.ts';

/** What a metric without a label of its own is called by, beside its name. */
export interface Unlabelled {
  readonly name: string;
  readonly stat: string;
  readonly periodSeconds: number;
}

/**
 * The label of a metric that was given none: its name and, where the metrics of one request differ in them, its statistic
 * and its period.
 */
export function defaultLabel(own: Unlabelled, all: readonly Unlabelled[]): string {
  const differ = (of: (one: Unlabelled) => unknown) => new Set(all.map(of)).size > 1;
  const parts = [own.name];
  if (differ(({ stat }) => stat)) parts.push(own.stat);
  if (differ(({ periodSeconds }) => periodSeconds)) parts.push(String(own.periodSeconds));
  return parts.join(' ');
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html */
export function dynamicLabel(label: string, series: Series): string {
  return label.replace(/\$\{\s*(\w+)(?:\('([^']*)'\))?\s*\}/g, (text, word: string, argument?: string) => {
    if (word === 'LABEL') return series.label;
    if (word === 'PROP') return series.properties?.[argument ?? ''] ?? text;
    const values = [...series.points.values()];
    const total = values.reduce((sum, value) => sum + value, 0);
    const found: Readonly<Record<string, number | undefined>> = {
      AVG: total / values.length,
      DATAPOINT_COUNT: values.length,
      FIRST: values[0],
      LAST: values.at(-1),
      MAX: Math.max(...values),
      MIN: Math.min(...values),
      SUM: total,
    };
    if (!Object.hasOwn(found, word)) return text;
    return values.length === 0 ? '--' : String(found[word]);
  });
}
