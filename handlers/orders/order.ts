import { z } from 'zod';

/** Amounts are integers in the currency's minor unit: 450 is 4.50 EUR. */
const minorUnits = z.number().int().positive().max(10_000_000);

const itemSchema = z.strictObject({
  sku: z.string().min(1).max(64),
  quantity: z.number().int().positive().max(1000),
  unitPrice: minorUnits,
});

/** What a client sends to place an order. */
export const orderRequestSchema = z.strictObject({
  customerId: z.string().min(1).max(64),
  currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters'),
  items: z.array(itemSchema).min(1).max(50),
});

export type OrderRequest = z.infer<typeof orderRequestSchema>;

export const orderStatuses = ['CONFIRMED', 'CANCELLING', 'CANCELLED'] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** Why an order was cancelled by us. */
export type CancelReason = 'out-of-stock' | 'not-fulfillable';

/** An order as it is stored and answered. */
export interface Order extends OrderRequest {
  readonly orderId: string;
  readonly status: OrderStatus;
  /** In minor units. */
  readonly amount: number;
  readonly chargeId: string;
  readonly refundId?: string;
  /** Absent where its customer asked for it. */
  readonly cancelledBecause?: CancelReason;
  /** ISO 8601; the order of lists. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const amountOf = ({ items }: OrderRequest): number =>
  items.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
