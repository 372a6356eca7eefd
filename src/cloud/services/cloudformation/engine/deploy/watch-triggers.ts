import type { RollbackTrigger } from '@aws-sdk/client-cloudformation';
import type { DescribeAlarmHistoryOutput, DescribeAlarmsOutput } from '@aws-sdk/client-cloudwatch';
import { parseArn } from '../../../../kernel/arns.ts';
import { parseJson } from '../../../../kernel/json.ts';
import { isRecord } from '../template/template.ts';
import { type Run, stackOf } from './run.ts';

/** How often alarms are looked at while the monitoring time runs; AWS does not say. Alarms change by the minute. */
const lookEveryMs = 30_000;

/** Why the operation must be taken back: a rollback trigger is in alarm, or not there. Undefined where none is. */
export async function breachedTrigger(run: Run): Promise<string | undefined> {
  const { RollbackTriggers: triggers = [] } = stackOf(run).definition.rollbackConfiguration ?? {};
  for (const trigger of triggers) {
    const state = await alarmState(run, trigger);
    if (state === undefined) return `Rollback trigger [${trigger.Arn}] does not exist. `;
    if (state === 'ALARM') return `Rollback trigger [${trigger.Arn}] is in ALARM state. `;
  }
  return undefined;
}

/**
 * Watches the stack's alarms for the monitoring time, after all of its resources were worked on. Nobody is kept waiting
 * for the reply meanwhile. Answers why the operation must be taken back; undefined where it stands.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-rollback-triggers.html
 */
export async function watchTriggers(run: Run, operation: 'create' | 'update'): Promise<string | undefined> {
  const { RollbackTriggers: triggers = [], MonitoringTimeInMinutes: minutes = 0 } =
    stackOf(run).definition.rollbackConfiguration ?? {};
  const breach = await breachedTrigger(run);
  // Without alarms a new stack has nothing to wait for; an update waits before it cleans up.
  const isWaiting = minutes > 0 && (triggers.length > 0 || operation === 'update');
  if (breach !== undefined || !isWaiting) return breach;
  run.operation.awaitSomebody();
  const { clock } = run.context;
  const untilMs = clock.now() + minutes * 60_000;
  while (clock.now() < untilMs) {
    await clock.sleep(Math.min(lookEveryMs, untilMs - clock.now()), run.cancelled).catch(() => {});
    if (run.cancelled?.aborted) return operation === 'create' ? 'Resource creation cancelled. ' : 'User Initiated';
    const reason = await breachedTrigger(run);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Its state; ALARM also when it was in alarm at any time since the operation began. Undefined where there is none. */
async function alarmState(run: Run, { Arn = '' }: RollbackTrigger): Promise<string | undefined> {
  const arn = parseArn(Arn);
  if (arn?.service !== 'cloudwatch' || !arn.resource.startsWith('alarm:')) return undefined;
  const AlarmName = arn.resource.slice('alarm:'.length);
  const ask = <Output>(operation: string, input: object) =>
    run.context.call<Output>('cloudwatch', operation, input, { caller: run.caller, region: arn.region });
  const AlarmTypes = ['CompositeAlarm', 'MetricAlarm'];
  const told = await ask<DescribeAlarmsOutput>('DescribeAlarms', { AlarmNames: [AlarmName], AlarmTypes });
  const [alarm] = [...(told.MetricAlarms ?? []), ...(told.CompositeAlarms ?? [])];
  if (!alarm || alarm.StateValue === 'ALARM') return alarm?.StateValue;
  const { createdMs, updatedMs = createdMs } = stackOf(run);
  const since = { HistoryItemType: 'StateUpdate', StartDate: new Date(updatedMs) };
  const history = await ask<DescribeAlarmHistoryOutput>('DescribeAlarmHistory', { AlarmName, AlarmTypes, ...since });
  const wasOff = (history.AlarmHistoryItems ?? []).some(({ HistoryData = '' }) => isToAlarm(parseJson(HistoryData)));
  return wasOff ? 'ALARM' : alarm.StateValue;
}

const isToAlarm = (data: unknown): boolean =>
  isRecord(data) && isRecord(data.newState) && data.newState.stateValue === 'ALARM';
