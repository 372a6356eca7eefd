import { describe, expect, it } from 'vitest';
import type { Minute } from '../state.ts';
import { addTo, readDatum } from './datum.ts';
import { statisticOf } from './statistic.ts';

const report = (values: readonly number[]): Minute | undefined =>
  values.reduce<Minute | undefined>(
    (minute, Value) => addTo(minute, 0, 'None', readDatum({ MetricName: 'm', Value }, 1)),
    undefined,
  );

describe('a minute of reports', () => {
  it('keeps a few values as they are', () => {
    const minute = report([1.234, 5.678, 1.234]);

    expect([...(minute?.values ?? [])]).toEqual([
      [1.234, 2],
      [5.678, 1],
    ]);
  });

  it('stays small whatever is reported, and keeps its sums exact and its percentiles close', () => {
    const minute = report(Array.from({ length: 1000 }, (_, index) => 100 + index / 2));

    expect(minute?.values.size).toBeLessThanOrEqual(250);
    expect(minute?.count).toBe(1000);
    expect(minute?.maximum).toBe(100 + 999 / 2);
    expect(statisticOf(minute ?? raiseMissing(), 'p50')).toBeCloseTo(100 + 500 / 2, -2);
  });
});

const raiseMissing = (): never => {
  throw new Error('no minute');
};
