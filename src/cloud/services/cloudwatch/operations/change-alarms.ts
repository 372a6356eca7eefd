import type {
  DeleteAlarmsInput,
  DisableAlarmActionsInput,
  EnableAlarmActionsInput,
  SetAlarmStateInput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError, raise } from '../../../kernel/errors.ts';
import { parseJson } from '../../../kernel/json.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { planEvaluation } from '../alarms/evaluation.ts';
import { setState } from '../alarms/transition.ts';
import type { CloudWatchState } from '../state.ts';
import { changed } from './alarm-record.ts';

/**
 * Deletes those that are there.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html
 */
export const deleteAlarms: Operation<Given<DeleteAlarmsInput>, void, CloudWatchState> = (state, input) => {
  for (const name of input.AlarmNames) state.alarms.delete(name);
};

/**
 * Sets the state until the alarm is evaluated the next time; actions are taken as for any other change.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html
 */
export const setAlarmState: Operation<Given<SetAlarmStateInput>, void, CloudWatchState> = (state, input, context) => {
  const alarm = state.alarms.get(input.AlarmName) ?? raise(new AwsError('ResourceNotFound', '', { status: 404 }));
  const { StateValue: value, StateReason: reason, StateReasonData: reasonData } = input;
  if (reasonData !== undefined && parseJson(reasonData) === undefined) {
    throw new AwsError('InvalidFormat', 'StateReasonData was not valid JSON', { status: 400 });
  }
  setState(state, alarm, { value, reason, reasonData }, context);
  if (alarm.kind === 'metric') planEvaluation(state, input.AlarmName, alarm.description.Period ?? 60, context);
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
