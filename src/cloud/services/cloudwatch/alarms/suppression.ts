import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { changed } from '../operations/alarm-record.ts';
import type { Alarm, CloudWatchState } from '../state.ts';
import { runActions } from './actions.ts';

/** `errors` of an ARN or of itself. */
export const nameOf = (reference: string): string => /:alarm:(.+)$/.exec(reference)?.[1] ?? reference;

export const stateByName = (state: CloudWatchState, reference: string): StateValue | undefined =>
  state.alarms.get(nameOf(reference))?.description.StateValue;

type Cause = 'Alarm' | 'ExtensionPeriod' | 'WaitPeriod';

/** Actions of this change of a composite alarm are looked at again. Deferred, and no operation of AWS's. */
export interface ResumeAlarmActionsInput {
  readonly AlarmName: string;
  /** The change that they belong to; after another one there is nothing to resume. */
  readonly TransitionedMs: number;
  readonly Previous: { readonly StateValue: StateValue; readonly StateReason: string };
}

/**
 * The actions of a composite alarm are not taken while its suppressor is in ALARM, and wait for it to become so.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-suppression.html
 */
export function withSuppression(state: CloudWatchState, alarm: Alarm, previous: Alarm, context: Context): Alarm {
  const { ActionsSuppressor, ActionsSuppressorWaitPeriod = 0, StateValue } = alarm.description;
  if (ActionsSuppressor === undefined) return alarm;
  if (stateByName(state, ActionsSuppressor) === 'ALARM') return suppressed(alarm, 'Alarm', context);
  if (StateValue !== 'ALARM' || ActionsSuppressorWaitPeriod === 0) return unsuppressed(alarm);
  resumeAfter(ActionsSuppressorWaitPeriod, alarm, previous, context);
  return suppressed(alarm, 'WaitPeriod', context);
}

/** A suppressor left ALARM: what it kept from being taken is taken after the extension period. */
export function endSuppression(state: CloudWatchState, suppressor: string, context: Context): void {
  for (const alarm of [...state.alarms.values()]) {
    const {
      ActionsSuppressor,
      ActionsSuppressedBy,
      AlarmName,
      ActionsSuppressorExtensionPeriod = 0,
    } = alarm.description;
    if (ActionsSuppressedBy !== 'Alarm' || nameOf(ActionsSuppressor ?? '') !== suppressor) continue;
    state.alarms.set(AlarmName, suppressed(alarm, 'ExtensionPeriod', context));
    resumeAfter(ActionsSuppressorExtensionPeriod, alarm, alarm, context);
  }
}

export const resumeAlarmActions: Operation<ResumeAlarmActionsInput, object, CloudWatchState> = (
  state,
  { AlarmName, TransitionedMs, Previous },
  context,
) => {
  const alarm = state.alarms.get(AlarmName);
  if (alarm?.description.StateTransitionedTimestamp?.getTime() !== TransitionedMs) return {};
  if (stateByName(state, alarm.description.ActionsSuppressor ?? '') === 'ALARM') {
    state.alarms.set(AlarmName, suppressed(alarm, 'Alarm', context));
    return {};
  }
  const free = unsuppressed(alarm);
  state.alarms.set(AlarmName, free);
  runActions(state, free, changed(free, Previous), context);
  return {};
};

function resumeAfter(seconds: number, alarm: Alarm, previous: Alarm, context: Context): void {
  const { AlarmName, StateTransitionedTimestamp } = alarm.description;
  const { StateValue = 'INSUFFICIENT_DATA', StateReason = '' } = previous.description;
  context.kernel.scheduler.deferDelivery({
    dueMs: context.clock.now() + seconds * 1000,
    service: 'cloudwatch',
    operation: 'ResumeAlarmActions',
    input: {
      AlarmName,
      TransitionedMs: StateTransitionedTimestamp?.getTime() ?? 0,
      Previous: { StateValue, StateReason },
    } satisfies ResumeAlarmActionsInput,
    account: context.account,
    region: context.region,
    caller: serviceCaller('cloudwatch.amazonaws.com', context.account),
  });
}

function suppressed(alarm: Alarm, by: Cause, { clock }: Context): Alarm {
  const ActionsSuppressedReason =
    by === 'Alarm'
      ? `Actions suppressed by alarm ${nameOf(alarm.description.ActionsSuppressor ?? '')}`
      : `Actions suppressed by ${by}`;
  const StateUpdatedTimestamp = new Date(clock.now());
  return changed(alarm, { ActionsSuppressedBy: by, ActionsSuppressedReason, StateUpdatedTimestamp });
}

function unsuppressed(alarm: Alarm): Alarm {
  const { ActionsSuppressedBy: _by, ActionsSuppressedReason: _reason, ...description } = alarm.description;
  return { ...alarm, description };
}
