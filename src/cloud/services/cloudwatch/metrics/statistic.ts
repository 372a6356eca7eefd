import { UnsupportedError } from '../../../kernel/errors.ts';
import { invalidParameterValue } from '../errors.ts';
import type { Minute } from '../state.ts';
import { type Addition, merge } from './datum.ts';

/** All others are percentiles and their kin, asked for as extended statistics. */
export const simpleStatistics = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;

/** All reports of one period. */
export interface Bucket extends Addition {
  readonly startSeconds: number;
  readonly unit: string;
}

/** Minutes put together into periods that begin at `fromSeconds`, by unit, oldest first. */
export function bucketsOf(minutes: Iterable<Minute>, fromSeconds: number, periodSeconds: number): Bucket[] {
  const buckets = new Map<string, Bucket>();
  for (const minute of minutes) {
    const index = Math.floor((minute.startSeconds - fromSeconds) / periodSeconds);
    const startSeconds = fromSeconds + index * periodSeconds;
    const key = `${startSeconds} ${minute.unit}`;
    const bucket = buckets.get(key);
    buckets.set(key, { ...(bucket ? merge(bucket, minute) : minute), startSeconds, unit: minute.unit });
  }
  return [...buckets.values()].sort((a, b) => a.startSeconds - b.startSeconds);
}

/**
 * A statistic of a bucket; undefined where the data cannot tell (percentiles of statistic sets).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
export function statisticOf(bucket: Bucket, statistic: string): number | undefined {
  switch (statistic) {
    case 'SampleCount':
      return bucket.count;
    case 'Average':
      return bucket.count === 0 ? 0 : bucket.sum / bucket.count;
    case 'Sum':
      return bucket.sum;
    case 'Minimum':
      return bucket.minimum;
    case 'Maximum':
      return bucket.maximum;
    default:
      return percentileOf(bucket, statistic);
  }
}

/** By the nearest rank: the least value that so many of all reports do not exceed. */
function percentileOf(bucket: Bucket, statistic: string): number | undefined {
  const percent = Number(/^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(statistic)?.[1] ?? Number.NaN);
  if (Number.isNaN(percent)) {
    if (/^(?:tm|tc|ts|wm|pr|iqm)/i.test(statistic)) throw new UnsupportedError(`the CloudWatch statistic ${statistic}`);
    throw invalidParameterValue(`The value ${statistic} for parameter Statistic is not supported.`);
  }
  if (percent > 100) throw invalidParameterValue(`The value ${statistic} for parameter ExtendedStatistics is invalid.`);
  const sorted = [...bucket.values].sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, times]) => sum + times, 0);
  const rank = Math.max(1, Math.ceil((percent / 100) * total));
  let seen = 0;
  for (const [value, times] of sorted) {
    seen += times;
    if (seen >= rank) return value;
  }
  return undefined;
}
