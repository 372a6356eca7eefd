import { refundAndFinish } from './orders/cancellation.ts';
import type { CancelReason, OrderStatus } from './orders/order.ts';
import { findOrder, moveOrder } from './orders/order-store.ts';
import { Problem, unavailable } from './orders/problem.ts';

/** What the saga says of an order that cannot be fulfilled. */
interface Step {
  readonly orderId: string;
  readonly reason: CancelReason;
}

/** The provider refuses for good: somebody must look at it. */
class RefundRefused extends Error {
  override readonly name = 'RefundRefused';
}

/** Compensates the payment: afterwards the order is cancelled, by us or by its customer, and refunded once. */
export async function handler({ orderId, reason }: Step): Promise<{ readonly status: OrderStatus }> {
  const order = await findOrder(orderId);
  if (!order) throw new Error(`There is no order ${orderId}`);
  // A cancellation by the customer may have been taken back in between.
  const marked =
    order.status === 'CONFIRMED'
      ? await moveOrder(orderId, 'CONFIRMED', 'CANCELLING', { cancelledBecause: reason })
      : order;
  if (marked?.status === 'CANCELLED') return { status: marked.status };
  if (marked?.status !== 'CANCELLING') throw unavailable('The order');
  try {
    return { status: (await refundAndFinish(marked)).status };
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 409) throw error;
    throw new RefundRefused(error.message, { cause: error });
  }
}
