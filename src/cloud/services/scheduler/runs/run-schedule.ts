import { raise } from '../../../kernel/errors.ts';
import type { DeferredCall } from '../../../kernel/scheduler.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { roleNotAssumable } from '../errors.ts';
import { scheduleKey } from '../schedules/find-schedule.ts';
import { forgetSchedule, keepPlanned, type PlannedRun } from '../schedules/plan.ts';
import type { Schedule, SchedulerState } from '../state.ts';
import { executionRole } from '../targets/execution-role.ts';
import type { Invocation } from './invocation.ts';

/**
 * A schedule is due. Its deferred call, the next one and the invocation of its target change in one step: no record of
 * the log has one without the others.
 */
export const runSchedule: Operation<PlannedRun, object, SchedulerState> = (state, planned, context) => {
  const schedule = state.schedules.get(scheduleKey(planned.GroupName, planned.Name));
  if (schedule?.next?.plan !== planned.Plan) return {};
  if (context.delivery && !context.delivery.done()) return {};
  const kept = keepPlanned(state, { ...schedule, lastMs: planned.ScheduledMs }, context, planned.ScheduledMs);
  if (!kept.next && kept.settings.actionAfterCompletion === 'DELETE') {
    forgetSchedule(state, kept, context.kernel);
  }
  context.kernel.scheduler.deferDelivery(invocationOf(schedule, planned.ScheduledMs, context));
  return {};
};

function invocationOf({ arn, groupName, settings }: Schedule, scheduledMs: number, context: Context): DeferredCall {
  const nowMs = context.clock.now();
  const { account, region, trace } = context;
  const input: Invocation = {
    ScheduleArn: arn,
    GroupName: groupName,
    Target: settings.target,
    ScheduledMs: scheduledMs,
    ExecutionId: context.random.hex(16),
    EventId: context.random.uuid(),
    BeganMs: nowMs,
    Attempts: 0,
  };
  const caller = executionRole(settings.target.RoleArn ?? '', arn) ?? raise(roleNotAssumable());
  return {
    dueMs: nowMs,
    service: 'scheduler',
    operation: 'InvokeScheduleTarget',
    input,
    account,
    region,
    caller,
    parent: context.requestId,
    trace,
  };
}
