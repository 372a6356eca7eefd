import type { RotationRulesType } from '@aws-sdk/client-secrets-manager';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { invalidParameter } from '../errors.ts';
import { dayMs } from '../secrets/describe.ts';
import type { Rotation } from '../state.ts';

const hourMs = 3_600_000;
/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html */
const afterDaysMax = 1000;
const rateHoursMin = 4;

type Schedule = Pick<Rotation, 'afterDays' | 'duration' | 'scheduleExpression'>;

/** Checks the rules of a request. Throws `InvalidParameterException`, and `UnsupportedError` for cron expressions. */
export function scheduleFrom(rules: RotationRulesType): Schedule {
  const { AutomaticallyAfterDays: afterDays, Duration: duration, ScheduleExpression: scheduleExpression } = rules;
  if (afterDays !== undefined && scheduleExpression !== undefined) {
    throw invalidParameter(
      "You can't specify both AutomaticallyAfterDays and ScheduleExpression in RotationRules. Choose one or the other.",
    );
  }
  if (afterDays !== undefined && (afterDays < 1 || afterDays > afterDaysMax)) {
    throw invalidParameter(`RotationRules.AutomaticallyAfterDays must be within 1-${afterDaysMax}.`);
  }
  if (scheduleExpression !== undefined) rateMs(scheduleExpression);
  return {
    ...(afterDays !== undefined && { afterDays }),
    ...(duration !== undefined && { duration }),
    ...(scheduleExpression !== undefined && { scheduleExpression }),
  };
}

/** When the rotation after the one at `fromMs` begins; undefined without a schedule. */
export function nextRotationMs({ afterDays, scheduleExpression }: Schedule, fromMs: number): number | undefined {
  if (afterDays !== undefined) return fromMs + afterDays * dayMs;
  return scheduleExpression === undefined ? undefined : fromMs + rateMs(scheduleExpression);
}

/** `rate(10 days)`, `rate(4 hours)` */
function rateMs(expression: string): number {
  if (expression.startsWith('cron(')) throw new UnsupportedError('cron expressions in rotation schedules');
  const match = /^rate\((\d+) (hours?|days?)\)$/.exec(expression);
  const count = Number(match?.[1]);
  const intervalMs = count * (match?.[2]?.startsWith('hour') ? hourMs : dayMs);
  if (!match || intervalMs < rateHoursMin * hourMs) throw invalidParameter('Invalid ScheduleExpression.');
  return intervalMs;
}
