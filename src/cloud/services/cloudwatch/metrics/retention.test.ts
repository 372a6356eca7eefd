import { describe, expect, it } from 'vitest';
import { durationMs } from '../../../kernel/clock.ts';
import { World } from '../../../kernel/world.ts';
import { openCloudWatchState } from '../state.ts';
import { addTo, applyRetention, metricKey, minuteKey } from './datum.ts';

const startMs = Date.UTC(2026, 0, 1);
const metric = metricKey('App', 'Orders', []);

function setUp() {
  const state = openCloudWatchState(new World().scope('cloudwatch', '000000000000', 'us-east-1'));
  const report = (timeMs: number, value: number): void => {
    state.metrics.set(metric, { namespace: 'App', name: 'Orders', dimensions: [] });
    const startSeconds = Math.floor(timeMs / 60_000) * 60;
    const addition = { sum: value, count: 1, minimum: value, maximum: value, values: new Map([[value, 1]]) };
    const key = minuteKey(metric, startSeconds, 'None');
    state.minutes.set(key, addTo(state.minutes.get(key), startSeconds, 'None', addition));
  };
  return { state, report, points: () => [...state.minutes.values()] };
}

describe('data points of metrics', () => {
  it('are added up to five minutes after 15 days, to an hour after 63 days, and gone after 455 days', () => {
    const { state, report, points } = setUp();
    for (let minute = 0; minute < 120; minute += 1) report(startMs + minute * 60_000, minute);

    applyRetention(state, startMs + durationMs('14d'));
    expect(points()).toHaveLength(120);
    applyRetention(state, startMs + durationMs('16d'));
    expect(points()).toHaveLength(24);
    expect(points()[1]).toMatchObject({ sum: 5 + 6 + 7 + 8 + 9, count: 5, minimum: 5, maximum: 9 });
    applyRetention(state, startMs + durationMs('64d'));
    expect(points().map(({ count, sum }) => [count, sum])).toEqual([
      [60, 1770],
      [60, 5370],
    ]);
    applyRetention(state, startMs + durationMs('456d'));

    expect(points()).toEqual([]);
    expect(state.metrics.size).toBe(0);
  });

  it('do not grow without end, nor lose what is younger', () => {
    const { state, report, points } = setUp();
    for (let hour = 0; hour < 600 * 24; hour += 1) {
      const nowMs = startMs + hour * 3_600_000;
      report(nowMs, 1);
      applyRetention(state, nowMs);
    }

    const count = points().reduce((sum, point) => sum + point.count, 0);
    expect(count).toBeGreaterThanOrEqual(455 * 24);
    expect(count).toBeLessThanOrEqual(456 * 24 + 24);
  });
});
