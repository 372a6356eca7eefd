import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { ask, database } from './database.ts';
import type { Order } from './order.ts';
import { setting } from './settings.ts';

/** An order as its customer sees it in a list. */
export type CustomerOrder = Pick<
  Order,
  'customerId' | 'orderId' | 'status' | 'amount' | 'currency' | 'createdAt' | 'updatedAt'
>;

/** Takes over what an order is now, unless something newer is there already: streams tell things twice. */
export async function projectOrder(order: Order): Promise<void> {
  const { customerId, orderId, status, amount, currency, createdAt, updatedAt } = order;
  const Item: CustomerOrder = { customerId, orderId, status, amount, currency, createdAt, updatedAt };
  const put = new PutCommand({
    TableName: setting('CUSTOMER_ORDERS_TABLE'),
    Item,
    ConditionExpression: 'attribute_not_exists(orderId) OR updatedAt <= :updatedAt',
    ExpressionAttributeValues: { ':updatedAt': updatedAt },
  });
  try {
    await ask(database.send(put), 'ConditionalCheckFailedException');
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

const pageMax = 50;

/** The latest orders of a customer, as of a moment ago. */
export async function ordersOfCustomer(customerId: string): Promise<readonly CustomerOrder[]> {
  const query = new QueryCommand({
    TableName: setting('CUSTOMER_ORDERS_TABLE'),
    KeyConditionExpression: 'customerId = :customerId',
    ExpressionAttributeValues: { ':customerId': customerId },
    Limit: pageMax,
  });
  const { Items = [] } = await ask(database.send(query));
  return Items as CustomerOrder[];
}
