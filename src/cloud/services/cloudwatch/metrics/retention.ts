import type { CloudWatchState } from '../state.ts';
import { addTo } from './datum.ts';
import { minuteKey, minuteRange } from './metric-key.ts';

const daySeconds = 86_400;

/**
 * How long data points of each period are kept before they are added up to the next one, and the last are deleted.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
 */
const stages = [
  { keptSeconds: 15 * daySeconds, nextPeriod: 300 },
  { keptSeconds: 63 * daySeconds, nextPeriod: 3600 },
] as const;
const allKeptSeconds = 455 * daySeconds;

/** Of the clock: often enough, as what becomes too old within one day is one day's data. */
const sweepEveryMs = daySeconds * 1000;
const sweepKey = 'data';
/** Behind every moment that a key has digits for. */
const secondsMax = 999_999_999_999;

/** Makes the data of each metric as coarse as they are old. Looks once a day, and only at what is new since. */
export function applyRetention(state: CloudWatchState, nowMs: number): void {
  const sweptMs = state.sweeps.get(sweepKey);
  if (sweptMs !== undefined && nowMs < sweptMs + sweepEveryMs) return;
  state.sweeps.set(sweepKey, nowMs);
  const nowSeconds = Math.floor(nowMs / 1000);
  for (const metric of [...state.metrics.keys()]) {
    for (const { keptSeconds, nextPeriod } of stages) {
      // What the sweep before has added up begins on whole periods, so it is not touched again.
      const from = sweptMs === undefined ? 0 : Math.floor(sweptMs / 1000) - keptSeconds - daySeconds;
      addUp(state, metric, { from, to: floorTo(nowSeconds - keptSeconds, nextPeriod), period: nextPeriod });
    }
    deleteOldest(state, metric, nowSeconds - allKeptSeconds);
  }
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly period: number;
}

function addUp(state: CloudWatchState, metric: string, { from, to, period }: Span): void {
  for (const [key, minute] of [...state.minutes.entries(minuteRange(metric, from, to))]) {
    const startSeconds = floorTo(minute.startSeconds, period);
    if (startSeconds === minute.startSeconds) continue;
    const sumKey = minuteKey(metric, startSeconds, minute.unit);
    state.minutes.set(sumKey, addTo(state.minutes.get(sumKey), startSeconds, minute.unit, minute));
    state.minutes.delete(key);
  }
}

/** A metric without data is none any more. */
function deleteOldest(state: CloudWatchState, metric: string, beforeSeconds: number): void {
  for (const key of [...state.minutes.keys(minuteRange(metric, 0, beforeSeconds))]) state.minutes.delete(key);
  const [any] = state.minutes.keys(minuteRange(metric, 0, secondsMax));
  if (any === undefined) state.metrics.delete(metric);
}

const floorTo = (seconds: number, period: number): number => Math.floor(seconds / period) * period;
