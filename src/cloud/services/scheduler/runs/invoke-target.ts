import { afterFailure, type RetryPolicy, type Verdict } from '../../../delivery/retry-policy.ts';
import { targetCall } from '../../../delivery/targets.ts';
import type { DeferredCall } from '../../../kernel/scheduler.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { countInvocation } from '../metrics.ts';
import type { SchedulerState } from '../state.ts';
import { universalTarget } from '../targets/universal-target.ts';
import { deadLetterOf } from './dead-letter.ts';
import { type Invocation, payloadOf } from './invocation.ts';

/** AWS says that waits grow, not how: with 185 retries within a day they are of minutes. */
const backoff = { firstMs: 1000, maxMs: 600_000, factor: 2, jitter: 0.5 };

/**
 * One attempt to invoke a schedule's target, or to hand over to its dead-letter queue what could not be delivered. Each
 * step takes the place of the one before it: targets may be invoked twice, never not at all.
 */
export const invokeTarget: Operation<Invocation, object, SchedulerState> = async (_state, invocation, context) => {
  try {
    await (invocation.DeadLetter ? sendDeadLetter(invocation, context) : invoke(invocation, context));
    countInvocation(invocation, undefined, context);
  } catch (error) {
    // The cloud closed under it, or its world was replaced: the entry is still there, and will be made again.
    if (context.delivery?.isCurrent === false) return {};
    settle(context, afterAttempt(invocation, error, context));
  }
  return {};
};

function settle(context: Context, next: DeferredCall | undefined): void {
  if (next === undefined) return;
  if (context.delivery) context.delivery.done([next]);
  else context.kernel.scheduler.deferDelivery(next);
}

async function invoke(invocation: Invocation, context: Context): Promise<void> {
  const { Arn = '' } = invocation.Target;
  const payload = payloadOf(invocation, context);
  const universal = universalTarget(Arn);
  if (universal) {
    const { account, region, caller, requestId: parent, trace } = context;
    const input: unknown = JSON.parse(payload);
    await context.kernel.callSdk({ ...universal, input, account, region, caller, parent, trace });
    return;
  }
  const { EventBridgeParameters, KinesisParameters, SqsParameters } = invocation.Target;
  const groupId = SqsParameters?.MessageGroupId;
  const partitionKey = KinesisParameters?.PartitionKey;
  const { DetailType = '', Source = '' } = EventBridgeParameters ?? {};
  await send(
    Arn,
    {
      payload,
      ...(groupId !== undefined && { groupId }),
      ...(partitionKey !== undefined && { partitionKey }),
      ...(EventBridgeParameters && { event: { source: Source, detailType: DetailType, resources: [] } }),
    },
    context,
  );
}

async function sendDeadLetter({ Target, DeadLetter }: Invocation, context: Context): Promise<void> {
  const { body = '', attributes = {} } = DeadLetter ?? {};
  await send(Target.DeadLetterConfig?.Arn ?? '', { payload: body, attributes }, context);
}

async function send(to: string, message: Parameters<typeof targetCall>[1], context: Context): Promise<void> {
  const { service, operation, input, account, region, check } = targetCall(to, message, context.kernel.endpoint);
  const output = await context.call(service, operation, input, {
    account: account || context.account,
    region: region || context.region,
  });
  check?.(output);
}

const retryPolicyOf = ({ Target: { RetryPolicy = {} } }: Invocation): RetryPolicy => ({
  attemptsMax: 1 + (RetryPolicy.MaximumRetryAttempts ?? 185),
  ageMsMax: 1000 * (RetryPolicy.MaximumEventAgeInSeconds ?? 86_400),
  backoff,
});

/** What follows from a failed attempt: another one, a dead letter, or nothing more. */
function afterAttempt(invocation: Invocation, error: unknown, context: Context): DeferredCall | undefined {
  const nowMs = context.clock.now();
  const attempts = invocation.Attempts + 1;
  const asked = { attempts, ageMs: nowMs - invocation.BeganMs, error };
  const verdict = afterFailure(asked, retryPolicyOf(invocation), context.random);
  countInvocation(invocation, { error, verdict }, context);
  if ('waitMs' in verdict) return again({ ...invocation, Attempts: attempts }, nowMs + verdict.waitMs, context);
  tell(invocation, error, verdict, context);
  if (invocation.DeadLetter || invocation.Target.DeadLetterConfig?.Arn === undefined) return undefined;
  const DeadLetter = deadLetterOf(invocation, { error, givenUp: verdict.givenUp }, context);
  return again({ ...invocation, DeadLetter, Attempts: 0, BeganMs: nowMs }, nowMs, context);
}

function again(input: Invocation, dueMs: number, context: Context): DeferredCall {
  const { account, region, caller, requestId: parent, trace } = context;
  return {
    dueMs,
    service: 'scheduler',
    operation: 'InvokeScheduleTarget',
    input,
    account,
    region,
    caller,
    parent,
    trace,
  };
}

function tell(
  invocation: Invocation,
  error: unknown,
  verdict: Extract<Verdict, { givenUp: string }>,
  context: Context,
): void {
  const { Target, ScheduleArn, Attempts, DeadLetter } = invocation;
  const what = DeadLetter ? `a dead letter to ${Target.DeadLetterConfig?.Arn}` : `the invocation of ${Target.Arn}`;
  const consequence =
    Target.DeadLetterConfig?.Arn === undefined || DeadLetter ? 'dropped' : 'sent to its dead-letter queue';
  context.kernel.log.warn(
    `scheduler: ${what} by ${ScheduleArn} failed (${verdict.givenUp} after ${Attempts + 1} attempts) and is ${consequence}: ${String(error)}`,
  );
}
