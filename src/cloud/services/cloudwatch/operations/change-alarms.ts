import type {
  DeleteAlarmsInput,
  DisableAlarmActionsInput,
  EnableAlarmActionsInput,
  SetAlarmStateInput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError, raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import type { CloudWatchState } from '../state.ts';
import { addHistory, changed } from './alarm-record.ts';

/**
 * Deletes those that are there.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html
 */
export const deleteAlarms: Operation<Given<DeleteAlarmsInput>, void, CloudWatchState> = (state, input) => {
  for (const name of input.AlarmNames) state.alarms.delete(name);
};

/**
 * Sets the state until it is set again: alarms are not evaluated yet. A change of state is a line of history.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html
 */
export const setAlarmState: Operation<Given<SetAlarmStateInput>, void, CloudWatchState> = (state, input, context) => {
  const alarm = state.alarms.get(input.AlarmName) ?? raise(new AwsError('ResourceNotFound', '', { status: 404 }));
  const nowMs = context.clock.now();
  const { StateValue: before } = alarm.description;
  const isTransition = before !== input.StateValue;
  const next = changed(alarm, {
    StateValue: input.StateValue,
    StateReason: input.StateReason,
    ...(input.StateReasonData !== undefined && { StateReasonData: input.StateReasonData }),
    StateUpdatedTimestamp: new Date(nowMs),
    ...(isTransition && { StateTransitionedTimestamp: new Date(nowMs) }),
  });
  state.alarms.set(input.AlarmName, next);
  if (!isTransition) return;
  addHistory(state, next, {
    type: 'StateUpdate',
    summary: `Alarm updated from ${before} to ${input.StateValue}`,
    data: JSON.stringify({
      version: '1.0',
      oldState: { stateValue: before },
      newState: { stateValue: input.StateValue, stateReason: input.StateReason },
    }),
    timestampMs: nowMs,
  });
};

const switchActions =
  (isEnabled: boolean) =>
  (state: CloudWatchState, { AlarmNames }: { readonly AlarmNames: readonly string[] }): void => {
    for (const name of AlarmNames) {
      const alarm = state.alarms.get(name);
      if (alarm) state.alarms.set(name, changed(alarm, { ActionsEnabled: isEnabled }));
    }
  };

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_EnableAlarmActions.html */
export const enableAlarmActions: Operation<Given<EnableAlarmActionsInput>, void, CloudWatchState> = switchActions(true);

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DisableAlarmActions.html */
export const disableAlarmActions: Operation<Given<DisableAlarmActionsInput>, void, CloudWatchState> = switchActions(
  false,
);
