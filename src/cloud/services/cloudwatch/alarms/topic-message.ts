import { parseArn } from '../../../kernel/arns.ts';
import { doubleJson } from '../../../kernel/json.ts';
import type { Alarm } from '../state.ts';
import { alarmTime } from './texts.ts';

/** What a topic gets as an alarm's action: names for the Region that messages have, else its code. */
const regionNames: Readonly<Record<string, string>> = {
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
  'eu-west-1': 'EU (Ireland)',
  'eu-central-1': 'EU (Frankfurt)',
};

/** Subject and text of a notification. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/US_SetupSNS.html */
export function topicMessage(alarm: Alarm, previous: Alarm): { readonly subject: string; readonly payload: string } {
  const { description } = alarm;
  const arn = parseArn(description.AlarmArn);
  const region = regionNames[arn?.region ?? ''] ?? arn?.region ?? '';
  const message = {
    AlarmName: description.AlarmName,
    AlarmDescription: description.AlarmDescription ?? null,
    AWSAccountId: arn?.account,
    AlarmConfigurationUpdatedTimestamp: alarmTime(description.AlarmConfigurationUpdatedTimestamp?.getTime() ?? 0),
    NewStateValue: description.StateValue,
    NewStateReason: description.StateReason,
    StateChangeTime: alarmTime(description.StateUpdatedTimestamp?.getTime() ?? 0),
    Region: region,
    AlarmArn: description.AlarmArn,
    OldStateValue: previous.description.StateValue,
    OKActions: description.OKActions ?? [],
    AlarmActions: description.AlarmActions ?? [],
    InsufficientDataActions: description.InsufficientDataActions ?? [],
    ...(alarm.kind === 'metric' ? { Trigger: triggerOf(alarm) } : { AlarmRule: description.AlarmRule }),
  };
  const subject = `${description.StateValue}: "${description.AlarmName}" in ${region}`;
  return { subject, payload: JSON.stringify(message) };
}

function triggerOf({ description }: Alarm): object {
  const { Statistic, ExtendedStatistic, Metrics, Dimensions = [], Threshold = 0 } = description;
  const metric = Metrics
    ? { Metrics }
    : {
        MetricName: description.MetricName,
        Namespace: description.Namespace,
        StatisticType: ExtendedStatistic === undefined ? 'Statistic' : 'ExtendedStatistic',
        ...(ExtendedStatistic === undefined ? { Statistic: statisticWords(Statistic) } : { ExtendedStatistic }),
        Unit: description.Unit ?? null,
        Dimensions: Dimensions.map(({ Name, Value }) => ({ value: Value, name: Name })),
      };
  return {
    ...metric,
    Period: description.Period,
    EvaluationPeriods: description.EvaluationPeriods,
    ...(description.DatapointsToAlarm !== undefined && { DatapointsToAlarm: description.DatapointsToAlarm }),
    ComparisonOperator: description.ComparisonOperator,
    Threshold: doubleJson(Threshold),
    TreatMissingData: description.TreatMissingData ?? '',
    EvaluateLowSampleCountPercentile: description.EvaluateLowSampleCountPercentile ?? '',
  };
}

/** `SAMPLE_COUNT` */
const statisticWords = (statistic = ''): string => statistic.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
