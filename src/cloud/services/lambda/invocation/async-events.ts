import type { Message } from '../../../delivery/deliveries.ts';
import { type Backoff, waitAfter } from '../../../kernel/backoff.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { type Caller, serviceCaller } from '../../../kernel/identity.ts';
import type { DeferredCall } from '../../../kernel/scheduler.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import {
  chooseVersion,
  type FoundVersion,
  type FunctionReference,
  findVersion,
  functionArn,
  latest,
} from '../function-reference.ts';
import type { LambdaRuntime } from '../runtime.ts';
import { type EventInvokeConfig, keyOf, type LambdaState } from '../state.ts';
import { deadLetterMessage, destinationMessage, type EventResult, lambdaDeliveries } from './destinations.ts';
import type { Answer } from './environment.ts';
import type { QueuedEvent } from './queued-event.ts';

/** AWS: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const retriesDefault = 2;
const ageSecondsDefault = 21_600;
/** Waits after the first and the second function error. */
const retryWaitMs = [60_000, 120_000] as const;
/**
 * Throttles and faults of the service are tried again sooner, and ever more slowly. The jitter is ours: events that were
 * throttled together would else wake together, and one of them get through each time.
 */
const backoff: Backoff = { firstMs: 1000, factor: 2, maxMs: 300_000, jitter: 0.5 };

export interface AcceptedEvent {
  readonly reference: FunctionReference;
  readonly payload: Uint8Array;
  readonly clientContext: string | undefined;
}

/** Queues an event for its first attempt, which comes at once but not within this call. */
export function acceptEvent(context: Context, { reference, payload, clientContext }: AcceptedEvent): void {
  const nowMs = context.clock.now();
  const event: QueuedEvent = {
    FunctionName: reference.name,
    ...(reference.qualifier !== undefined && { Qualifier: reference.qualifier }),
    Payload: Buffer.from(payload).toString(),
    ...(clientContext !== undefined && { ClientContext: clientContext }),
    RequestId: context.requestId,
    AcceptedMs: nowMs,
    Runs: 0,
    Backoffs: 0,
  };
  context.kernel.scheduler.deferDelivery(attemptAt(context, event, nowMs));
}

function attemptAt({ account, region, requestId, trace }: Context, event: QueuedEvent, dueMs: number): DeferredCall {
  const caller = lambdaItself({ account });
  return {
    dueMs,
    service: 'lambda',
    operation: 'DeliverEvent',
    input: event,
    account,
    region,
    caller,
    parent: requestId,
    trace,
  };
}

/** The next attempt takes the place of this one: at no moment are there both, or neither. */
function attemptAgain(context: Context, event: QueuedEvent, waitMs: number): void {
  endWith(context, [attemptAt(context, event, context.clock.now() + waitMs)]);
}

function endWith(context: Context, next: readonly DeferredCall[]): void {
  if (context.delivery) context.delivery.done(next);
  else for (const call of next) context.kernel.scheduler.deferDelivery(call);
}

const lambdaItself = ({ account }: Pick<Context, 'account'>): Caller => serviceCaller('lambda.amazonaws.com', account);

type DeliverEvent = Operation<QueuedEvent, object, LambdaState, LambdaRuntime>;

/**
 * One attempt at a queued event. Not in AWS's model: only the scheduler calls it, as a delivery. The event stays queued
 * until the attempt has ended; destinations are promised its outcome in the same step.
 */
export const deliverEvent: DeliverEvent = async (state, event, context) => {
  const reference = { name: event.FunctionName, qualifier: event.Qualifier };
  // Whoever deletes a function deletes its queue.
  if (!state.functions.has(reference.name)) return {};
  const found = findVersion(state, context, reference);
  const config = state.eventInvokeConfigs.get(keyOf(reference.name, reference.qualifier ?? latest));
  const ageMs = context.clock.now() - event.AcceptedMs;
  const result = { event, config, functionArn: functionArn(context, reference.name, reference.qualifier ?? latest) };
  if (found.record.reservedConcurrency === 0) {
    finish(context, found, { ...result, condition: 'ZeroReservedConcurrency' });
  } else if (ageMs >= (config?.maximumEventAgeInSeconds ?? ageSecondsDefault) * 1000) {
    finish(context, found, { ...result, ...lastAnswer(event), condition: 'EventAgeExceeded' });
  } else {
    return attempt(state, context, found, result);
  }
  return {};
};

type Pending = Omit<EventResult, 'condition' | 'answer' | 'executedVersion'> & {
  readonly config: EventInvokeConfig | undefined;
};

async function attempt(
  state: LambdaState,
  context: Context<LambdaRuntime>,
  found: FoundVersion,
  pending: Pending,
): Promise<{ readonly FunctionError?: string }> {
  const { event, config } = pending;
  const version = chooseVersion(state, found, context.random);
  const answer = await run(state, context, { ...found, version }, event);
  // The function may have been stopped with its cloud: the event is not done, and no destination hears of it.
  if (context.delivery?.isCurrent === false) return {};
  if (answer === 'later') {
    const Backoffs = event.Backoffs + 1;
    attemptAgain(context, { ...event, Backoffs }, waitAfter(Backoffs, backoff, context.random));
    return {};
  }
  const ran = { ...event, Runs: event.Runs + 1, Backoffs: 0 };
  const result = { ...pending, event: ran, answer, executedVersion: version.version };
  if (!answer.isError) {
    finish(context, found, { ...result, condition: 'Success' });
    return {};
  }
  const waitMs = retryWaitMs[ran.Runs - 1];
  if (waitMs === undefined || ran.Runs > (config?.maximumRetryAttempts ?? retriesDefault)) {
    finish(context, found, { ...result, condition: 'RetriesExhausted' });
  } else {
    const LastError = { Payload: Buffer.from(answer.payload).toString(), ExecutedVersion: version.version };
    attemptAgain(context, { ...ran, LastError }, waitMs);
  }
  // Read by who watches the calls: nobody waits for it.
  return { FunctionError: 'Unhandled' };
}

/** Of an event that is given up before it runs again. */
const lastAnswer = ({ LastError }: QueuedEvent): Pick<EventResult, 'answer' | 'executedVersion'> =>
  LastError === undefined
    ? {}
    : {
        answer: { payload: Buffer.from(LastError.Payload), isError: true },
        executedVersion: LastError.ExecutedVersion,
      };

/** `later` when the function could not be run now: throttled, or a fault of the service. */
async function run(
  state: LambdaState,
  context: Context<LambdaRuntime>,
  { record, version }: FoundVersion,
  event: QueuedEvent,
): Promise<Answer | 'later'> {
  const { account, region } = context;
  const { epoch } = context.runtime;
  try {
    return await context.runtime.invoke(
      { account, region, record, version, state },
      {
        requestId: event.RequestId,
        payload: Buffer.from(event.Payload),
        invokedFunctionArn: functionArn(context, event.FunctionName, event.Qualifier),
        hop: { id: context.requestId, trace: context.trace },
        clientContext: event.ClientContext,
      },
    );
  } catch (error) {
    // Queued again, it would turn up in the world that replaced its own.
    if (context.runtime.epoch !== epoch) throw error;
    const isPassing = error instanceof AwsError && (error.status === 429 || error.fault === 'server');
    if (isPassing) return 'later';
    throw error;
  }
}

/** Whoever is to hear of the outcome is promised it in the step that ends the event. */
function finish(context: Context, { version }: FoundVersion, result: EventResult & Pending): void {
  const { onSuccess, onFailure } = result.config ?? {};
  const isSuccess = result.condition === 'Success';
  const destination = isSuccess ? onSuccess : onFailure;
  const deadLetters = isSuccess ? undefined : version.settings.DeadLetterArn;
  const messages: Message[] = [];
  if (destination !== undefined) messages.push(destinationMessage(context, version, destination, result));
  if (deadLetters !== undefined) messages.push(deadLetterMessage(version, deadLetters, result));
  const origin = { ...context, caller: lambdaItself(context), parent: context.requestId };
  endWith(
    context,
    messages.map((message) => lambdaDeliveries.begin(message, origin, context.clock.now())),
  );
}
