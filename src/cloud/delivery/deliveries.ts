import type { CallOptions } from '../kernel/call-options.ts';
import { AwsError } from '../kernel/errors.ts';
import type { Caller } from '../kernel/identity.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { sessionOf } from '../kernel/role-session.ts';
import type { DeferredCall } from '../kernel/scheduler.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Trace } from '../kernel/trace.ts';
import type { Context, Operation } from '../service-kit/contract.ts';
import { afterFailure, type GivenUp, type RetryPolicy } from './retry-policy.ts';
import { type MessageAttribute, type TargetMessage, targetCall } from './targets.ts';

/** Something that is promised to a target. Plain data: it waits in the world. */
export interface Message extends TargetMessage {
  /** ARN of a queue, a topic, a function, an event bus, a bucket. */
  readonly to: string;
  readonly retry: RetryPolicy;
  /** ARN of who gets what could not be delivered; without one it is dropped, and that is logged. */
  readonly deadLetter?: string;
  /** On whose behalf: with them the target's own policy decides whether the sender may. */
  readonly sourceArns?: readonly string[];
  /** By which role the target is told, where it is not the sender itself: no resource policy decides then. */
  readonly roleArn?: string;
  /** What the sender wants to know again when it hears of a failure. */
  readonly about?: Readonly<Record<string, string>>;
}

/** Who promises it, in whose course. */
export interface Origin extends Scope {
  readonly caller: Caller;
  /** The hop that caused the delivery. */
  readonly parent?: string;
  readonly trace?: Trace;
}

/** A message as it waits for its next attempt: the input of the operation that makes one. */
export interface QueuedDelivery {
  readonly Message: Message;
  readonly AcceptedMs: number;
  /** Attempts that were made. */
  readonly Attempts: number;
  /** Of what could not be delivered elsewhere. */
  readonly IsDeadLetter?: boolean;
}

/** An attempt that failed. */
export interface Failure {
  readonly message: Message;
  readonly isDeadLetter: boolean;
  readonly attempts: number;
  readonly code: string;
  readonly text: string;
  /** Undefined while there will be another attempt. */
  readonly givenUp: GivenUp | undefined;
}

/** How one service delivers. Its operation is called by the scheduler, so that faults and the journal see each attempt. */
export interface Sender<Runtime> {
  readonly service: string;
  /** The name under which {@link Deliveries.attempt} is one of its operations. */
  readonly operation: string;
  /** Hears of every attempt that failed. */
  readonly onFailure?: (failure: Failure, context: Context<Runtime>) => void;
  /** Hears of every delivery that was taken. */
  readonly onSuccess?: (delivery: QueuedDelivery, context: Context<Runtime>) => void;
  /** How targets are told that {@link targetCall} does not know; undefined for all others. */
  readonly tell?: (message: Message, context: Context<Runtime>) => Promise<unknown> | undefined;
  /** What dead-letter targets get; the payload where it is left out. */
  readonly deadLetterPayload?: (message: Message) => string;
  /** What dead letters tell beside their payload; EventBridge's attributes where it is left out. */
  readonly deadLetterAttributes?: (failure: Failure) => Readonly<Record<string, MessageAttribute>>;
}

export interface Deliveries<Runtime> {
  /** The first attempt as a call that is due now, for who promises it in one step with something else. */
  readonly begin: (message: Message, origin: Origin, nowMs: number) => DeferredCall;
  /** Promises the message: it is durable with the next commit, and delivered at least once. */
  readonly deliver: (message: Message, origin: Origin, kernel: Pick<Kernel, 'scheduler' | 'clock'>) => void;
  readonly attempt: Operation<QueuedDelivery, object, unknown, Runtime>;
}

/**
 * Durable deliveries of one service to others. What fails and may pass is tried again as its policy says; what is given
 * up goes to its dead-letter target. Each step takes the place of the one before it, so a process that dies at any moment
 * makes the last attempt again after its restart: targets may get a message twice, never not at all.
 */
export function createDeliveries<Runtime>(sender: Sender<Runtime>): Deliveries<Runtime> {
  const { service, operation } = sender;
  const callAt = (input: QueuedDelivery, origin: Origin, dueMs: number): DeferredCall => {
    const { account, region, caller, parent, trace } = origin;
    const causes = { ...(parent !== undefined && { parent }), ...(trace && { trace }) };
    return { dueMs, service, operation, input, account, region, caller, ...causes };
  };
  const begin: Deliveries<Runtime>['begin'] = (message, origin, nowMs) =>
    callAt({ Message: message, AcceptedMs: nowMs, Attempts: 0 }, origin, nowMs);
  return {
    begin,
    deliver: (message, origin, kernel) =>
      void kernel.scheduler.deferDelivery(begin(message, origin, kernel.clock.now())),
    async attempt(_state, delivery, context) {
      try {
        await (sender.tell?.(delivery.Message, context) ?? send(delivery.Message, context, service));
        sender.onSuccess?.(delivery, context);
      } catch (error) {
        // The cloud closed under it, or its world was replaced: the entry is still there, and will be made again.
        if (context.delivery?.isCurrent === false) return {};
        const next = afterAttempt(sender, delivery, error, context);
        const origin = { ...context, parent: context.requestId };
        settle(context, next && callAt(next.delivery, origin, context.clock.now() + next.waitMs));
      }
      return {};
    },
  };
}

/** The next attempt takes the place of this one: at no moment are there both, or neither. */
function settle(context: Context, next: DeferredCall | undefined): void {
  if (next === undefined) return;
  if (context.delivery) context.delivery.done([next]);
  else context.kernel.scheduler.deferDelivery(next);
}

async function send(message: Message, context: Context, service: string): Promise<void> {
  const target = targetCall(message.to, message, context.kernel.endpoint);
  const where = {
    account: target.account || context.account,
    region: target.region || context.region,
    ...asWhom(message, service),
  };
  const output = await context.call(target.service, target.operation, target.input, where);
  target.check?.(output);
}

/** As a role, or as the sender on behalf of what it sends for. */
function asWhom({ roleArn, sourceArns }: Message, service: string): Pick<CallOptions, 'caller' | 'sourceArns'> {
  const caller = roleArn === undefined ? undefined : sessionOf(roleArn, service);
  return caller ? { caller } : { sourceArns };
}

interface Next {
  readonly delivery: QueuedDelivery;
  readonly waitMs: number;
}

/** What follows from a failed attempt: another one, a dead letter, or nothing more. */
function afterAttempt<Runtime>(
  sender: Sender<Runtime>,
  delivery: QueuedDelivery,
  error: unknown,
  context: Context<Runtime>,
): Next | undefined {
  const { Message: message, AcceptedMs, IsDeadLetter = false } = delivery;
  const attempts = delivery.Attempts + 1;
  const nowMs = context.clock.now();
  const verdict = afterFailure({ attempts, ageMs: nowMs - AcceptedMs, error }, message.retry, context.random);
  const failure: Failure = {
    message,
    isDeadLetter: IsDeadLetter,
    attempts,
    code: error instanceof AwsError ? error.code : error instanceof Error ? error.name : 'Error',
    text: error instanceof Error ? error.message : String(error),
    givenUp: 'givenUp' in verdict ? verdict.givenUp : undefined,
  };
  sender.onFailure?.(failure, context);
  if ('waitMs' in verdict) return { delivery: { ...delivery, Attempts: attempts }, waitMs: verdict.waitMs };
  tell(sender.service, failure, context);
  if (message.deadLetter === undefined) return undefined;
  const attributes = sender.deadLetterAttributes?.(failure) ?? { ...message.attributes, ...usualAttributes(failure) };
  const { deadLetter, roleArn: _ofTarget, ...rest } = message;
  const payload = sender.deadLetterPayload?.(message) ?? message.payload;
  const Message = { ...rest, to: deadLetter, payload, attributes };
  return { delivery: { Message, AcceptedMs: nowMs, Attempts: 0, IsDeadLetter: true }, waitMs: 0 };
}

function tell(service: string, { message, attempts, givenUp, code, text }: Failure, { kernel }: Context): void {
  const consequence = message.deadLetter === undefined ? 'dropped' : `sent to ${message.deadLetter}`;
  const times = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  kernel.log.warn(
    `${service}: a message to ${message.to} was not delivered (${givenUp} after ${times}) and is ${consequence}: ${code}: ${text}`,
  );
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
function usualAttributes({ message, code, text, attempts, givenUp }: Failure): Record<string, MessageAttribute> {
  const attribute = (StringValue: string, DataType = 'String'): MessageAttribute => ({ DataType, StringValue });
  return {
    TARGET_ARN: attribute(message.to),
    ERROR_CODE: attribute(code),
    ERROR_MESSAGE: attribute(text === '' ? code : text),
    RETRY_ATTEMPTS: attribute(String(attempts - 1), 'Number'),
    ...(givenUp !== undefined && givenUp !== 'Refused' && { EXHAUSTED_RETRY_CONDITION: attribute(givenUp) }),
  };
}
