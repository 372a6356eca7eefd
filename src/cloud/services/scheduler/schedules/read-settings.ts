import type { CreateScheduleInput, FlexibleTimeWindow, Target } from '@aws-sdk/client-scheduler';
import { readSchedule } from '../../../schedule-expressions/read-schedule.ts';
import { MalformedSchedule, type Schedule } from '../../../schedule-expressions/schedule.ts';
import { isTimeZone } from '../../../schedule-expressions/time-zone.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidExpression, invalidTimeZone, validation } from '../errors.ts';
import type { ScheduleSettings } from '../state.ts';
import { checkTarget } from '../targets/check-target.ts';

export type SettingsInput = Given<CreateScheduleInput>;

/** Of a start date; https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
const pastMsMax = 5 * 60_000;

/** What a create or an update sets: all that it leaves out is at its default. Throws ValidationException. */
export function readSettings(input: SettingsInput, context: Context): ScheduleSettings {
  const timeZone = input.ScheduleExpressionTimezone ?? 'UTC';
  const { kind } = readExpression(input.ScheduleExpression);
  if (!isTimeZone(timeZone)) throw invalidTimeZone(timeZone);
  checkWindow(input.FlexibleTimeWindow);
  const startMs = input.StartDate?.getTime();
  const endMs = input.EndDate?.getTime();
  if (kind !== 'at') checkDates(startMs, endMs, context.clock.now());
  checkTarget(input.Target, context);
  return {
    expression: input.ScheduleExpression,
    timeZone,
    ...(startMs !== undefined && { startMs }),
    ...(endMs !== undefined && { endMs }),
    ...(input.Description !== undefined && { description: input.Description }),
    state: input.State ?? 'ENABLED',
    ...(input.KmsKeyArn !== undefined && { kmsKeyArn: input.KmsKeyArn }),
    target: withDefaults(input.Target),
    window: input.FlexibleTimeWindow,
    actionAfterCompletion: input.ActionAfterCompletion ?? 'NONE',
  };
}

/** Throws ValidationException. */
export function readExpression(expression: string): Schedule {
  try {
    return readSchedule(expression, { unitsInAnyNumber: true });
  } catch (error) {
    if (error instanceof MalformedSchedule) throw invalidExpression(expression);
    throw error;
  }
}

function checkWindow({ Mode, MaximumWindowInMinutes }: FlexibleTimeWindow): void {
  if (Mode === 'OFF' && MaximumWindowInMinutes !== undefined) {
    throw validation('MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF.');
  }
  if (Mode === 'FLEXIBLE' && MaximumWindowInMinutes === undefined) {
    throw validation('MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to FLEXIBLE.');
  }
}

/** One-time schedules ignore both. */
function checkDates(startMs: number | undefined, endMs: number | undefined, nowMs: number): void {
  if (startMs !== undefined && endMs !== undefined && startMs >= endMs) {
    throw validation('The StartDate you specify must come before the EndDate.');
  }
  if (startMs !== undefined && startMs < nowMs - pastMsMax) {
    throw validation('The StartDate you specify cannot be earlier than 5 minutes ago.');
  }
  if (endMs !== undefined && endMs < nowMs) throw validation('The EndDate you specify cannot be in the past.');
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
function withDefaults(target: Target): Target {
  const { MaximumEventAgeInSeconds = 86_400, MaximumRetryAttempts = 185 } = target.RetryPolicy ?? {};
  return { ...target, RetryPolicy: { MaximumEventAgeInSeconds, MaximumRetryAttempts } };
}
