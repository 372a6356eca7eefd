import type { MetricAlarm, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { serviceCaller } from '../../../kernel/identity.ts';
import { doubleJson } from '../../../kernel/json.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { runQueries } from '../math/run-queries.ts';
import { metricKey } from '../metrics/datum.ts';
import { dimensionsOf, readBuckets, type Span } from '../metrics/read-buckets.ts';
import { type Bucket, statisticOf } from '../metrics/statistic.ts';
import type { Alarm, CloudWatchState } from '../state.ts';
import { type AlarmSettings, isSettled, type Judgement, judgeAlarm, type Point } from './judge-alarm.ts';
import { alarmTime } from './texts.ts';
import { setState } from './transition.ts';

/** The scheduler's call. Deferred by ourselves, and no operation of AWS's. */
export interface EvaluateAlarmInput {
  readonly AlarmName: string;
}

/** How many periods are looked at beyond those that are asked for, as data come late. */
const extraPeriods = 2;

/**
 * Looks at an alarm's metric, changes its state, and plans the next look while there are data that will leave the
 * alarm's sight; what is put later plans one of its own. An alarm without data costs nothing.
 */
export const evaluateAlarm: Operation<EvaluateAlarmInput, object, CloudWatchState> = (
  state,
  { AlarmName },
  context,
) => {
  state.evaluations.delete(AlarmName);
  const alarm = state.alarms.get(AlarmName);
  if (alarm?.kind !== 'metric') return {};
  const nowMs = context.clock.now();
  const settings = settingsOf(alarm);
  const { periods } = settings;
  const period = periodOf(alarm.description);
  const to = Math.floor(nowMs / 60_000) * 60;
  const span: Span = [to - (periods + extraPeriods) * period, to];
  const points = pointsOf(state, alarm.description, span);
  const judgement = judgeAlarm(points, settings);
  if (judgement && judgement.state !== alarm.description.StateValue) {
    const reasonData = judgement.evaluated.length > 0 ? reasonDataOf(alarm, judgement, nowMs) : undefined;
    setState(state, alarm, { value: judgement.state, reason: judgement.reason, reasonData }, context);
  }
  // What lies ahead counts too: data may be put two hours early.
  const isWaiting = points.length > 0 && !isSettled(points, settings);
  if (isWaiting || hasDataAfter(state, alarm, span)) planEvaluation(state, AlarmName, period, context);
  return {};
};

/** What an alarm compares, with defaults. */
export function settingsOf({ description }: Alarm): AlarmSettings {
  const { EvaluationPeriods: periods = 1, Threshold: threshold = 0, DatapointsToAlarm } = description;
  return {
    operator: description.ComparisonOperator ?? '',
    threshold,
    periods,
    datapointsToAlarm: DatapointsToAlarm ?? periods,
    treatMissingData: description.TreatMissingData ?? 'missing',
  };
}

interface SampledPoint extends Point {
  readonly sampleCount?: number;
}

function pointsOf(state: CloudWatchState, description: MetricAlarm, span: Span): SampledPoint[] {
  if (description.Metrics) {
    const [first] = runQueries(state, description.Metrics, span).flatMap(({ series }) => series);
    return [...(first?.points ?? [])].map(([seconds, value]) => ({ seconds, value }));
  }
  const statistic = description.Statistic ?? description.ExtendedStatistic ?? 'Average';
  const period = periodOf(description);
  const buckets: readonly Bucket[] = readBuckets(state, keyOf(description), span, { period, unit: description.Unit });
  return buckets.flatMap((bucket) => {
    const value = statisticOf(bucket, statistic);
    return value === undefined ? [] : [{ seconds: bucket.startSeconds, value, sampleCount: bucket.count }];
  });
}

/** Whether anything was ever put that an alarm looks at. */
export const hasData = (state: CloudWatchState, alarm: Alarm): boolean =>
  watchedMetrics(alarm).some((key) => state.metrics.has(key));

const hasDataAfter = (state: CloudWatchState, alarm: Alarm, [, to]: Span): boolean =>
  watchedMetrics(alarm).some((key) => {
    const end = to + 3 * 3600;
    return readBuckets(state, key, [to, end], { period: end - to }).length > 0;
  });

function reasonDataOf({ description }: Alarm, { evaluated }: Judgement, nowMs: number): string {
  const oldest = evaluated.at(-1)?.seconds ?? 0;
  return JSON.stringify({
    version: '1.0',
    queryDate: alarmTime(nowMs),
    startDate: alarmTime(oldest * 1000),
    ...(description.Statistic !== undefined && { statistic: description.Statistic }),
    ...(description.ExtendedStatistic !== undefined && { extendedStatistic: description.ExtendedStatistic }),
    ...(description.Unit !== undefined && { unit: description.Unit }),
    period: periodOf(description),
    recentDatapoints: evaluated.toReversed().map(({ value }) => doubleJson(value)),
    threshold: doubleJson(description.Threshold ?? 0),
    evaluatedDatapoints: evaluated.map(({ seconds, value, sampleCount }: SampledPoint) => ({
      timestamp: alarmTime(seconds * 1000),
      ...(sampleCount !== undefined && { sampleCount: doubleJson(sampleCount) }),
      value: doubleJson(value),
    })),
  });
}

/** Of expressions: the longest period of their metrics. */
function periodOf({ Period, Metrics }: MetricAlarm): number {
  const periods = (Metrics ?? []).map(({ MetricStat, Period: own }) => MetricStat?.Period ?? own ?? 60);
  return Period ?? Math.max(60, ...periods);
}

const keyOf = ({ Namespace = '', MetricName = '', Dimensions }: MetricAlarm): string =>
  metricKey(Namespace, MetricName, dimensionsOf(Dimensions));

const watched = new WeakMap<Alarm, readonly string[]>();

/** Keys of the metrics that an alarm looks at. */
function watchedMetrics(alarm: Alarm): readonly string[] {
  const known = watched.get(alarm);
  if (known) return known;
  const { description } = alarm;
  const ofQuery = ({ MetricStat }: MetricDataQuery): string[] => (MetricStat?.Metric ? [keyOf(MetricStat.Metric)] : []);
  const keys = alarm.kind === 'composite' ? [] : (description.Metrics?.flatMap(ofQuery) ?? [keyOf(description)]);
  watched.set(alarm, keys);
  return keys;
}

/** Plans a look at each alarm on one of these metrics. */
export function planEvaluations(state: CloudWatchState, metrics: ReadonlySet<string>, context: Context): void {
  if (state.alarms.size === 0) return;
  for (const [name, alarm] of state.alarms.entries()) {
    if (state.evaluations.has(name) || !watchedMetrics(alarm).some((key) => metrics.has(key))) continue;
    planEvaluation(state, name, periodOf(alarm.description), context);
  }
}

/** Whether there is an alarm on a metric of that namespace. */
export function watchesMetrics(state: CloudWatchState, namespace: string): boolean {
  if (state.alarms.size === 0) return false;
  for (const { description } of state.alarms.values()) {
    if (description.Namespace === namespace) return true;
    if (description.Metrics?.some(({ MetricStat }) => MetricStat?.Metric?.Namespace === namespace)) return true;
  }
  return false;
}

const minuteMs = 60_000;

/** A look at the next whole minute (long periods: several), when what was reported before is complete. */
export function planEvaluation(state: CloudWatchState, name: string, period: number, context: Context): void {
  if (state.evaluations.has(name)) return;
  const everyMs = Math.max(1, Math.floor(period / 600)) * minuteMs;
  const dueMs = (Math.floor(context.clock.now() / everyMs) + 1) * everyMs;
  const key = context.kernel.scheduler.deferTimer({
    dueMs,
    service: 'cloudwatch',
    operation: 'EvaluateAlarm',
    input: { AlarmName: name } satisfies EvaluateAlarmInput,
    account: context.account,
    region: context.region,
    caller: serviceCaller('cloudwatch.amazonaws.com', context.account),
  });
  state.evaluations.set(name, key);
}
