import type { Order } from './order.ts';
import { moveOrder } from './order-store.ts';
import { refund } from './payments.ts';
import { unavailable } from './problem.ts';
import { logger } from './telemetry.ts';

/**
 * Gives back the charge of an order that is being cancelled, and marks it as cancelled. Whoever cancels uses the same
 * key, so that money never moves twice. Throws 409 when the provider refuses.
 */
export async function refundAndFinish({ orderId, chargeId }: Order): Promise<Order> {
  const { id: refundId } = await refund(chargeId, `refund-${orderId}`);
  const finished = await moveOrder(orderId, 'CANCELLING', 'CANCELLED', { refundId });
  if (finished?.status !== 'CANCELLED') throw unavailable('The order');
  logger.info('order cancelled', { orderId, refundId });
  return finished;
}
