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
import { metricKey, minuteRange, toSdkMetric } from '../metrics/datum.ts';
import { assertPeriod, dimensionsOf, minutesBetween, readBuckets } from '../metrics/read-buckets.ts';
import { type Bucket, simpleStatistics, statisticOf } from '../metrics/statistic.ts';
import type { CloudWatchState, Metric } from '../state.ts';

const listPageSize = 500;
const datapointsMax = 1440;
/** Metrics without data of the last two weeks are not listed. */
const listedSeconds = 14 * 86_400;
/** `PT3H` is the one answer to RecentlyActive. */
const activeSeconds = 3 * 3600;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
export const listMetrics: Operation<ListMetricsInput, ListMetricsOutput, CloudWatchState> = (
  state,
  input,
  { clock },
) => {
  if (input.IncludeLinkedAccounts || input.OwningAccount)
    throw new UnsupportedError('ListMetrics over linked accounts');
  const nowSeconds = Math.floor(clock.now() / 1000);
  const fromSeconds = nowSeconds - (input.RecentlyActive === undefined ? listedSeconds : activeSeconds);
  const found = [...state.metrics.entries()].filter(
    ([key, metric]) => isWanted(metric, input) && hasDataSince(state, key, fromSeconds),
  );
  const { items, next } = pageOf(found, {
    limit: listPageSize,
    token: input.NextToken,
    keyOf: ([key]) => key,
    invalidToken: invalidNextToken,
  });
  return { Metrics: items.map(([, metric]) => toSdkMetric(metric)), ...(next !== undefined && { NextToken: next }) };
};

const hasDataSince = (state: CloudWatchState, metric: string, fromSeconds: number): boolean => {
  const [first] = state.minutes.keys(minuteRange(metric, fromSeconds, Number.MAX_SAFE_INTEGER));
  return first !== undefined;
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
