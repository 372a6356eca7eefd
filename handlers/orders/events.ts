import { z } from 'zod';
import type { Order } from './order.ts';

/** What the rest of the house is told of a new order: that there is one. Whoever wants to know more asks for it. */
export const orderPlacedSchema = z.object({
  /** The same however often it is sent. */
  eventId: z.string().min(1),
  type: z.literal('OrderPlaced'),
  orderId: z.string().min(1),
  occurredAt: z.string(),
});

export type OrderPlaced = z.infer<typeof orderPlacedSchema>;

export const placedEventId = (orderId: string): string => `placed#${orderId}`;

export const orderPlaced = ({ orderId, createdAt }: Order): OrderPlaced => ({
  eventId: placedEventId(orderId),
  type: 'OrderPlaced',
  orderId,
  occurredAt: createdAt,
});
