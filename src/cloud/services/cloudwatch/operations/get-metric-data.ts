import type { GetMetricDataInput, GetMetricDataOutput, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidNextToken } from '../errors.ts';
import { runQueries } from '../math/run-queries.ts';
import { minutesBetween } from '../metrics/read-buckets.ts';
import type { CloudWatchState } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const datapointsMax = 100_800;

type Point = readonly [seconds: number, value: number];

/**
 * Metrics and expressions over them, newest first unless told otherwise. A page ends after so many data points, in the
 * middle of a metric too.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export const getMetricData: Operation<Given<GetMetricDataInput>, GetMetricDataOutput, CloudWatchState> = (
  state,
  input,
) => {
  const span = minutesBetween(input.StartTime, input.EndTime);
  const results = runQueries(state, input.MetricDataQueries, span).flatMap(({ id, series }) =>
    series.map(({ label, points }) => {
      const entries = [...points];
      return { id, label, points: input.ScanBy === 'TimestampAscending' ? entries : entries.reverse() };
    }),
  );
  const start = readToken(input.NextToken);
  const end = start + (input.MaxDatapoints ?? datapointsMax);
  let seen = 0;
  const page = results.flatMap(({ id, label, points }): MetricDataResult[] => {
    const from = Math.max(0, start - seen);
    const to = Math.max(0, end - seen);
    const isBegun = seen >= start;
    seen += points.length;
    // A metric without data is told on the page on which it would begin.
    if (points.length === 0 ? !isBegun || to === 0 : from >= points.length || to === 0) return [];
    return [resultOf(id, label, points.slice(from, to), to >= points.length)];
  });
  return { MetricDataResults: page, Messages: [], ...(seen > end && { NextToken: tokenOf(end) }) };
};

const resultOf = (Id: string, Label: string, points: readonly Point[], isComplete: boolean): MetricDataResult => ({
  Id,
  Label,
  Timestamps: points.map(([seconds]) => new Date(seconds * 1000)),
  Values: points.map(([, value]) => value),
  StatusCode: isComplete ? 'Complete' : 'PartialData',
});

const tokenOf = (place: number): string => Buffer.from(`>${place}`).toString('base64url');

/** How many data points went before. */
function readToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const text = Buffer.from(token, 'base64url').toString();
  if (!/^>\d{1,9}$/.test(text)) throw invalidNextToken();
  return Number(text.slice(1));
}
