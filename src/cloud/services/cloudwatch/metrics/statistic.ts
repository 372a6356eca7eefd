import type { Minute } from '../state.ts';
import { type Addition, merge } from './datum.ts';
import { extendedStatisticOf } from './extended-statistic.ts';

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
      return extendedStatisticOf(bucket, statistic);
  }
}
