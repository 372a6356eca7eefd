import type { S3Event } from 'aws-lambda';
import { noteInvoice, orderOfInvoice } from './orders/invoices.ts';
import { logger } from './orders/telemetry.ts';

/** What the bucket tells of new invoices, as often as it likes. */
export async function handler({ Records }: S3Event): Promise<void> {
  for (const { s3 } of Records) {
    const key = decodeURIComponent(s3.object.key.replaceAll('+', ' '));
    const orderId = orderOfInvoice(key);
    if (orderId === undefined) logger.warn('no invoice of an order', { key });
    else await noteInvoice(orderId);
  }
}
