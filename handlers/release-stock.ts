import { releaseStock } from './orders/stock.ts';
import { logger } from './orders/telemetry.ts';

/** Compensates `reserve-stock`, whatever became of it. */
export async function handler({ orderId }: { readonly orderId: string }): Promise<{ readonly outcome: string }> {
  const outcome = await releaseStock(orderId);
  logger.info('stock released', { orderId, outcome });
  return { outcome };
}
