import type { Dimension } from '@aws-sdk/client-cloudwatch';
import { DeadlineExceeded, patternDeadlineMs, withinDeadline } from '../../../kernel/deadline.ts';
import { compileFilterPattern, isCostly } from '../filter-pattern/filter-pattern.ts';
import type { FilterPattern, Match } from '../filter-pattern/match.ts';
import { type LogEvent, type LogsState, type MetricFilter, type MetricTransformation, rangeWithin } from '../state.ts';
import type { NamespacedDatum } from './put-metrics.ts';

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
