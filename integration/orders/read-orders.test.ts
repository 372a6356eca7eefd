import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Deployment } from 'squall/vitest';
import { describe, expect } from 'vitest';
import { apiOf, ordersTest, place } from './orders-test.ts';

const { test } = await ordersTest({ needs: [] });

const orderNumber = (index: number) => `ord_${String(index).padStart(3, '0')}`;

/** Straight into the table: forty orders, every fourth cancelled. */
async function seed({ clientConfig, outputs }: Deployment, count = 40): Promise<void> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(clientConfig()));
  const items = Array.from({ length: count }, (_, index) => ({
    orderId: orderNumber(index),
    kind: 'order',
    status: index % 4 === 0 ? 'CANCELLED' : 'CONFIRMED',
    customerId: 'c-1',
    createdAt: new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString(),
  }));
  for (let start = 0; start < count; start += 25) {
    const requests = items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [outputs.OrdersTable ?? '']: requests } }));
  }
}

async function readAll(deployment: Deployment, query: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor = '';
  do {
    const response = await apiOf(deployment).get(`/orders?${query}${cursor}`).expect(200);
    ids.push(...response.body.orders.map(({ orderId }: { orderId: string }) => orderId));
    cursor = response.body.next === undefined ? '' : `&cursor=${encodeURIComponent(response.body.next)}`;
  } while (cursor !== '');
  return ids;
}

describe('GET /orders/{id}', () => {
  test('answers the order as it was placed', async ({ deployment, needs }) => {
    needs('this machine');
    const placed = await place(deployment, 'k1').expect(201);

    const read = await apiOf(deployment).get(`/orders/${placed.body.orderId}`).expect(200);

    expect(read.body).toEqual(placed.body);
  });

  test('answers 404 as a problem', async ({ deployment }) => {
    const response = await apiOf(deployment).get('/orders/nonesuch').expect(404);

    expect(response.body).toMatchObject({ type: 'urn:orders:order-not-found', status: 404 });
  });
});

describe('GET /orders', () => {
  test('pages through all orders, newest first, each once', async ({ deployment }) => {
    await seed(deployment);

    const ids = await readAll(deployment, 'limit=7');

    expect(ids).toEqual(Array.from({ length: 40 }, (_, index) => orderNumber(39 - index)));
  });

  test('pages through the orders of one status', async ({ deployment }) => {
    await seed(deployment);

    const ids = await readAll(deployment, 'limit=3&status=CANCELLED');

    expect(ids).toEqual(Array.from({ length: 10 }, (_, index) => orderNumber(36 - index * 4)));
  });

  test('answers no orders when there are none', async ({ deployment }) => {
    const response = await apiOf(deployment).get('/orders').expect(200);

    expect(response.body).toEqual({ orders: [] });
  });

  test.for(['limit=0', 'limit=101', 'limit=x', 'status=LOST'])('answers 400 to %s', async (query, { deployment }) => {
    await apiOf(deployment).get(`/orders?${query}`).expect(400);
  });

  test('refuses cursors that are made up, changed, or of another list', async ({ deployment }) => {
    await seed(deployment, 5);
    const { body } = await apiOf(deployment).get('/orders?limit=2').expect(200);
    const [payload, signature] = String(body.next).split('.');
    const forged = Buffer.from('{"key":{"orderId":"ord_000"}}').toString('base64url');

    for (const query of [
      `cursor=x`,
      `cursor=${forged}.${signature}`,
      `cursor=${payload}`,
      `status=CONFIRMED&cursor=${body.next}`,
    ]) {
      const response = await apiOf(deployment).get(`/orders?${query}`).expect(400);
      expect(response.body.type).toBe('urn:orders:invalid-cursor');
    }
  });
});

test('GET /health answers', async ({ deployment }) => {
  const response = await apiOf(deployment).get('/health').expect(200);

  expect(response.body).toEqual({ status: 'ok' });
});

test('a path that is no route answers as API Gateway does', async ({ deployment }) => {
  const response = await apiOf(deployment).get('/nonesuch').expect(404);

  expect(response.text).toBe('{"message":"Not Found"}');
});
