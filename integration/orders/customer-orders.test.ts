import type { Deployment } from 'squall/vitest';
import { describe, expect } from 'vitest';
import * as inject from './inject-faults.ts';
import { apiOf, order, ordersTest, place } from './orders-test.ts';
import { call, undelivered } from './workers.ts';

const { test } = await ordersTest({
  cloud: { clock: 'virtual', schedules: 'held' },
  needs: ['virtual time', 'faults', 'this machine'],
});

const settle = ({ clock }: Deployment) => clock.advance('2s');
const ordersOf = async (deployment: Deployment, customerId: string) =>
  (await apiOf(deployment).get(`/customers/${customerId}/orders`).expect(200)).body.orders as unknown[];

/** A change of an order as the stream of its table tells it. */
const changeOf = (placed: Record<string, unknown>) => ({
  Records: [{ eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage: image(placed) } }],
});
const image = ({ orderId, customerId, currency, amount, status, createdAt, updatedAt }: Record<string, unknown>) => ({
  ...Object.fromEntries(
    Object.entries({ orderId, customerId, currency, status, createdAt, updatedAt }).map(([name, S]) => [name, { S }]),
  ),
  amount: { N: String(amount) },
});

describe('GET /customers/{id}/orders', () => {
  test('answers the orders of that customer a moment after they were placed', async ({ deployment }) => {
    const { body: mine } = await place(deployment, 'k1').expect(201);
    await place(deployment, 'k2', { ...order, customerId: 'c-2' }).expect(201);
    await settle(deployment);

    const { orderId, customerId, status, amount, currency, createdAt, updatedAt } = mine;
    expect(await ordersOf(deployment, 'c-1')).toEqual([
      { orderId, customerId, status, amount, currency, createdAt, updatedAt },
    ]);
    expect(await ordersOf(deployment, 'c-3')).toEqual([]);
  });

  test('answers an order as cancelled once it is', async ({ deployment }) => {
    const { body } = await place(deployment, 'k1').expect(201);
    await apiOf(deployment).post(`/orders/${body.orderId}/cancel`).expect(200);
    await settle(deployment);

    expect(await ordersOf(deployment, 'c-1')).toEqual([expect.objectContaining({ status: 'CANCELLED' })]);
  });

  test('is not set back by changes that come again', async ({ deployment }) => {
    const { body } = await place(deployment, 'k1').expect(201);
    await apiOf(deployment).post(`/orders/${body.orderId}/cancel`).expect(200);
    await settle(deployment);
    const before = await ordersOf(deployment, 'c-1');

    const answer = await call(deployment, 'CustomersProject', changeOf(body));

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(before).toEqual([expect.objectContaining({ status: 'CANCELLED' })]);
    expect(await ordersOf(deployment, 'c-1')).toEqual(before);
  });

  test('catches up when its table was away for a while', async ({ deployment }) => {
    await deployment.faults.add({ fault: { kind: 'error' }, operation: 'PutItem', resource: 'CustomersTable' });
    await place(deployment, 'k1').expect(201);
    await settle(deployment);
    const during = await ordersOf(deployment, 'c-1');
    await inject.clear(deployment);

    await deployment.clock.advance('1m');

    expect(during).toEqual([]);
    expect(await ordersOf(deployment, 'c-1')).toHaveLength(1);
    expect(await undelivered(deployment)).toEqual([]);
  });

  test('names the change that it gives up, and goes on with the next', async ({ deployment }) => {
    const away = { fault: { kind: 'error' as const }, operation: 'PutItem', resource: 'CustomersTable' };
    await deployment.faults.add(away);
    await place(deployment, 'k1').expect(201);
    await deployment.clock.advance('30m');
    await inject.clear(deployment);

    await place(deployment, 'k2', { ...order, customerId: 'c-2' }).expect(201);
    await deployment.clock.advance('1m');

    const dead = await undelivered(deployment);
    expect(dead.length).toBeGreaterThan(0);
    expect(dead[0]?.body).toMatchObject({ DDBStreamBatchInfo: { batchSize: expect.any(Number) } });
    expect(await ordersOf(deployment, 'c-2')).toHaveLength(1);
  });
});
