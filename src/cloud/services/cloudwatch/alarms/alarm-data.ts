import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Alarm } from '../state.ts';
import { alarmTime } from './texts.ts';

/** A state as functions and event buses are told of it. */
export const alarmState = ({ description }: Alarm) => ({
  value: description.StateValue,
  reason: description.StateReason,
  reasonData: description.StateReasonData,
  timestamp: alarmTime(description.StateUpdatedTimestamp?.getTime() ?? 0),
  actionsSuppressedBy: description.ActionsSuppressedBy,
  actionsSuppressedReason: description.ActionsSuppressedReason,
});

/** What an alarm is set to; `metricId` names the metric of an alarm that has one alone. */
export const configurationOf = (alarm: Alarm, metricId: string): object =>
  alarm.kind === 'metric' ? metricConfiguration(alarm, metricId) : compositeConfiguration(alarm);

const compositeConfiguration = ({ description }: Alarm) => ({
  description: description.AlarmDescription,
  alarmRule: description.AlarmRule,
  actionsSuppressor: description.ActionsSuppressor,
  actionsSuppressorWaitPeriod: description.ActionsSuppressorWaitPeriod,
  actionsSuppressorExtensionPeriod: description.ActionsSuppressorExtensionPeriod,
});

function metricConfiguration({ description }: Alarm, metricId: string) {
  const { AlarmDescription, Metrics, Namespace, MetricName, Dimensions, Period, Statistic, ExtendedStatistic } =
    description;
  const metric = { Namespace, MetricName, Dimensions };
  const own: MetricDataQuery = {
    Id: metricId,
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
