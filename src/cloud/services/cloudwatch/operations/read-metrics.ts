import type {
  Datapoint,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
  ListMetricsInput,
  ListMetricsOutput,
} from '@aws-sdk/client-cloudwatch';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { invalidNextToken, invalidParameterCombination } from '../errors.ts';
import { metricKey, toSdkMetric } from '../metrics/metric-key.ts';
import { assertPeriod, dimensionsOf, minutesBetween, readBuckets } from '../metrics/read-buckets.ts';
import { type Bucket, simpleStatistics, statisticOf } from '../metrics/statistic.ts';
import type { CloudWatchState, Metric } from '../state.ts';

const listPageSize = 500;
const datapointsMax = 1440;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
export const listMetrics: Operation<ListMetricsInput, ListMetricsOutput, CloudWatchState> = (state, input) => {
  if (input.IncludeLinkedAccounts || input.OwningAccount)
    throw new UnsupportedError('ListMetrics over linked accounts');
  const found = [...state.metrics.entries()].filter(([, metric]) => isWanted(metric, input));
  const { items, next } = pageOf(found, {
    limit: listPageSize,
    token: input.NextToken,
    keyOf: ([key]) => key,
    invalidToken: invalidNextToken,
  });
  return { Metrics: items.map(([, metric]) => toSdkMetric(metric)), ...(next !== undefined && { NextToken: next }) };
};

function isWanted(metric: Metric, { Namespace, MetricName, Dimensions = [] }: ListMetricsInput): boolean {
  if (Namespace !== undefined && metric.namespace !== Namespace) return false;
  if (MetricName !== undefined && metric.name !== MetricName) return false;
  return Dimensions.every((filter) =>
    metric.dimensions.some(({ Name, Value }) => Name === filter.Name && (filter.Value ?? Value) === Value),
  );
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
export const getMetricStatistics: Operation<
  Given<GetMetricStatisticsInput>,
  GetMetricStatisticsOutput,
  CloudWatchState
> = (state, input) => {
  const statistics: readonly string[] = [...(input.Statistics ?? []), ...(input.ExtendedStatistics ?? [])];
  if (statistics.length === 0) {
    throw invalidParameterCombination(
      'At least one of the parameters Statistics and ExtendedStatistics must be specified.',
    );
  }
  assertPeriod(input.Period);
  const [from, to] = minutesBetween(input.StartTime, input.EndTime);
  // Counted between the times as they were given: whole minutes around them may be one more.
  const datapoints = (input.EndTime.getTime() - input.StartTime.getTime()) / 1000 / input.Period;
  if (datapoints > datapointsMax) {
    throw invalidParameterCombination(
      `You have requested up to ${Math.ceil(datapoints)} datapoints, which exceeds the limit of ${datapointsMax}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  const key = metricKey(input.Namespace, input.MetricName, dimensionsOf(input.Dimensions));
  const buckets = readBuckets(state, key, [from, to], { period: input.Period, unit: input.Unit });
  return { Label: input.MetricName, Datapoints: buckets.map((bucket) => datapoint(bucket, statistics)) };
};

function datapoint(bucket: Bucket, statistics: readonly string[]): Datapoint {
  const values = statistics.map((statistic) => [statistic, statisticOf(bucket, statistic)] as const);
  const isSimple = ([name]: readonly [string, unknown]) => (simpleStatistics as readonly string[]).includes(name);
  const extended = values.filter((entry) => !isSimple(entry) && entry[1] !== undefined);
  return {
    Timestamp: new Date(bucket.startSeconds * 1000),
    Unit: bucket.unit as NonNullable<Datapoint['Unit']>,
    ...Object.fromEntries(values.filter(isSimple)),
    ...(extended.length > 0 && { ExtendedStatistics: Object.fromEntries(extended) as Record<string, number> }),
  };
}
