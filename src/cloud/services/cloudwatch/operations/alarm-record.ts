import { formatArn } from '../../../kernel/arns.ts';
import { durationMs } from '../../../kernel/clock.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { Alarm, CloudWatchState, HistoryItem } from '../state.ts';

/** `arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors` */
export const alarmArn = (name: string, { region, account }: Pick<Context, 'region' | 'account'>): string =>
  formatArn({ service: 'cloudwatch', region, account, resource: `alarm:${name}` });

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
const historyKeptMs = durationMs('30d');

const timeKey = (timeMs: number): string => String(timeMs).padStart(15, '0');

/** Newest first would need a scan: keys run with time, readers go backwards. */
export function addHistory(
  state: CloudWatchState,
  alarm: Alarm,
  item: Pick<HistoryItem, 'type' | 'summary' | 'data' | 'timestampMs'>,
): void {
  const oldest = timeKey(item.timestampMs - historyKeptMs);
  for (const key of [...state.history.keys({ before: oldest })]) state.history.delete(key);
  const key = `${timeKey(item.timestampMs)} ${String(state.history.size).padStart(9, '0')}`;
  const alarmType = alarm.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm';
  state.history.set(key, { alarmName: alarm.description.AlarmName, alarmType, ...item });
}

/** An alarm with some of its description changed. */
export const changed = (alarm: Alarm, description: Partial<Alarm['description']>): Alarm => ({
  ...alarm,
  description: { ...alarm.description, ...description },
});
