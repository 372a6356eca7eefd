import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { parseArn } from '../../../kernel/arns.ts';
import type { Alarm } from '../state.ts';
import { alarmTime } from './texts.ts';

/**
 * What a function gets as an alarm's action.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
 */
export function lambdaEvent(alarm: Alarm, previous: Alarm): object {
  const { AlarmArn, AlarmName } = alarm.description;
  const arn = parseArn(AlarmArn);
  return {
    source: 'aws.cloudwatch',
    alarmArn: AlarmArn,
    accountId: arn?.account,
    time: alarmTime(alarm.description.StateUpdatedTimestamp?.getTime() ?? 0),
    region: arn?.region,
    alarmData: {
      alarmName: AlarmName,
      state: stateOf(alarm),
      previousState: stateOf(previous),
      configuration: alarm.kind === 'metric' ? metricConfiguration(alarm) : compositeConfiguration(alarm),
    },
  };
}

const stateOf = ({ description }: Alarm) => ({
  value: description.StateValue,
  reason: description.StateReason,
  reasonData: description.StateReasonData,
  timestamp: alarmTime(description.StateUpdatedTimestamp?.getTime() ?? 0),
  actionsSuppressedBy: description.ActionsSuppressedBy,
  actionsSuppressedReason: description.ActionsSuppressedReason,
});

const compositeConfiguration = ({ description }: Alarm) => ({
  description: description.AlarmDescription,
  alarmRule: description.AlarmRule,
  actionsSuppressor: description.ActionsSuppressor,
  actionsSuppressorWaitPeriod: description.ActionsSuppressorWaitPeriod,
  actionsSuppressorExtensionPeriod: description.ActionsSuppressorExtensionPeriod,
});

function metricConfiguration({ description }: Alarm) {
  const { AlarmDescription, Metrics, Namespace, MetricName, Dimensions, Period, Statistic, ExtendedStatistic } =
    description;
  const metric = { Namespace, MetricName, Dimensions };
  const own: MetricDataQuery = {
    Id: 'm1',
    ReturnData: true,
    MetricStat: { Metric: metric, Period, Stat: Statistic ?? ExtendedStatistic, Unit: description.Unit },
  };
  return { description: AlarmDescription, metrics: (Metrics ?? [own]).map(queryOf) };
}

function queryOf({ Id, Expression, Label, MetricStat, ReturnData = true }: MetricDataQuery) {
  const { Metric, Period, Stat, Unit } = MetricStat ?? {};
  const dimensions = Object.fromEntries((Metric?.Dimensions ?? []).map(({ Name = '', Value }) => [Name, Value]));
  return {
    id: Id,
    expression: Expression,
    label: Label,
    ...(MetricStat && {
      metricStat: {
        metric: { namespace: Metric?.Namespace, name: Metric?.MetricName, dimensions },
        period: Period,
        stat: Stat,
        unit: Unit,
      },
    }),
    returnData: ReturnData,
  };
}
