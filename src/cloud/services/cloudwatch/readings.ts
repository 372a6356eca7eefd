import type { CompositeAlarm, DescribeAlarmsOutput, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Properties, ResourceCalls, ResourceReading } from '../../service-kit/contract.ts';
import { allOf, documentOf, pick, present, ResourceGone } from '../../service-kit/resource-reading.ts';

const shared = [
  'ActionsEnabled',
  'AlarmActions',
  'AlarmDescription',
  'AlarmName',
  'InsufficientDataActions',
  'OKActions',
];
const ofMetrics = [
  ...shared,
  'ComparisonOperator',
  'DatapointsToAlarm',
  'Dimensions',
  'EvaluateLowSampleCountPercentile',
  'EvaluationPeriods',
  'ExtendedStatistic',
  'MetricName',
  'Metrics',
  'Namespace',
  'Period',
  'Statistic',
  'Threshold',
  'TreatMissingData',
  'Unit',
];
const ofAlarms = [
  ...shared,
  'ActionsSuppressor',
  'ActionsSuppressorExtensionPeriod',
  'ActionsSuppressorWaitPeriod',
  'AlarmRule',
];

async function tagsOf(calls: ResourceCalls, ResourceARN: string | undefined) {
  const told = await calls.call<{ Tags?: object[] }>('cloudwatch', 'ListTagsForResource', { ResourceARN });
  return told.Tags;
}

/** Alarms of one kind are told under one member. */
function alarmReading(kind: 'CompositeAlarm' | 'MetricAlarm', settings: readonly string[]): ResourceReading {
  const items = `${kind}s` as const;
  const AlarmTypes = [kind];
  return {
    identifiers: ['AlarmName'],
    properties: [...settings, 'Tags'],
    async read({ AlarmName = '' }, calls) {
      const asked = { AlarmNames: [AlarmName], AlarmTypes };
      const told = await calls.call<DescribeAlarmsOutput>('cloudwatch', 'DescribeAlarms', asked);
      const alarm: CompositeAlarm | MetricAlarm | undefined = told[items]?.[0];
      if (!alarm) throw new ResourceGone(`Alarm ${AlarmName} does not exist`);
      return present({
        ...pick(alarm, settings),
        Arn: alarm.AlarmArn,
        Tags: await tagsOf(calls, alarm.AlarmArn),
      });
    },
    async list(calls) {
      const paging = { input: { AlarmTypes }, items, token: ['NextToken', 'NextToken'] } as const;
      const alarms = await allOf<Properties>(calls, 'cloudwatch', 'DescribeAlarms', paging);
      return alarms.map(({ AlarmName }) => ({ AlarmName: String(AlarmName) }));
    },
  };
}

/** What an alarm over metrics is. */
export const alarmOfMetricsReading = alarmReading('MetricAlarm', ofMetrics);

/** What an alarm over alarms is. */
export const compositeAlarmReading = alarmReading('CompositeAlarm', ofAlarms);

/** What a dashboard is. */
export const dashboardReading: ResourceReading = {
  identifiers: ['DashboardName'],
  properties: ['DashboardBody', 'DashboardName'],
  writeOnly: ['Tags'],
  async read({ DashboardName = '' }, calls) {
    const told = await calls.call<{ DashboardBody?: string }>('cloudwatch', 'GetDashboard', { DashboardName });
    return present({ DashboardBody: documentOf(told.DashboardBody), DashboardName });
  },
  async list(calls) {
    const paging = { items: 'DashboardEntries', token: ['NextToken', 'NextToken'] } as const;
    const all = await allOf<Properties>(calls, 'cloudwatch', 'ListDashboards', paging);
    return all.map(({ DashboardName }) => ({ DashboardName: String(DashboardName) }));
  },
};
