import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { ask, database } from './database.ts';
import { unavailable } from './problem.ts';
import { setting } from './settings.ts';

/** So many pieces of a product. */
export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

/** What is held for an order; once it was given back it is there to tell a reservation that comes late. */
interface Reservation {
  readonly id: string;
  readonly isHeld: boolean;
  readonly lines: readonly Line[];
}

/** There is not enough of a product, and trying again does not help. */
export class OutOfStock extends Error {
  override readonly name = 'OutOfStock';
}

const productKey = (sku: string) => ({ id: `sku#${sku}` });
const reservationKey = (orderId: string) => ({ id: `order#${orderId}` });

/**
 * Takes an order's pieces out of the stock, once however often it is asked, and all of them or none. Products of which
 * no stock is counted are made to order: nothing is held of them. Answers how many products are held.
 */
export async function reserveStock(orderId: string, items: readonly Line[]): Promise<number> {
  const lines = await countedLines(items);
  if (lines.length === 0) return 0;
  const TableName = setting('STOCK_TABLE');
  const reservation: Reservation = { ...reservationKey(orderId), isHeld: true, lines };
  const put = {
    TableName,
    Item: reservation,
    ConditionExpression: 'attribute_not_exists(id)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
  const taken = lines.map(({ sku, quantity }) => ({
    Update: {
      TableName,
      Key: productKey(sku),
      ConditionExpression: 'available >= :quantity',
      UpdateExpression: 'SET available = available - :quantity',
      ExpressionAttributeValues: { ':quantity': quantity },
    },
  }));
  const command = new TransactWriteCommand({ TransactItems: [{ Put: put }, ...taken] });
  try {
    await ask(database.send(command), 'TransactionCanceledException');
  } catch (error) {
    judge(orderId, error);
  }
  return lines.length;
}

/** Returns when the reservation is there already. */
function judge(orderId: string, error: unknown): void {
  if (!(error instanceof TransactionCanceledException)) throw error;
  const [own, ...others] = error.CancellationReasons ?? [];
  if (own?.Code === 'ConditionalCheckFailed') {
    if (own.Item && (unmarshall(own.Item) as Reservation).isHeld) return;
    throw new Error(`${orderId} has given its stock back`);
  }
  if (others.some(({ Code }) => Code === 'ConditionalCheckFailed')) throw new OutOfStock(`Not enough for ${orderId}`);
  throw unavailable('The stock', error);
}

/** The lines of products whose stock is counted, one for each of them. */
async function countedLines(items: readonly Line[]): Promise<readonly Line[]> {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of items) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  const TableName = setting('STOCK_TABLE');
  const Keys = [...quantities.keys()].map(productKey);
  const found = await ask(
    database.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } })),
  );
  if (Object.keys(found.UnprocessedKeys ?? {}).length > 0) throw unavailable('The stock');
  const counted = new Set((found.Responses?.[TableName] ?? []).map(({ id }) => id));
  return [...quantities]
    .filter(([sku]) => counted.has(productKey(sku).id))
    .map(([sku, quantity]) => ({ sku, quantity }));
}

/** Gives back what is held for an order, once. What comes to be reserved for it afterwards is refused. */
export async function releaseStock(orderId: string): Promise<'released' | 'repeated'> {
  const TableName = setting('STOCK_TABLE');
  const Key = reservationKey(orderId);
  const { Item } = await ask(database.send(new GetCommand({ TableName, Key, ConsistentRead: true })));
  const reservation = Item as Reservation | undefined;
  if (!reservation) {
    const tombstone: Reservation = { ...Key, isHeld: false, lines: [] };
    // Somebody who reserves at this moment makes it fail: the next try finds what is held.
    const ConditionExpression = 'attribute_not_exists(id)';
    await ask(database.send(new PutCommand({ TableName, Item: tombstone, ConditionExpression })));
    return 'released';
  }
  if (!reservation.isHeld) return 'repeated';
  const mark = {
    TableName,
    Key,
    ConditionExpression: 'isHeld = :held',
    UpdateExpression: 'SET isHeld = :released',
    ExpressionAttributeValues: { ':held': true, ':released': false },
  };
  const given = reservation.lines.map(({ sku, quantity }) => ({
    Update: {
      TableName,
      Key: productKey(sku),
      UpdateExpression: 'ADD available :quantity',
      ExpressionAttributeValues: { ':quantity': quantity },
    },
  }));
  await ask(database.send(new TransactWriteCommand({ TransactItems: [{ Update: mark }, ...given] })));
  return 'released';
}
