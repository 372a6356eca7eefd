import { formatArn } from '../../../kernel/arn.ts';
import type { Context } from '../../../kernel/service.ts';
import type { Alarm, CloudWatchState, HistoryItem } from '../state.ts';

/** `arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors` */
export const alarmArn = (name: string, { region, account }: Pick<Context, 'region' | 'account'>): string =>
  formatArn({ service: 'cloudwatch', region, account, resource: `alarm:${name}` });

/** Newest first would need a scan: keys run with time, readers go backwards. */
export function addHistory(
  state: CloudWatchState,
  alarm: Alarm,
  item: Pick<HistoryItem, 'type' | 'summary' | 'data' | 'timestampMs'>,
): void {
  const key = `${String(item.timestampMs).padStart(15, '0')} ${String(state.history.size).padStart(9, '0')}`;
  const alarmType = alarm.kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm';
  state.history.set(key, { alarmName: alarm.description.AlarmName, alarmType, ...item });
}

/** An alarm with some of its description changed. */
export const changed = (alarm: Alarm, description: Partial<Alarm['description']>): Alarm => ({
  ...alarm,
  description: { ...alarm.description, ...description },
});
