import type { PutCompositeAlarmInput, PutMetricAlarmInput, Tag } from '@aws-sdk/client-cloudwatch';
import { parseArn } from '../../../kernel/arns.ts';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { parseAlarmRule } from '../alarms/alarm-rule.ts';
import { planEvaluation } from '../alarms/evaluation.ts';
import { evaluateComposite } from '../alarms/transition.ts';
import { validationError } from '../errors.ts';
import type { Alarm, CloudWatchState } from '../state.ts';
import { addHistory, alarmArn } from './alarm-record.ts';
import { assertMetricAlarm } from './assert-metric-alarm.ts';

/**
 * Makes an alarm, or gives one other settings. Throws ValidationError for settings that do not go together.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export const putMetricAlarm: Operation<Given<PutMetricAlarmInput>, void, CloudWatchState> = (state, input, context) => {
  if (input.ThresholdMetricId !== undefined || /Upper|Lower/.test(input.ComparisonOperator ?? '')) {
    throw new UnsupportedError('alarms on anomaly detection models');
  }
  assertActions(input);
  assertMetricAlarm(input);
  const { Tags, ...settings } = input;
  store(state, context, 'metric', { Dimensions: [], ...settings }, Tags);
  planEvaluation(state, input.AlarmName, input.Period ?? defaultPeriodSeconds, context);
};

/** Of alarms on expressions, whose metrics have periods of their own. */
const defaultPeriodSeconds = 60;

interface Actions {
  readonly AlarmActions?: readonly string[] | undefined;
  readonly OKActions?: readonly string[] | undefined;
  readonly InsufficientDataActions?: readonly string[] | undefined;
}

function assertActions({ AlarmActions = [], OKActions = [], InsufficientDataActions = [] }: Actions): void {
  const bad = [...AlarmActions, ...OKActions, ...InsufficientDataActions].find((action) => !parseArn(action));
  if (bad !== undefined) throw validationError(`Invalid arn syntax: ${bad}`);
}

/**
 * The rule is evaluated at once, and whenever one of its alarms changes. Throws ValidationError for one that is none.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export const putCompositeAlarm: Operation<Given<PutCompositeAlarmInput>, void, CloudWatchState> = (
  state,
  input,
  context,
) => {
  const { Tags, ...settings } = input;
  assertActions(input);
  parseAlarmRule(input.AlarmRule);
  assertSuppressor(input);
  const what = state.alarms.has(input.AlarmName) ? 'updated' : 'created';
  const alarm = store(state, context, 'composite', settings, Tags);
  const reasonOf = (value: string) =>
    `${alarm.description.AlarmArn} was ${what} and its alarm rule evaluates to ${value}`;
  evaluateComposite(state, alarm, { reasonOf }, context);
};

function assertSuppressor(input: Given<PutCompositeAlarmInput>): void {
  const { ActionsSuppressor, ActionsSuppressorWaitPeriod: wait, ActionsSuppressorExtensionPeriod: extension } = input;
  if (ActionsSuppressor === undefined && (wait !== undefined || extension !== undefined)) {
    throw validationError('ActionsSuppressor must be specified with its periods.');
  }
  if (ActionsSuppressor !== undefined && (wait === undefined || extension === undefined)) {
    throw validationError('ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod must be specified.');
  }
}

/** A new alarm begins with INSUFFICIENT_DATA; one that is changed keeps its state, and its tags as they were. */
function store(
  state: CloudWatchState,
  context: Context,
  kind: Alarm['kind'],
  settings: Given<Omit<PutMetricAlarmInput, 'Tags'>> | Given<Omit<PutCompositeAlarmInput, 'Tags'>>,
  tags: readonly Tag[] = [],
): Alarm {
  const nowMs = context.clock.now();
  const now = new Date(nowMs);
  const before = state.alarms.get(settings.AlarmName);
  const alarm: Alarm = {
    kind,
    tags: before?.tags ?? tagRecord(tags),
    description: {
      OKActions: [],
      AlarmActions: [],
      InsufficientDataActions: [],
      ActionsEnabled: true,
      StateValue: before?.description.StateValue ?? 'INSUFFICIENT_DATA',
      StateReason: before?.description.StateReason ?? 'Unchecked: Initial alarm creation',
      StateUpdatedTimestamp: before?.description.StateUpdatedTimestamp ?? now,
      StateTransitionedTimestamp: before?.description.StateTransitionedTimestamp ?? now,
      ...(settings as Partial<Alarm['description']>),
      AlarmName: settings.AlarmName,
      AlarmArn: alarmArn(settings.AlarmName, context),
      AlarmConfigurationUpdatedTimestamp: now,
    },
  };
  state.alarms.set(settings.AlarmName, alarm);
  const what = before ? 'updated' : 'created';
  const data = JSON.stringify({ version: '1.0', type: before ? 'Update' : 'Create' });
  addHistory(state, alarm, {
    type: 'ConfigurationUpdate',
    summary: `Alarm "${settings.AlarmName}" ${what}`,
    data,
    timestampMs: nowMs,
  });
  return alarm;
}
