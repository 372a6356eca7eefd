import type { EventBridgeEvent } from 'aws-lambda';
import { type OrderPlaced, orderPlacedSchema } from './orders/events.ts';
import { writeInvoice } from './orders/invoices.ts';
import { findOrder } from './orders/order-store.ts';
import { logger } from './orders/telemetry.ts';

/** The invoice of a placed order, into its bucket. What fails is tried again, and ends in the dead-letter queue. */
export async function handler({ detail }: EventBridgeEvent<'OrderPlaced', OrderPlaced>): Promise<void> {
  const { orderId, eventId } = orderPlacedSchema.parse(detail);
  const order = await findOrder(orderId);
  if (!order) throw new Error(`There is no order ${orderId}`);
  await writeInvoice(order);
  logger.info('invoice written', { eventId, orderId });
}
