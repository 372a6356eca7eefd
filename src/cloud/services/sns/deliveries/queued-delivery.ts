import type { PublishedMessage } from '../publishing/published-message.ts';
import type { Subscription } from '../state.ts';

/** What is sent to an endpoint. */
export type DeliveryKind = 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';

/** A delivery as it waits for its next attempt: the input of the operation that makes one. */
export interface QueuedDelivery {
  readonly Kind: DeliveryKind;
  /** As it was when the message was promised; where to and how is looked up again. */
  readonly Subscription: Subscription;
  readonly Message: PublishedMessage;
  /** Attempts that were made. */
  readonly Attempts: number;
  /** Where it stands among those of its FIFO group. */
  readonly WaitingKey?: string;
  /** The queue for what could not be delivered, once it is that. */
  readonly DeadLetterTo?: string;
}

/** A delivery on its way. */
export interface Delivering {
  readonly kind: DeliveryKind;
  readonly subscription: Subscription;
  readonly message: PublishedMessage;
}
