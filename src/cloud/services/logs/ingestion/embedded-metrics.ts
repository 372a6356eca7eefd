import type { MetricDatum, StandardUnit } from '@aws-sdk/client-cloudwatch';
import type { NamespacedDatum } from './put-metrics.ts';

type Fields = Readonly<Record<string, unknown>>;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
const dimensionsMax = 30;
const valuesMax = 100;

/** Cheap enough to ask for every event: almost none is in the embedded metric format. */
export const mayEmbedMetrics = (message: string): boolean => message.includes('"CloudWatchMetrics"');

/** The metrics that an event in the embedded metric format carries; what is malformed carries none. */
export function embeddedMetrics(message: string): NamespacedDatum[] {
  const root = parse(message);
  const metadata = root && recordOf(root._aws);
  if (!root || !metadata || typeof metadata.Timestamp !== 'number') return [];
  const timestamp = new Date(metadata.Timestamp);
  return recordsOf(metadata.CloudWatchMetrics).flatMap((directive) => {
    const namespace = directive.Namespace;
    if (typeof namespace !== 'string') return [];
    return dataOf(directive, root, timestamp).map((datum) => ({ namespace, datum }));
  });
}

function dataOf(directive: Fields, root: Fields, Timestamp: Date): MetricDatum[] {
  const sets = Array.isArray(directive.Dimensions) ? directive.Dimensions : [];
  const dimensionSets = (sets.length === 0 ? [[]] : sets).flatMap((set) => dimensionsOf(set, root) ?? []);
  const metrics = recordsOf(directive.Metrics);
  return metrics.flatMap((metric) => {
    const MetricName = metric.Name;
    if (typeof MetricName !== 'string') return [];
    const Values = valuesOf(Object.hasOwn(root, MetricName) ? root[MetricName] : undefined);
    if (Values.length === 0) return [];
    return dimensionSets.map(({ Dimensions }) => ({
      MetricName,
      Dimensions,
      Timestamp,
      Values,
      Unit: (typeof metric.Unit === 'string' ? metric.Unit : 'None') as StandardUnit,
      ...(metric.StorageResolution === 1 && { StorageResolution: 1 }),
    }));
  });
}

/** Undefined when the event lacks one of the dimensions: the metric is not made for that set. */
function dimensionsOf(set: unknown, root: Fields) {
  if (!Array.isArray(set) || set.length > dimensionsMax) return undefined;
  const Dimensions = set.flatMap((name) => {
    const value = typeof name === 'string' && Object.hasOwn(root, name) ? root[name] : undefined;
    return value === undefined ? [] : [{ Name: String(name), Value: String(value) }];
  });
  return Dimensions.length === set.length ? { Dimensions } : undefined;
}

const valuesOf = (value: unknown): number[] =>
  [value]
    .flat()
    .filter((each): each is number => typeof each === 'number' && Number.isFinite(each))
    .slice(0, valuesMax);

function parse(message: string): Fields | undefined {
  try {
    return recordOf(JSON.parse(message));
  } catch {
    return undefined;
  }
}

const recordOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

function recordsOf(value: unknown): Fields[] {
  if (!Array.isArray(value)) return [];
  return value.map(recordOf).filter((record) => record !== undefined);
}
