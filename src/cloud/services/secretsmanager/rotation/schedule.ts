import type { RotationRulesType } from '@aws-sdk/client-secrets-manager';
import { invalidParameter } from '../errors.ts';
import { dayMs } from '../secrets/describe.ts';
import type { Rotation } from '../state.ts';
import { nextCronMs, parseCron } from './cron.ts';

const hourMs = 3_600_000;
/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html */
const rateHoursMin = 4;
const rateDaysMax = 999;

type Schedule = Pick<Rotation, 'afterDays' | 'duration' | 'scheduleExpression'>;

/** Checks the rules of a request. Throws `InvalidParameterException`. */
export function scheduleFrom(rules: RotationRulesType): Schedule {
  const { AutomaticallyAfterDays: afterDays, Duration: duration, ScheduleExpression: scheduleExpression } = rules;
  if (afterDays !== undefined && scheduleExpression !== undefined) {
    throw invalidParameter(
      "You can't specify both AutomaticallyAfterDays and ScheduleExpression in RotationRules. Choose one or the other.",
    );
  }
  if (scheduleExpression !== undefined && nextOf(scheduleExpression, 0) === undefined) throw invalidSchedule();
  return {
    ...(afterDays !== undefined && { afterDays }),
    ...(duration !== undefined && { duration }),
    ...(scheduleExpression !== undefined && { scheduleExpression }),
  };
}

/** When the rotation after the one at `fromMs` begins; undefined without a schedule. */
export function nextRotationMs({ afterDays, scheduleExpression }: Schedule, fromMs: number): number | undefined {
  if (afterDays !== undefined) return fromMs + afterDays * dayMs;
  return scheduleExpression === undefined ? undefined : nextOf(scheduleExpression, fromMs);
}

/** Undefined for what is no schedule, or never comes. */
function nextOf(expression: string, fromMs: number): number | undefined {
  const cron = parseCron(expression);
  return cron ? nextCronMs(cron, fromMs) : fromMs + rateMs(expression);
}

/** `rate(10 days)`, `rate(4 hours)` */
function rateMs(expression: string): number {
  const match = /^rate\((\d+) (hours?|days?)\)$/.exec(expression);
  const count = Number(match?.[1]);
  const intervalMs = count * (match?.[2]?.startsWith('hour') ? hourMs : dayMs);
  if (!match || intervalMs < rateHoursMin * hourMs || intervalMs > rateDaysMax * dayMs) throw invalidSchedule();
  return intervalMs;
}

const invalidSchedule = () => invalidParameter('Invalid ScheduleExpression.');
