import { parseArn } from '../../../kernel/arns.ts';
import type { Alarm } from '../state.ts';
import { alarmState, configurationOf } from './alarm-data.ts';
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
      state: alarmState(alarm),
      previousState: alarmState(previous),
      configuration: configurationOf(alarm, 'm1'),
    },
  };
}
