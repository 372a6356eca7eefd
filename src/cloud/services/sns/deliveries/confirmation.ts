import type { Subscription } from '../state.ts';
import type { DeliveryKind } from './queued-delivery.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/http-subscription-confirmation-json.html */
export const confirmationText = (kind: DeliveryKind, { topicArn, arn }: Subscription): string =>
  kind === 'SubscriptionConfirmation'
    ? `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`
    : `You have chosen to deactivate subscription ${arn}.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`;
