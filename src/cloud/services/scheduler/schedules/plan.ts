import { serviceCaller } from '../../../kernel/identity.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { nextOccurrence } from '../../../schedule-expressions/next-occurrence.ts';
import type { Planning } from '../../../service-kit/explored-state.ts';
import type { Schedule, SchedulerState } from '../state.ts';
import { scheduleKey } from './find-schedule.ts';
import { readExpression } from './read-settings.ts';

/** The input of the run that a schedule's deferred call makes. */
export interface PlannedRun {
  readonly GroupName: string;
  readonly Name: string;
  readonly Plan: string;
  /** When it is due, without what a flexible window adds. */
  readonly ScheduledMs: number;
}

/** Keeps a schedule, with the one deferred call that its next run is. `afterMs`: the last one, where there was one. */
export function keepPlanned(
  state: SchedulerState,
  { next: _former, ...schedule }: Schedule,
  context: Planning,
  afterMs?: number,
): Schedule {
  const occurrenceMs = occurrenceAfter(schedule, afterMs, context.clock.now());
  const planned = occurrenceMs === undefined ? schedule : { ...schedule, next: defer(schedule, occurrenceMs, context) };
  state.schedules.set(scheduleKey(schedule.groupName, schedule.name), planned);
  return planned;
}

/** Takes a schedule away, with its next run. What it has set off already goes on. */
export function forgetSchedule(
  state: SchedulerState,
  { groupName, name, next }: Schedule,
  kernel: Pick<Kernel, 'scheduler'>,
): void {
  if (next) kernel.scheduler.cancel(next.key);
  state.schedules.delete(scheduleKey(groupName, name));
}

/** When a schedule is due next; undefined when it is not any more. Of what was missed meanwhile, one is made up for. */
function occurrenceAfter(
  { settings, anchorMs, lastMs: onceMs = -1 }: Schedule,
  lastMs: number | undefined,
  nowMs: number,
): number | undefined {
  const { expression, timeZone, startMs, endMs, state, window } = settings;
  if (state === 'DISABLED') return undefined;
  const schedule = readExpression(expression);
  if (schedule.kind === 'at') {
    // A time that is over already is made up for at once, if it was not made.
    return nextOccurrence(schedule, onceMs, { timeZone, startMs: 0 });
  }
  const windowMs = (window.MaximumWindowInMinutes ?? 0) * 60_000;
  const from = lastMs === undefined ? nowMs - 1 : Math.max(lastMs, nowMs - windowMs);
  const frame = { timeZone, startMs: startMs ?? anchorMs };
  const dueMs = nextOccurrence(schedule, Math.max(from, (startMs ?? 0) - 1), frame);
  return dueMs === undefined || (endMs !== undefined && dueMs > endMs) ? undefined : dueMs;
}

/** The deferred call of a schedule's next run, in the future: what was missed while such calls were held is passed over. */
export function nextRunOf(state: SchedulerState, schedule: Schedule, planning: Planning): string | undefined {
  const { next, ...rest } = schedule;
  if (!next) return undefined;
  const { scheduler } = planning.kernel;
  if ((scheduler.dueMsOf(next.key) ?? 0) > planning.clock.now()) return next.key;
  scheduler.cancel(next.key);
  return keepPlanned(state, rest, planning).next?.key;
}

function defer(schedule: Schedule, occurrenceMs: number, context: Planning): NonNullable<Schedule['next']> {
  const { account, region } = context;
  const windowMs = (schedule.settings.window.MaximumWindowInMinutes ?? 0) * 60_000;
  const lateMs = windowMs === 0 ? 0 : Math.floor(context.random.float() * windowMs);
  const plan = context.random.hex(16);
  const input: PlannedRun = {
    GroupName: schedule.groupName,
    Name: schedule.name,
    Plan: plan,
    ScheduledMs: occurrenceMs,
  };
  const key = context.kernel.scheduler.deferDelivery({
    dueMs: Math.max(context.clock.now(), occurrenceMs + lateMs),
    service: 'scheduler',
    operation: 'RunSchedule',
    input,
    account,
    region,
    caller: serviceCaller('scheduler.amazonaws.com', account),
    ...(schedule.settings.expression.startsWith('at(') ? { isAwaited: true } : { isRecurring: true }),
  });
  return { key, plan };
}
