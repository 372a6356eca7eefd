import type { MetricDatum, StandardUnit } from '@aws-sdk/client-cloudwatch';
import { isJsonObject, type JsonObject, parseJsonObject } from '../../../kernel/json.ts';
import type { NamespacedDatum } from './put-metrics.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
const dimensionsMax = 30;
const valuesMax = 100;

/** Cheap enough to ask for every event: almost none is in the embedded metric format. */
export const mayEmbedMetrics = (message: string): boolean => message.includes('"CloudWatchMetrics"');

/** The metrics that an event in the embedded metric format carries; what is malformed carries none. */
export function embeddedMetrics(message: string): NamespacedDatum[] {
  const root = parseJsonObject(message);
  const metadata = root?._aws;
  if (!root || !isJsonObject(metadata) || typeof metadata.Timestamp !== 'number') return [];
  const timestamp = new Date(metadata.Timestamp);
  return recordsOf(metadata.CloudWatchMetrics).flatMap((directive) => {
    const namespace = directive.Namespace;
    if (typeof namespace !== 'string') return [];
    return dataOf(directive, root, timestamp).map((datum) => ({ namespace, datum }));
  });
}

function dataOf(directive: JsonObject, root: JsonObject, Timestamp: Date): MetricDatum[] {
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
function dimensionsOf(set: unknown, root: JsonObject) {
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

const recordsOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isJsonObject) : []);
