import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { parseJson } from '../../../kernel/json.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { addHistory, changed } from '../operations/alarm-record.ts';
import type { Alarm, CloudWatchState } from '../state.ts';
import { runActions } from './actions.ts';
import { type AlarmRule, parseAlarmRule } from './alarm-rule.ts';
import { emitStateChange } from './emit-state-change.ts';
import { endSuppression, nameOf, stateByName, withSuppression } from './suppression.ts';
import { alarmTime, longTime } from './texts.ts';

/** What an alarm is changed to. */
export interface NewState {
  readonly value: StateValue;
  readonly reason: string;
  readonly reasonData?: string | undefined;
}

/** Composite alarms may name each other in a circle; AWS stops evaluating those as well. */
const depthMax = 20;

/** Gives an alarm a state. If it is another one, history, actions and composite alarms follow. */
export function setState(state: CloudWatchState, alarm: Alarm, next: NewState, context: Context, depth = 0): void {
  const nowMs = context.clock.now();
  const now = new Date(nowMs);
  const isTransition = alarm.description.StateValue !== next.value;
  const { StateReasonData: _old, ...description } = alarm.description;
  const after = changed(
    { ...alarm, description },
    {
      StateValue: next.value,
      StateReason: next.reason,
      ...(next.reasonData !== undefined && { StateReasonData: next.reasonData }),
      StateUpdatedTimestamp: now,
      ...(isTransition && { StateTransitionedTimestamp: now }),
    },
  );
  const suppressed = isTransition ? withSuppression(state, after, alarm, context) : after;
  state.alarms.set(after.description.AlarmName, suppressed);
  if (!isTransition) return;
  addHistory(state, suppressed, {
    type: 'StateUpdate',
    summary: `Alarm updated from ${alarm.description.StateValue} to ${next.value}`,
    data: JSON.stringify({ version: '1.0', oldState: stateData(alarm), newState: stateData(after) }),
    timestampMs: nowMs,
  });
  emitStateChange(suppressed, alarm, context);
  if (suppressed.description.ActionsSuppressedBy === undefined) runActions(state, suppressed, alarm, context);
  if (depth < depthMax) afterChange(state, suppressed, context, depth + 1);
}

function stateData({ description }: Alarm): object {
  const data = description.StateReasonData;
  return {
    stateValue: description.StateValue,
    stateReason: description.StateReason,
    ...(data !== undefined && { stateReasonData: parseJson(data) ?? data }),
  };
}

const ruleOf = ({ description }: Alarm): AlarmRule => parseAlarmRule(description.AlarmRule ?? 'FALSE');

/** What follows from the new state of an alarm: composite alarms on it, and actions that it kept from being taken. */
function afterChange(state: CloudWatchState, cause: Alarm, context: Context, depth: number): void {
  const { AlarmName, AlarmArn, StateValue } = cause.description;
  for (const alarm of [...state.alarms.values()]) {
    if (alarm.kind !== 'composite' || !ruleOf(alarm).alarms.some((one) => nameOf(one) === AlarmName)) continue;
    const reason = `${AlarmArn} transitioned to ${StateValue} at ${longTime(context.clock.now())}`;
    evaluateComposite(state, alarm, { reasonOf: () => reason, cause }, context, depth);
  }
  if (StateValue !== 'ALARM') endSuppression(state, AlarmName, context);
}

/** Asks the rule of a composite alarm; its state changes where the rule says so. */
export function evaluateComposite(
  state: CloudWatchState,
  alarm: Alarm,
  { reasonOf, cause }: { readonly reasonOf: (value: StateValue) => string; readonly cause?: Alarm },
  context: Context,
  depth = 0,
): void {
  const value = ruleOf(alarm).holds((reference) => stateByName(state, reference)) ? 'ALARM' : 'OK';
  if (alarm.description.StateValue === value) return;
  const description = cause?.description;
  const triggering = description && {
    arn: description.AlarmArn,
    state: { value: description.StateValue, timestamp: alarmTime(context.clock.now()) },
  };
  const reasonData = JSON.stringify({ triggeringAlarms: triggering ? [triggering] : [] });
  setState(state, alarm, { value, reason: reasonOf(value), reasonData }, context, depth);
}
