import { targetCall } from '../../../delivery/targets.ts';
import { isPassing } from '../../../kernel/backoff.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { countOf } from '../metrics/topic-counts.ts';
import type { SnsContext } from '../operation.ts';
import type { SnsRuntime } from '../runtime.ts';
import type { SnsState, Topic } from '../state.ts';
import { deadLetterArnOf, isRaw } from '../subscriptions/attributes.ts';
import { isHttp } from '../subscriptions/endpoints.ts';
import { effectivePolicy } from '../topics/delivery-policy.ts';
import { afterDelivery, callOf } from './defer-delivery.ts';
import { envelopeText, signingOf } from './envelope.ts';
import { logDelivery } from './log-delivery.ts';
import type { Delivering, QueuedDelivery } from './queued-delivery.ts';
import { managedPhases, waitAfterFailure } from './retry-phases.ts';
import { rawAttributes, send } from './send.ts';

/**
 * One attempt of a delivery; what fails and may pass is tried again by its phases, what is given up goes to the
 * subscription's dead-letter queue. Deferred, and no operation of AWS's.
 */
export const deliverNotification: Operation<QueuedDelivery, object, SnsState, SnsRuntime> = async (
  state,
  delivery,
  context,
) => {
  const { Kind: kind, Message: message } = delivery;
  const current = state.subscriptions.get(delivery.Subscription.arn);
  // Who unsubscribed gets nothing more; of that, however, they are told.
  if (!current && kind !== 'UnsubscribeConfirmation') return settle(state, delivery, context);
  const delivering = { kind, message, subscription: current ?? delivery.Subscription };
  const topic = state.topics.get(message.topicArn.split(':').at(-1) ?? '');
  try {
    if (delivery.DeadLetterTo === undefined) await send(state, delivering, topic, context);
    else await sendDeadLetter(delivering, delivery.DeadLetterTo, topic, context);
  } catch (error) {
    // The cloud closed under it, or its world was replaced: the entry is still there, and will be made again.
    if (context.delivery?.isCurrent === false) return {};
    return fail(state, delivery, delivering, topic, error, context);
  }
  if (context.delivery?.isCurrent === false) return {};
  if (kind === 'Notification') {
    const metric =
      delivery.DeadLetterTo === undefined ? 'NumberOfNotificationsDelivered' : 'NumberOfNotificationsRedrivenToDlq';
    countOf(context, message.topicArn)(metric, 1, 'Count');
    if (delivery.DeadLetterTo === undefined)
      logDelivery(delivering, topic, { attempts: delivery.Attempts + 1 }, context);
  }
  return settle(state, delivery, context);
};

/** The delivery has ended; what waited for it comes next, in one step with that. */
function settle(state: SnsState, delivery: QueuedDelivery, context: SnsContext): object {
  const next = afterDelivery(state, delivery, context);
  if (context.delivery) context.delivery.done(next);
  else for (const call of next) context.kernel.scheduler.deferDelivery(call);
  return {};
}

function fail(
  state: SnsState,
  delivery: QueuedDelivery,
  delivering: Delivering,
  topic: Topic | undefined,
  error: unknown,
  context: SnsContext,
): object {
  const attempts = delivery.Attempts + 1;
  const waitMs = isPassing(error) ? waitAfterFailure(attempts, phasesOf(delivery, delivering, topic)) : undefined;
  if (waitMs !== undefined) {
    context.delivery?.done([callOf({ ...delivery, Attempts: attempts }, context, waitMs)]);
    return {};
  }
  const { subscription, message, kind } = delivering;
  const isDeadLetter = delivery.DeadLetterTo !== undefined;
  const deadLetter = kind === 'Notification' && !isDeadLetter ? deadLetterArnOf(subscription) : undefined;
  if (kind === 'Notification') {
    const count = countOf(context, message.topicArn);
    count(isDeadLetter ? 'NumberOfNotificationsFailedToRedriveToDlq' : 'NumberOfNotificationsFailed', 1, 'Count');
    if (!isDeadLetter) logDelivery(delivering, topic, { attempts, error }, context);
  }
  const code = error instanceof AwsError ? `${error.code}: ${error.message}` : String(error);
  const becomes = deadLetter === undefined ? 'dropped' : `sent to ${deadLetter}`;
  context.kernel.log.warn(
    `sns: a message of ${message.topicArn} to ${subscription.endpoint} was not delivered (${attempts} attempts) and is ${becomes}: ${code}`,
  );
  if (deadLetter === undefined) return settle(state, delivery, context);
  context.delivery?.done([callOf({ ...delivery, Attempts: 0, DeadLetterTo: deadLetter }, context, 0)]);
  return {};
}

/** Of HTTP endpoints their own policy decides. */
function phasesOf({ DeadLetterTo }: QueuedDelivery, { subscription }: Delivering, topic: Topic | undefined) {
  if (DeadLetterTo !== undefined || !isHttp(subscription.protocol)) return managedPhases;
  return effectivePolicy(subscription.attributes.DeliveryPolicy, topic?.attributes.DeliveryPolicy).healthyRetryPolicy;
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html */
async function sendDeadLetter(
  delivering: Delivering,
  to: string,
  topic: Topic | undefined,
  context: SnsContext,
): Promise<void> {
  const { message, subscription } = delivering;
  const signing = signingOf(topic, context.kernel);
  const isRawText = isRaw(subscription) && Object.keys(message.attributes ?? {}).length <= 10;
  const { groupId, deduplicationId } = message;
  const handed = {
    payload: isRawText ? message.text : envelopeText(delivering, signing),
    ...(isRawText && { attributes: rawAttributes(message) }),
    ...(to.endsWith('.fifo') && groupId !== undefined && { groupId }),
    ...(to.endsWith('.fifo') && deduplicationId !== undefined && { deduplicationId }),
  };
  const { service, operation, input, account, region } = targetCall(to, handed, context.kernel.endpoint);
  await context.call(service, operation, input, { account, region, sourceArns: [message.topicArn] });
}
