import type {
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput,
  DescribeAlarmsForMetricInput,
  DescribeAlarmsForMetricOutput,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
} from '@aws-sdk/client-cloudwatch';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { parseAlarmRule } from '../alarms/alarm-rule.ts';
import { invalidNextToken, invalidParameterCombination, validationError } from '../errors.ts';
import { metricKey } from '../metrics/datum.ts';
import type { Alarm, CloudWatchState, Dimension } from '../state.ts';

const pageSizeMax = 100;

/**
 * Metric alarms unless other types are asked for, or alarms by their names.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export const describeAlarms: Operation<DescribeAlarmsInput, DescribeAlarmsOutput, CloudWatchState> = (state, input) => {
  if (input.AlarmNames && input.AlarmNamePrefix !== undefined) {
    throw invalidParameterCombination('The parameters AlarmNames and AlarmNamePrefix must not be specified together.');
  }
  const found = relativesOf(state, input) ?? [...state.alarms.values()].filter((alarm) => isWanted(alarm, input));
  const { items, next } = pageOf(found, {
    limit: input.MaxRecords ?? pageSizeMax,
    token: input.NextToken,
    keyOf: ({ description }) => description.AlarmName,
    invalidToken: invalidNextToken,
  });
  const ofKind = (kind: Alarm['kind']) =>
    items.filter((alarm) => alarm.kind === kind).map((alarm) => describeFor(input, alarm));
  return {
    MetricAlarms: ofKind('metric'),
    CompositeAlarms: ofKind('composite'),
    ...(next !== undefined && { NextToken: next }),
  };
};

/** Alarms of which only their names, and of children their states, are told. */
function relativesOf(state: CloudWatchState, input: DescribeAlarmsInput): readonly Alarm[] | undefined {
  const {
    ChildrenOfAlarmName: parent,
    ParentsOfAlarmName: child,
    MaxRecords: _max,
    NextToken: _token,
    ...rest
  } = input;
  if (parent === undefined && child === undefined) return undefined;
  const isAlone =
    Object.values(rest).every((other) => other === undefined) && (parent === undefined || child === undefined);
  if (!isAlone) {
    throw validationError(
      `${parent === undefined ? 'ParentsOfAlarmName' : 'ChildrenOfAlarmName'} can be combined with MaxRecords and NextToken only.`,
    );
  }
  const all = [...state.alarms.values()];
  const rule = state.alarms.get(parent ?? '')?.description.AlarmRule;
  if (parent === undefined)
    return all.filter((alarm) => looksAt(alarm.description.AlarmRule, state.alarms.get(child ?? '')));
  return all.filter((alarm) => looksAt(rule, alarm));
}

function looksAt(rule: string | undefined, alarm: Alarm | undefined): boolean {
  if (rule === undefined || !alarm) return false;
  const { AlarmName, AlarmArn = '' } = alarm.description;
  return parseAlarmRule(rule).alarms.some((each) => each === AlarmName || each === AlarmArn);
}

/** As an answer tells an alarm that is asked for as somebody's parent or child. */
function describeFor({ ChildrenOfAlarmName, ParentsOfAlarmName }: DescribeAlarmsInput, { description }: Alarm) {
  const { AlarmName, AlarmArn, StateValue, StateUpdatedTimestamp } = description;
  if (ParentsOfAlarmName !== undefined) return { AlarmName, AlarmArn };
  return ChildrenOfAlarmName === undefined ? description : { AlarmName, AlarmArn, StateValue, StateUpdatedTimestamp };
}

function isWanted({ kind, description }: Alarm, input: DescribeAlarmsInput): boolean {
  const { AlarmNames, AlarmNamePrefix, StateValue, ActionPrefix } = input;
  // Who names alarms gets them, whatever they are.
  const types: readonly string[] =
    input.AlarmTypes ?? (AlarmNames ? ['MetricAlarm', 'CompositeAlarm'] : ['MetricAlarm']);
  if (!types.includes(kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm')) return false;
  if (AlarmNames && !AlarmNames.includes(description.AlarmName)) return false;
  if (AlarmNamePrefix !== undefined && !description.AlarmName.startsWith(AlarmNamePrefix)) return false;
  if (StateValue !== undefined && description.StateValue !== StateValue) return false;
  const actions = [description.AlarmActions, description.OKActions, description.InsufficientDataActions].flatMap(
    (list) => list ?? [],
  );
  return ActionPrefix === undefined || actions.some((action) => action.startsWith(ActionPrefix));
}

/**
 * All alarms on exactly this metric, dimensions included.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmsForMetric.html
 */
export const describeAlarmsForMetric: Operation<
  Given<DescribeAlarmsForMetricInput>,
  DescribeAlarmsForMetricOutput,
  CloudWatchState
> = (state, input) => {
  const keyOf = (
    namespace = '',
    name = '',
    dimensions: readonly { Name?: string | undefined; Value?: string | undefined }[] = [],
  ) => metricKey(namespace, name, dimensions as readonly Dimension[]);
  const wanted = keyOf(input.Namespace, input.MetricName, input.Dimensions);
  const found = [...state.alarms.values()].filter(({ kind, description }) => {
    if (kind !== 'metric' || keyOf(description.Namespace, description.MetricName, description.Dimensions) !== wanted)
      return false;
    if (input.Statistic !== undefined && description.Statistic !== input.Statistic) return false;
    return input.Period === undefined || description.Period === input.Period;
  });
  return { MetricAlarms: found.map(({ description }) => description) };
};

/**
 * Changes of settings and states, newest first unless told otherwise.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html
 */
export const describeAlarmHistory: Operation<DescribeAlarmHistoryInput, DescribeAlarmHistoryOutput, CloudWatchState> = (
  state,
  input,
) => {
  const isOldestFirst = input.ScanBy === 'TimestampAscending';
  const found = [...state.history.entries({ reverse: !isOldestFirst })].filter(([, item]) => {
    if (input.AlarmName !== undefined && item.alarmName !== input.AlarmName) return false;
    if (input.HistoryItemType !== undefined && item.type !== input.HistoryItemType) return false;
    if (input.StartDate && item.timestampMs < input.StartDate.getTime()) return false;
    return !input.EndDate || item.timestampMs <= input.EndDate.getTime();
  });
  const { items, next } = pageOf(found, {
    limit: input.MaxRecords ?? pageSizeMax,
    token: input.NextToken,
    keyOf: ([key]) => key,
    invalidToken: invalidNextToken,
  });
  return {
    AlarmHistoryItems: items.map(([, item]) => ({
      AlarmName: item.alarmName,
      AlarmType: item.alarmType,
      Timestamp: new Date(item.timestampMs),
      HistoryItemType: item.type,
      HistorySummary: item.summary,
      HistoryData: item.data,
    })),
    ...(next !== undefined && { NextToken: next }),
  };
};
