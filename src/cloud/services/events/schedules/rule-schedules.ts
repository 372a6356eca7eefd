import { AwsError } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import { nextOccurrence } from '../../../schedule-expressions/next-occurrence.ts';
import { readSchedule } from '../../../schedule-expressions/read-schedule.ts';
import { MalformedSchedule, type Schedule } from '../../../schedule-expressions/schedule.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { Planning } from '../../../service-kit/explored-state.ts';
import type { RuleSchedule, RuleSchedulesState } from './state.ts';

/** A rule, as far as its schedule is concerned. */
export interface ScheduledRule {
  readonly arn: string;
  readonly state: string;
  readonly schedule?: string;
}

/** The input of the run that a rule's deferred call makes. */
export interface PlannedRuleRun {
  readonly RuleArn: string;
  readonly Plan: string;
  readonly DueMs: number;
}

/** Of rules, `rate` and `cron`, which is in UTC. Throws ValidationException. */
export function readRuleSchedule(expression: string): Schedule {
  try {
    const schedule = readSchedule(expression);
    if (schedule.kind !== 'at') return schedule;
  } catch (error) {
    if (!(error instanceof MalformedSchedule)) throw error;
  }
  throw new AwsError('ValidationException', 'Parameter ScheduleExpression is not valid.');
}

/**
 * Plans a rule anew, whenever it was put, enabled, disabled or deleted (then without a schedule): one deferred call a
 * rule. A rate counts from the moment at which the rule got it or was enabled.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function planRule(
  state: RuleSchedulesState,
  { arn, state: ruleState, schedule }: ScheduledRule,
  context: Context,
): void {
  const former = state.ruleSchedules.get(arn);
  if (schedule === undefined || ruleState === 'DISABLED') {
    if (former?.key !== undefined) context.kernel.scheduler.cancel(former.key);
    if (former) state.ruleSchedules.delete(arn);
    return;
  }
  if (former?.expression === schedule) return;
  if (former?.key !== undefined) context.kernel.scheduler.cancel(former.key);
  const nowMs = context.clock.now();
  keepNext(state, arn, { expression: schedule, anchorMs: nowMs }, nowMs, context);
}

/** Keeps a rule's schedule with its next run. */
export function keepNext(
  state: RuleSchedulesState,
  arn: string,
  { expression, anchorMs }: Pick<RuleSchedule, 'expression' | 'anchorMs'>,
  afterMs: number,
  context: Planning,
): void {
  const dueMs = nextOccurrence(readRuleSchedule(expression), afterMs, { timeZone: 'UTC', startMs: anchorMs });
  const plan = context.random.hex(16);
  const key = dueMs === undefined ? undefined : defer({ RuleArn: arn, Plan: plan, DueMs: dueMs }, context);
  state.ruleSchedules.set(arn, { expression, anchorMs, ...(key !== undefined && { key, plan }) });
}

/** The deferred call of a rule's next run, in the future: what was missed while such calls were held is passed over. */
export function nextRunOf(state: RuleSchedulesState, arn: string, planning: Planning): string | undefined {
  const schedule = state.ruleSchedules.get(arn);
  if (schedule?.key === undefined) return undefined;
  const nowMs = planning.clock.now();
  if ((planning.kernel.scheduler.dueMsOf(schedule.key) ?? nowMs) > nowMs) return schedule.key;
  planning.kernel.scheduler.cancel(schedule.key);
  keepNext(state, arn, schedule, nowMs, planning);
  return state.ruleSchedules.get(arn)?.key;
}

function defer(input: PlannedRuleRun, { account, region, kernel }: Planning): string {
  const caller = serviceCaller('events.amazonaws.com', account);
  const call = { service: 'events', operation: 'RunScheduledRule', input, dueMs: input.DueMs, isRecurring: true };
  return kernel.scheduler.deferDelivery({ ...call, account, region, caller });
}
