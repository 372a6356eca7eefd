import { serviceCaller } from '../../../kernel/identity.ts';
import type { DeferredCall } from '../../../kernel/scheduler.ts';
import type { SnsContext } from '../operation.ts';
import type { PublishedMessage } from '../publishing/published-message.ts';
import { isFifo, type SnsState, type Subscription } from '../state.ts';
import { confirmationText } from './confirmation.ts';
import type { DeliveryKind, QueuedDelivery } from './queued-delivery.ts';

export const deliverOperation = 'DeliverNotification';
export const snsPrincipal = 'sns.amazonaws.com';

/** The call that makes the next attempt of a delivery, in the account of its topic. */
export function callOf(delivery: QueuedDelivery, context: SnsContext, waitMs: number): DeferredCall {
  const { clock, requestId, trace } = context;
  const [, , , region = '', account = ''] = delivery.Message.topicArn.split(':');
  return {
    dueMs: clock.now() + waitMs,
    service: 'sns',
    operation: deliverOperation,
    input: delivery,
    account,
    region,
    caller: serviceCaller(snsPrincipal, account),
    parent: requestId,
    trace,
  };
}

/** Promises a message to a subscriber. Messages of a FIFO group wait for those ahead of them. */
export function deferNotification(
  state: SnsState,
  subscription: Subscription,
  message: PublishedMessage,
  context: SnsContext,
): void {
  const base = { Kind: 'Notification', Subscription: subscription, Message: message, Attempts: 0 } as const;
  const { groupId, sequenceNumber } = message;
  if (groupId === undefined || sequenceNumber === undefined || !isFifo({ name: message.topicArn })) {
    context.kernel.scheduler.deferDelivery(callOf(base, context, 0));
    return;
  }
  const group = `${subscription.arn}|${groupId}|`;
  const isFirst = nextWaiting(state, group) === undefined;
  const WaitingKey = group + sequenceNumber;
  state.waiting.set(WaitingKey, message);
  if (isFirst) context.kernel.scheduler.deferDelivery(callOf({ ...base, WaitingKey }, context, 0));
}

/** The first message of a FIFO group that was not delivered yet. */
function nextWaiting(state: SnsState, group: string): readonly [string, PublishedMessage] | undefined {
  const [first] = state.waiting.entries({ from: group, before: `${group}:` });
  return first;
}

/** What follows a delivery that has ended, for better or worse: the next message of its group. */
export function afterDelivery(state: SnsState, ended: QueuedDelivery, context: SnsContext): readonly DeferredCall[] {
  const { WaitingKey, ...rest } = ended;
  if (WaitingKey === undefined) return [];
  state.waiting.delete(WaitingKey);
  const [key, Message] = nextWaiting(state, WaitingKey.slice(0, WaitingKey.lastIndexOf('|') + 1)) ?? [];
  if (key === undefined || Message === undefined) return [];
  const { DeadLetterTo: _gone, ...next } = rest;
  return [callOf({ ...next, Message, Attempts: 0, WaitingKey: key }, context, 0)];
}

/** Asks an endpoint whether it wants to be subscribed, or to stay so. */
export function deferConfirmation(kind: DeliveryKind, subscription: Subscription, context: SnsContext): void {
  const message: PublishedMessage = {
    messageId: context.random.uuid(),
    topicArn: subscription.topicArn,
    text: confirmationText(kind, subscription),
    timestampMs: context.clock.now(),
  };
  const delivery: QueuedDelivery = { Kind: kind, Subscription: subscription, Message: message, Attempts: 0 };
  context.kernel.scheduler.deferDelivery(callOf(delivery, context, 0));
}
