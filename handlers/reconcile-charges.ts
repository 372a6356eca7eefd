import { findOrder } from './orders/order-store.ts';
import { listCharges, refund } from './orders/payments.ts';
import { logger, metrics } from './orders/telemetry.ts';

/** What the schedule says. */
export interface Reconciliation {
  /** Younger charges may still get their order: a client may try again for as long as its key is known. */
  readonly olderThanHours: number;
}

/**
 * Gives back what was charged for orders that never came to be. Done twice it refunds once. Throws at the end when a
 * charge could not be given back: the others are not to wait for it.
 */
export async function handler({ olderThanHours }: Reconciliation): Promise<{ readonly refunded: number }> {
  const latest = new Date(Date.now() - olderThanHours * 3_600_000).toISOString();
  let refunded = 0;
  let failure: unknown;
  for (const { id, reference, createdAt, refundId } of await listCharges()) {
    if (refundId !== undefined || createdAt > latest) continue;
    try {
      if (await findOrder(reference)) continue;
      await refund(id, `reconcile-${id}`);
      refunded += 1;
      logger.warn('charge without an order given back', { chargeId: id, orderId: reference });
    } catch (error) {
      failure = error;
      logger.error('charge not reconciled', { chargeId: id, ...(error instanceof Error && { error }) });
    }
  }
  metrics.addMetric('ChargesWithoutOrder', 'Count', refunded);
  metrics.publishStoredMetrics();
  if (failure !== undefined) throw failure;
  return { refunded };
}
