import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { ask, database } from './database.ts';
import type { StoredOrder } from './order-store.ts';
import { setting } from './settings.ts';

/** `cancelled`: there is nothing to ship any more. `repeated`: it was shipped before. */
export type Outcome = 'fulfilled' | 'repeated' | 'cancelled';

/**
 * Has an order shipped, once: the order itself remembers it, for as long as there is an order, so that no event that
 * comes twice, late or out of a dead-letter queue ships it again. Throws while that cannot be decided yet.
 */
export async function fulfilOrder(orderId: string): Promise<Outcome> {
  const update = new UpdateCommand({
    TableName: setting('ORDERS_TABLE'),
    Key: { orderId },
    ConditionExpression: '#status = :confirmed AND attribute_not_exists(fulfilment)',
    UpdateExpression: 'SET fulfilment = :fulfilment',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: {
      ':confirmed': 'CONFIRMED',
      ':fulfilment': { shipmentId: shipmentIdOf(orderId), fulfilledAt: new Date().toISOString() },
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await ask(database.send(update), 'ConditionalCheckFailedException');
    return 'fulfilled';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return judge(orderId, error.Item && (unmarshall(error.Item) as StoredOrder));
  }
}

function judge(orderId: string, order: StoredOrder | undefined): Outcome {
  if (order?.fulfilment) return 'repeated';
  if (order?.status === 'CANCELLED') return 'cancelled';
  // A cancellation that is under way may yet be taken back.
  throw new Error(order ? `${orderId} is ${order.status}` : `There is no order ${orderId}`);
}

/** From the order's id: whoever ships finds out by it, too, that it was asked before. */
const shipmentIdOf = (orderId: string): string => orderId.replace(/^ord_/, 'shp_');
