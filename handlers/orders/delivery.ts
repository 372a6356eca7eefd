import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { z } from 'zod';
import { ask, database } from './database.ts';
import type { StoredOrder } from './order-store.ts';
import { setting } from './settings.ts';

/** What a carrier reports by a webhook, as often as it likes. */
export const shipmentDeliveredSchema = z.object({
  eventId: z.string().min(1),
  type: z.literal('ShipmentDelivered'),
  shipmentId: z.string().regex(/^shp_\w+$/),
  occurredAt: z.string(),
});

export type ShipmentDelivered = z.infer<typeof shipmentDeliveredSchema>;

/** Notes a delivery on its order, once: the first report counts. Throws while there is no such shipment. */
export async function noteDelivery({ shipmentId, occurredAt }: ShipmentDelivered): Promise<'noted' | 'repeated'> {
  const orderId = shipmentId.replace(/^shp_/, 'ord_');
  const update = new UpdateCommand({
    TableName: setting('ORDERS_TABLE'),
    Key: { orderId },
    ConditionExpression: 'attribute_exists(fulfilment) AND attribute_not_exists(deliveredAt)',
    UpdateExpression: 'SET deliveredAt = :deliveredAt',
    ExpressionAttributeValues: { ':deliveredAt': occurredAt },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await ask(database.send(update), 'ConditionalCheckFailedException');
    return 'noted';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const order = error.Item && (unmarshall(error.Item) as StoredOrder);
    if (order?.deliveredAt !== undefined) return 'repeated';
    throw new Error(order ? `${orderId} was not shipped yet` : `There is no order ${orderId}`);
  }
}
