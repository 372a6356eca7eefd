import { type Line, reserveStock } from './orders/stock.ts';
import { logger } from './orders/telemetry.ts';

/** What the saga says of an order. */
interface Step {
  readonly orderId: string;
  readonly items: readonly Line[];
}

/** The saga's first step. Fails as `OutOfStock` where trying again does not help. */
export async function handler({ orderId, items }: Step): Promise<{ readonly products: number }> {
  const products = await reserveStock(orderId, items);
  logger.info('stock reserved', { orderId, products });
  return { products };
}
