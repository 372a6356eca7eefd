import { refundAndFinish } from './orders/cancellation.ts';
import { findOrder, moveOrder } from './orders/order-store.ts';
import { Problem, unavailable } from './orders/problem.ts';
import { answer, createHandler } from './orders/route.ts';
import { logger } from './orders/telemetry.ts';

/**
 * `POST /orders/{id}/cancel`: a saga of three steps. Mark the order as being cancelled, refund the charge, mark it as
 * cancelled. A refund that is refused puts the order back; one that cannot be had leaves it marked, and the next try
 * goes on from there with the same key, so that money never moves twice.
 */
export const handler = createHandler('CancelOrder', async (event) => {
  const orderId = event.pathParameters?.id ?? '';
  const order = await findOrder(orderId);
  if (!order) throw new Problem(404, 'order-not-found', 'There is no such order');
  if (order.status === 'CANCELLED') return answer(200, order);
  const marked = order.status === 'CANCELLING' ? order : await moveOrder(orderId, 'CONFIRMED', 'CANCELLING');
  if (marked?.status === 'CANCELLED') return answer(200, marked);
  if (marked?.status !== 'CANCELLING') throw unavailable('The order');
  const cancelled = await refundAndFinish(marked).catch(async (error: unknown) => {
    if (error instanceof Problem && error.status === 409) await compensate(orderId);
    throw error;
  });
  return answer(200, cancelled);
});

/** The provider refuses for good: the order stands. */
async function compensate(orderId: string): Promise<void> {
  logger.warn('refund refused, order stands', { orderId });
  await moveOrder(orderId, 'CANCELLING', 'CONFIRMED');
}
