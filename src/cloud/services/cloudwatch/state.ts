import type { AnomalyDetector, CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';

/** A pair that is part of a metric's name. */
export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** One metric: a name in a namespace with its dimensions. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
}

/** What was reported for one metric and unit in one minute (five, or an hour, when it is older; see `metrics/retention.ts`); enough for every statistic, percentiles included. */
export interface Minute {
  /** Seconds since the epoch, a multiple of 60. */
  readonly startSeconds: number;
  readonly unit: string;
  readonly sum: number;
  readonly count: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Values and how often each came; empty where only statistic sets were reported, which know no percentiles. */
  readonly values: ReadonlyMap<number, number>;
}

/** Settings are kept as they came. */
export interface Alarm {
  readonly kind: 'metric' | 'composite';
  readonly description: MetricAlarm & CompositeAlarm & { readonly AlarmName: string; readonly AlarmArn: string };
  readonly tags: Tags;
}

/** A line of DescribeAlarmHistory. */
export interface HistoryItem {
  readonly alarmName: string;
  readonly alarmType: 'MetricAlarm' | 'CompositeAlarm';
  readonly timestampMs: number;
  readonly type: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  readonly summary: string;
  readonly data: string;
}

/** Stored and told; nothing draws it. */
export interface Dashboard {
  readonly name: string;
  readonly arn: string;
  readonly body: string;
  readonly modifiedMs: number;
  readonly tags: Tags;
}

/** What Contributor Insights would count. */
export interface InsightRule {
  readonly name: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly definition: string;
  readonly isOnTransformedLogs: boolean;
  readonly tags: Tags;
}

/** CloudWatch in one account and region. */
export interface CloudWatchState {
  /** By {@link metricKey}. */
  readonly metrics: Collection<Metric>;
  /** By metric key, minute and unit, so that a period is one range. */
  readonly minutes: Collection<Minute>;
  readonly alarms: Collection<Alarm>;
  /** The scheduler's keys of the evaluations that are planned, by the alarm's name. */
  readonly evaluations: Collection<string>;
  readonly history: Collection<HistoryItem>;
  readonly dashboards: Collection<Dashboard>;
  /** By what they are trained on. */
  readonly anomalyDetectors: Collection<AnomalyDetector>;
  /** By name. */
  readonly insightRules: Collection<InsightRule>;
  /** When data that are too old for their resolution were last looked for, under `data`; milliseconds. */
  readonly sweeps: Collection<number>;
}

/** Opens the state of one account and region. */
export const openCloudWatchState = (scope: StateScope): CloudWatchState => ({
  metrics: scope.collection('metrics'),
  minutes: scope.collection('minutes'),
  alarms: scope.collection('alarms'),
  evaluations: scope.collection('evaluations'),
  history: scope.collection('history'),
  dashboards: scope.collection('dashboards'),
  anomalyDetectors: scope.collection('anomaly-detectors'),
  insightRules: scope.collection('insight-rules'),
  sweeps: scope.collection('sweeps'),
});
