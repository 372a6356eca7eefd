import type { Verdict } from '../../delivery/retry-policy.ts';
import { AwsError } from '../../kernel/errors.ts';
import type { Context } from '../../service-kit/contract.ts';
import { dimensionsOf, type ServiceMetrics } from '../../service-kit/service-metrics.ts';
import type { Invocation } from './runs/invocation.ts';
import type { SchedulerState } from './state.ts';

const ofGroup = dimensionsOf('ScheduleGroup');

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html */
export const schedulerMetrics: ServiceMetrics<SchedulerState> = {
  namespace: 'AWS/Scheduler',
  principal: 'scheduler.amazonaws.com',
};

interface Failed {
  readonly error: unknown;
  readonly verdict: Verdict;
}

/** Counts an attempt for its schedule's group. */
export function countInvocation(
  { GroupName, DeadLetter }: Invocation,
  failed: Failed | undefined,
  context: Context,
): void {
  const count = context.kernel.metrics.counter('scheduler', context);
  const one = (name: string): void => count(name, 1, 'Count', ofGroup(GroupName));
  const isGivenUp = failed !== undefined && 'givenUp' in failed.verdict;
  if (DeadLetter) {
    if (!failed) one('InvocationsSentToDeadLetterCount');
    if (!isGivenUp) return;
    one('InvocationsFailedToBeSentToDeadLetterCount');
    if (failed.error instanceof AwsError) one(`InvocationsFailedToBeSentToDeadLetterCount_${failed.error.code}`);
    return;
  }
  one('InvocationAttemptCount');
  if (!failed) return;
  one('TargetErrorCount');
  if (isThrottle(failed.error)) one('TargetErrorThrottledCount');
  if (isGivenUp) one('InvocationDroppedCount');
}

const isThrottle = (error: unknown): boolean =>
  error instanceof AwsError && (error.status === 429 || /Throttl|TooManyRequests/.test(error.code));
