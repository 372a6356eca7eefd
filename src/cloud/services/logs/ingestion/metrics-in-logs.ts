import type { Dimension, MetricDatum, StandardUnit } from '@aws-sdk/client-cloudwatch';
import { DeadlineExceeded, patternDeadlineMs, withinDeadline } from '../../../kernel/deadline.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import { isJsonObject, type JsonObject, parseJsonObject } from '../../../kernel/json.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { compileFilterPattern, isCostly } from '../filter-pattern/filter-pattern.ts';
import type { FilterPattern, Match } from '../filter-pattern/match.ts';
import { type LogEvent, type LogsState, type MetricFilter, type MetricTransformation, rangeWithin } from '../state.ts';

/** Patterns are compiled once for each stored filter; a filter that is replaced is another object. */
const compiled = new WeakMap<MetricFilter, FilterPattern>();

function patternOf(filter: MetricFilter): FilterPattern {
  const known = compiled.get(filter);
  if (known) return known;
  const pattern = compileFilterPattern(filter.pattern);
  compiled.set(filter, pattern);
  return pattern;
}

/** The metrics that the filters of a group find in new events. */
export function filteredMetrics(state: LogsState, groupName: string, events: readonly LogEvent[]): NamespacedDatum[] {
  if (state.metricFilters.size === 0) return [];
  const filters = [...state.metricFilters.values(rangeWithin(groupName))];
  const cheap = filters.filter(({ pattern }) => !isCostly(pattern));
  const costly = filters.filter(({ pattern }) => isCostly(pattern));
  return [...cheap.flatMap((filter) => metricsOf(filter, events)), ...metricsInTime(costly, events)];
}

/**
 * Events must not wait for a filter that does not end, nor be refused for it: it finds nothing, and the time it took is
 * missing to those after it.
 */
function metricsInTime(filters: readonly MetricFilter[], events: readonly LogEvent[]): NamespacedDatum[] {
  const done: NamespacedDatum[][] = [];
  if (filters.length === 0) return [];
  // Compiled out here, as the deadline may strike anywhere in there.
  for (const filter of filters) patternOf(filter);
  try {
    withinDeadline(() => {
      for (const filter of filters) done.push(metricsOf(filter, events));
    });
    return done.flat();
  } catch (error) {
    if (!(error instanceof DeadlineExceeded)) throw error;
  }
  const shareMs = patternDeadlineMs / filters.length;
  const rest = filters.slice(done.length + 1);
  return [...done.flat(), ...rest.flatMap((filter) => metricsWithin(shareMs, filter, events))];
}

function metricsWithin(limitMs: number, filter: MetricFilter, events: readonly LogEvent[]): NamespacedDatum[] {
  try {
    return withinDeadline(() => metricsOf(filter, events), limitMs);
  } catch (error) {
    if (error instanceof DeadlineExceeded) return [];
    throw error;
  }
}

function metricsOf(filter: MetricFilter, events: readonly LogEvent[]): NamespacedDatum[] {
  const pattern = patternOf(filter);
  const found = events.flatMap((event) => {
    const match = pattern.match(event.message);
    return match ? filter.transformations.flatMap((transformation) => datumOf(transformation, match, event)) : [];
  });
  if (found.length > 0) return found;
  const last = events.at(-1);
  return last ? filter.transformations.flatMap((transformation) => defaultOf(transformation, last)) : [];
}

function datumOf(transformation: MetricTransformation, match: Match, event: LogEvent): NamespacedDatum[] {
  const { metricName, metricNamespace, metricValue, dimensions = {}, unit } = transformation;
  const Value = Number(metricValue.startsWith('$') ? match.valueOf(metricValue) : metricValue);
  if (Number.isNaN(Value)) return [];
  const Dimensions: Dimension[] = [];
  for (const [Name, selector] of Object.entries(dimensions)) {
    const dimension = match.valueOf(selector);
    // A metric of other dimensions would be another metric.
    if (dimension === undefined) return [];
    Dimensions.push({ Name, Value: dimension });
  }
  const Timestamp = new Date(event.timestampMs);
  const datum = { MetricName: metricName, Value, Timestamp, Dimensions, ...(unit && { Unit: unit }) };
  return [{ namespace: metricNamespace, datum }];
}

/** Where events came in and none matched, a filter may report a default: mostly 0. */
function defaultOf({ metricName, metricNamespace, defaultValue, unit }: MetricTransformation, event: LogEvent) {
  if (defaultValue === undefined) return [];
  const Timestamp = new Date(event.timestampMs);
  const datum = { MetricName: metricName, Value: defaultValue, Timestamp, ...(unit && { Unit: unit }) };
  return [{ namespace: metricNamespace, datum }];
}

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

/** One datum on its way to CloudWatch. */
export interface NamespacedDatum {
  readonly namespace: string;
  readonly datum: MetricDatum;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const dataMax = 1000;

/** Sends metrics that were found in logs. What CloudWatch refuses is lost, as in AWS: the logs have been taken. */
export async function putMetrics(data: readonly NamespacedDatum[], context: Context): Promise<void> {
  const caller = serviceCaller('logs.amazonaws.com', context.account);
  for (const [Namespace, group] of Map.groupBy(data, ({ namespace }) => namespace)) {
    for (let start = 0; start < group.length; start += dataMax) {
      const MetricData = group.slice(start, start + dataMax).map(({ datum }) => datum);
      try {
        await context.call('cloudwatch', 'PutMetricData', { Namespace, MetricData }, { caller });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        context.kernel.log.warn(`metrics of namespace ${Namespace} found in logs were refused: ${error.message}`);
      }
    }
  }
}
