import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ask, database } from './database.ts';
import type { Order } from './order.ts';
import { setting } from './settings.ts';

const bucket = new S3Client({
  requestHandler: { requestTimeout: 2000, throwOnRequestTimeout: true, connectionTimeout: 1000 },
});

const keyOf = (orderId: string): string => `invoices/${orderId}.json`;

/** Of the order whose invoice lies at a key; undefined for all other keys. */
export const orderOfInvoice = (key: string): string | undefined => /^invoices\/(ord_\w+)\.json$/.exec(key)?.[1];

/** Written twice it is the same: all of it is the order's, which never changes in these. */
export async function writeInvoice({ orderId, customerId, items, currency, amount, createdAt }: Order): Promise<void> {
  const invoice = {
    invoice: orderId.replace(/^ord_/, 'inv_'),
    orderId,
    customerId,
    items,
    currency,
    amount,
    createdAt,
  };
  await bucket.send(
    new PutObjectCommand({
      Bucket: setting('INVOICES_BUCKET'),
      Key: keyOf(orderId),
      Body: JSON.stringify(invoice),
      ContentType: 'application/json',
    }),
  );
}

/** Has the order remember where its invoice is, however often it is told. */
export async function noteInvoice(orderId: string): Promise<void> {
  const update = new UpdateCommand({
    TableName: setting('ORDERS_TABLE'),
    Key: { orderId },
    ConditionExpression: 'attribute_exists(orderId) AND attribute_not_exists(invoiceKey)',
    UpdateExpression: 'SET invoiceKey = :key',
    ExpressionAttributeValues: { ':key': keyOf(orderId) },
  });
  try {
    await ask(database.send(update), 'ConditionalCheckFailedException');
  } catch (error) {
    // Noted before, or of an order that is gone.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
