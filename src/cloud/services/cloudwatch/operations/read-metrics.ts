import type {
  Datapoint,
  GetMetricDataInput,
  GetMetricDataOutput,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
  ListMetricsInput,
  ListMetricsOutput,
  MetricDataQuery,
  MetricDataResult,
  MetricStat,
} from '@aws-sdk/client-cloudwatch';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { invalidNextToken, invalidParameterCombination, invalidParameterValue, validationError } from '../errors.ts';
import { metricKey, minuteRange, toSdkMetric } from '../metrics/metric-key.ts';
import { type Bucket, bucketsOf, simpleStatistics, statisticOf } from '../metrics/statistic.ts';
import type { CloudWatchState, Dimension, Metric } from '../state.ts';

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
  const [from, to] = bounds(input.StartTime, input.EndTime);
  if ((to - from) / input.Period > datapointsMax) {
    throw invalidParameterCombination(
      `You have requested up to ${Math.ceil((to - from) / input.Period)} datapoints, which exceeds the limit of ${datapointsMax}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  const key = metricKey(input.Namespace, input.MetricName, dimensionsOf(input.Dimensions));
  const buckets = read(state, key, from, to, input.Period, input.Unit);
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

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export const getMetricData: Operation<Given<GetMetricDataInput>, GetMetricDataOutput, CloudWatchState> = (
  state,
  input,
) => {
  const [from, to] = bounds(input.StartTime, input.EndTime);
  const queries = input.MetricDataQueries.filter(({ ReturnData }) => ReturnData !== false);
  return {
    MetricDataResults: queries.map((query) => {
      const result = readQuery(state, query, from, to);
      return input.ScanBy === 'TimestampAscending' ? result : reversed(result);
    }),
    Messages: [],
  };
};

function readQuery(
  state: CloudWatchState,
  { Id, Label, MetricStat, Expression }: MetricDataQuery,
  from: number,
  to: number,
): MetricDataResult {
  if (Expression !== undefined) throw new UnsupportedError(`the CloudWatch metric math expression “${Expression}”`);
  if (!MetricStat?.Metric)
    throw validationError(`The value for parameter MetricDataQueries.member.${Id} must have MetricStat or Expression.`);
  const { Period = 60, Stat = 'Average' } = MetricStat;
  assertPeriod(Period);
  const points = readStat(state, MetricStat, from, to, Period).flatMap((bucket) => {
    const value = statisticOf(bucket, Stat);
    return value === undefined ? [] : [{ timestamp: new Date(bucket.startSeconds * 1000), value }];
  });
  return {
    Id: Id ?? '',
    Label: Label ?? MetricStat.Metric.MetricName ?? '',
    Timestamps: points.map(({ timestamp }) => timestamp),
    Values: points.map(({ value }) => value),
    StatusCode: 'Complete',
  };
}

function readStat(
  state: CloudWatchState,
  { Metric, Unit }: MetricStat,
  from: number,
  to: number,
  period: number,
): Bucket[] {
  const key = metricKey(Metric?.Namespace ?? '', Metric?.MetricName ?? '', dimensionsOf(Metric?.Dimensions));
  return read(state, key, from, to, period, Unit);
}

const reversed = (result: MetricDataResult): MetricDataResult => ({
  ...result,
  Timestamps: result.Timestamps?.toReversed(),
  Values: result.Values?.toReversed(),
});

const dimensionsOf = (
  dimensions: readonly { Name?: string | undefined; Value?: string | undefined }[] = [],
): Dimension[] => dimensions.map(({ Name = '', Value = '' }) => ({ Name, Value }));

function read(state: CloudWatchState, key: string, from: number, to: number, period: number, unit?: string): Bucket[] {
  const minutes = [...state.minutes.values(minuteRange(key, from, to))];
  return bucketsOf(unit === undefined ? minutes : minutes.filter((minute) => minute.unit === unit), from, period);
}

/** Whole minutes, as CloudWatch rounds what is recent. */
function bounds(start: Date, end: Date): [from: number, to: number] {
  const from = Math.floor(start.getTime() / 60_000) * 60;
  const to = Math.ceil(end.getTime() / 60_000) * 60;
  if (from < to) return [from, to];
  throw invalidParameterValue('The parameter StartTime must be less than the parameter EndTime.');
}

function assertPeriod(period: number): void {
  if ([1, 5, 10, 20, 30].includes(period) || (period > 0 && period % 60 === 0)) return;
  throw invalidParameterValue('The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.');
}
