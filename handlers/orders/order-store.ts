import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ask, database } from './database.ts';
import type { CancelReason, Order, OrderStatus } from './order.ts';
import { setting } from './settings.ts';

/** Partition of the index that lists all orders. */
export const allOrders = 'order';

/** What is stored beside the order itself. */
export interface StoredOrder extends Order {
  readonly kind: typeof allOrders;
  /** Once it has been shipped; clients are not told of it. */
  readonly fulfilment?: { readonly shipmentId: string; readonly fulfilledAt: string };
  /** Once its payment is settled for what is to be shipped. */
  readonly capturedAt?: string;
  /** Once its carrier has said so. */
  readonly deliveredAt?: string;
  /** Where its invoice lies, once it is written. */
  readonly invoiceKey?: string;
}

export const toStored = (order: Order): StoredOrder => ({ ...order, kind: allOrders });

const fromStored = ({
  kind: _kind,
  fulfilment: _fulfilment,
  capturedAt: _captured,
  deliveredAt: _at,
  invoiceKey: _invoice,
  ...order
}: StoredOrder): Order => order;

export async function findOrder(orderId: string): Promise<Order | undefined> {
  const order = await findStoredOrder(orderId);
  return order && fromStored(order);
}

/** With what clients are not told of. */
export async function findStoredOrder(orderId: string): Promise<StoredOrder | undefined> {
  const { Item } = await ask(
    database.send(new GetCommand({ TableName: setting('ORDERS_TABLE'), Key: { orderId }, ConsistentRead: true })),
  );
  return Item as StoredOrder | undefined;
}

export interface OrderPage {
  readonly orders: readonly Order[];
  readonly nextKey: Readonly<Record<string, unknown>> | undefined;
}

/** One page of orders, newest first, of one status or of all. */
export async function listOrders(
  status: OrderStatus | undefined,
  limit: number,
  startKey: Readonly<Record<string, unknown>> | undefined,
): Promise<OrderPage> {
  const { Items = [], LastEvaluatedKey } = await ask(
    database.send(
      new QueryCommand({
        TableName: setting('ORDERS_TABLE'),
        IndexName: status === undefined ? 'byDate' : 'byStatus',
        KeyConditionExpression: '#partition = :partition',
        ExpressionAttributeNames: { '#partition': status === undefined ? 'kind' : 'status' },
        ExpressionAttributeValues: { ':partition': status ?? allOrders },
        ScanIndexForward: false,
        Limit: limit,
        ...(startKey && { ExclusiveStartKey: startKey }),
      }),
    ),
  );
  return { orders: Items.map((item) => fromStored(item as StoredOrder)), nextKey: LastEvaluatedKey };
}

/**
 * Moves an order from one status to another, if it still has the first. Answers the order as it is afterwards, moved or
 * not; undefined when it does not exist. An order that already has the new status counts as moved: the answer to an
 * earlier try may have been lost.
 */
export async function moveOrder(
  orderId: string,
  from: OrderStatus,
  to: OrderStatus,
  more: { readonly refundId?: string; readonly cancelledBecause?: CancelReason } = {},
): Promise<Order | undefined> {
  const added = Object.entries(more);
  const update = new UpdateCommand({
    TableName: setting('ORDERS_TABLE'),
    Key: { orderId },
    ConditionExpression: '#status = :from',
    UpdateExpression: `SET #status = :to, updatedAt = :now${added.map(([name]) => `, ${name} = :${name}`).join('')}`,
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: {
      ':from': from,
      ':to': to,
      ':now': new Date().toISOString(),
      ...Object.fromEntries(added.map(([name, value]) => [`:${name}`, value])),
    },
    ReturnValues: 'ALL_NEW',
  });
  try {
    const { Attributes } = await ask(database.send(update), 'ConditionalCheckFailedException');
    return Attributes && fromStored(Attributes as StoredOrder);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return findOrder(orderId);
    throw error;
  }
}
