import { emitEvent } from '../../../delivery/service-events.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { Alarm } from '../state.ts';
import { alarmState, configurationOf } from './alarm-data.ts';

/**
 * Tells the default event bus that an alarm has another state.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export function emitStateChange(alarm: Alarm, previous: Alarm, context: Context): void {
  const { kernel, account, region, requestId: parent, trace, random } = context;
  const origin = { account, region, principal: 'cloudwatch.amazonaws.com', parent, trace };
  emitEvent(kernel, origin, 'aws.cloudwatch', () => ({
    detailType: 'CloudWatch Alarm State Change',
    resources: [alarm.description.AlarmArn],
    detail: {
      alarmName: alarm.description.AlarmName,
      configuration: configurationOf(alarm, random.uuid()),
      previousState: alarmState(previous),
      state: alarmState(alarm),
    },
  }));
}
