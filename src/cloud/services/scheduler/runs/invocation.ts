import type { Target } from '@aws-sdk/client-scheduler';
import type { Scope } from '../../../kernel/scope.ts';
import { fillAttributes, wholeSeconds } from './context-attributes.ts';

/** The input of the operation that invokes a target: plain data, with all that is told of it again after a failure. */
export interface Invocation {
  readonly ScheduleArn: string;
  readonly GroupName: string;
  readonly Target: Target;
  readonly ScheduledMs: number;
  readonly ExecutionId: string;
  /** Of the notification that a target gets which is given no input. */
  readonly EventId: string;
  readonly BeganMs: number;
  /** Attempts that were made. */
  readonly Attempts: number;
  /** What could not be delivered is on its way to the dead-letter queue. */
  readonly DeadLetter?: DeadLetter;
}

export interface DeadLetter {
  readonly body: string;
  readonly attributes: Readonly<Record<string, { readonly DataType: string; readonly StringValue: string }>>;
}

/** What the target gets at this attempt. */
export function payloadOf(invocation: Invocation, scope: Scope): string {
  const { Target, ScheduleArn, ScheduledMs, ExecutionId, Attempts } = invocation;
  if (Target.Input === undefined) return notification(invocation, scope);
  return fillAttributes(Target.Input, {
    scheduleArn: ScheduleArn,
    scheduledMs: ScheduledMs,
    executionId: ExecutionId,
    attempt: Attempts + 1,
  });
}

/** What targets get that are given no input. https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html */
function notification({ ScheduleArn, ScheduledMs, EventId }: Invocation, { account, region }: Scope): string {
  return JSON.stringify({
    version: '0',
    id: EventId,
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account,
    time: wholeSeconds(ScheduledMs),
    region,
    resources: [ScheduleArn],
    detail: '{}',
  });
}
