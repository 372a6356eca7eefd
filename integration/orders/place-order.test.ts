import { describe, expect } from 'vitest';
import { fulfilments } from './order-events.ts';
import { apiOf, itemsOf, order, ordersTest, place, rotateKey } from './orders-test.ts';

const { test, provider } = await ordersTest();

describe('POST /orders', () => {
  test('charges once, stores the order, and answers it', async ({ deployment }) => {
    const response = await place(deployment, 'k1').expect(201);

    expect(response.headers['content-type']).toBe('application/json');
    expect(response.body).toMatchObject({ ...order, status: 'CONFIRMED', amount: 2100, chargeId: 'ch_1' });
    expect(provider.charges).toEqual([
      {
        id: 'ch_1',
        amount: 2100,
        currency: 'EUR',
        reference: response.body.orderId,
        createdAt: expect.stringMatching(/Z$/),
      },
    ]);
    expect(await itemsOf(deployment, 'OrdersTable')).toEqual([expect.objectContaining(response.body)]);
  });

  test('gives the same answer for the same key, byte for byte, and charges no more', async ({ deployment }) => {
    const first = await place(deployment, 'k1').expect(201);
    const second = await place(deployment, 'k1').expect(201);

    expect(second.text).toBe(first.text);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(provider.requests).toHaveLength(1);
  });

  test('has the order fulfilled soon after, while nobody waits', async ({ deployment }) => {
    const { body } = await place(deployment, 'k1').expect(201);

    await expect
      .poll(() => fulfilments(deployment), { timeout: 10_000 })
      .toMatchObject({ [body.orderId]: { shipmentId: body.orderId.replace('ord_', 'shp_') } });
  });

  test('makes another order for another key', async ({ deployment }) => {
    const first = await place(deployment, 'k1').expect(201);
    const second = await place(deployment, 'k2').expect(201);

    expect(second.body.orderId).not.toBe(first.body.orderId);
    expect(provider.charges).toHaveLength(2);
  });

  test('answers 400 without an Idempotency-Key', async ({ deployment }) => {
    const response = await apiOf(deployment).post('/orders').send(order).expect(400);

    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.body).toMatchObject({ type: 'urn:orders:idempotency-key-required', status: 400 });
    expect(provider.requests).toHaveLength(0);
  });

  test.for([
    ['no items', { ...order, items: [] }, 'items'],
    ['a price of nothing', { ...order, items: [{ sku: 'tea', quantity: 1, unitPrice: 0 }] }, 'items.0.unitPrice'],
    ['a currency that is none', { ...order, currency: 'euro' }, 'currency'],
  ] as const)('answers 400 naming what is wrong: %s', async ([, body, path], { deployment }) => {
    const response = await place(deployment, 'k1', body).expect(400);

    expect(response.body.errors).toEqual([expect.objectContaining({ path })]);
  });

  test('answers 400 to a body that is no JSON', async ({ deployment }) => {
    await apiOf(deployment)
      .post('/orders')
      .set('idempotency-key', 'k1')
      .set('content-type', 'application/json')
      .send('{"customerId":')
      .expect(400);
  });

  test('answers 422 when the key comes with another payload', async ({ deployment }) => {
    await place(deployment, 'k1').expect(201);

    const response = await place(deployment, 'k1', { ...order, customerId: 'c-2' }).expect(422);

    expect(response.body.type).toBe('urn:orders:idempotency-key-reused');
    expect(provider.charges).toHaveLength(1);
  });

  test('answers 409 while a request with the key is in progress', async ({ deployment }) => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    provider.script({ kind: 'hold', until: released });
    const first = place(deployment, 'k1').then((response) => response);
    await expect.poll(() => provider.requests.length, { timeout: 10_000 }).toBe(1);

    const second = await place(deployment, 'k1').expect(409);
    release();

    expect(second.headers['retry-after']).toBe('1');
    expect((await first).status).toBe(201);
    expect(provider.charges).toHaveLength(1);
  });

  test('executes once however many clients send the same key at the same time', async ({ deployment }) => {
    const responses = await Promise.all(Array.from({ length: 8 }, () => place(deployment, 'k1')));

    const statuses = responses.map(({ status }) => status);
    expect(statuses).toContain(201);
    expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([]);
    expect(provider.charges).toHaveLength(1);
    expect(await itemsOf(deployment, 'OrdersTable')).toHaveLength(1);
  });

  test('answers 402 to a declined payment, and the same for the same key', async ({ deployment }) => {
    const dear = { ...order, items: [{ sku: 'yacht', quantity: 2, unitPrice: 10_000_000 }] };

    const first = await place(deployment, 'k1', dear).expect(402);
    const second = await place(deployment, 'k1', dear).expect(402);

    expect(second.text).toBe(first.text);
    expect(await itemsOf(deployment, 'OrdersTable')).toEqual([]);
  });
});

describe('POST /orders › when the provider has a bad day', () => {
  test('tries again after failures, with the same key of its own', async ({ deployment }) => {
    provider.script({ kind: 'status', status: 500 }, { kind: 'reset' });

    await place(deployment, 'k1').expect(201);

    expect(new Set(provider.requests.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
    expect(provider.requests).toHaveLength(3);
    expect(provider.charges).toHaveLength(1);
  });

  test('charges once although answers were lost or unreadable', async ({ deployment }) => {
    provider.script({ kind: 'lost' }, { kind: 'garbled' });

    await place(deployment, 'k1').expect(201);

    expect(provider.charges).toHaveLength(1);
  });

  test('answers 503 while it is down, and the same key succeeds afterwards', async ({ deployment }) => {
    provider.setDown(true);
    const down = await place(deployment, 'k1').expect(503);
    provider.setDown(false);

    const up = await place(deployment, 'k1').expect(201);

    expect(down.headers['retry-after']).toBe('1');
    expect(up.body.status).toBe('CONFIRMED');
    expect(provider.charges).toHaveLength(1);
  });
});

describe('POST /orders › when the key is rotated', () => {
  test('refreshes the cached key after a 401, once', async ({ deployment, needs }) => {
    // Environments that start cold: a warm one still has the key of the test before.
    needs('snapshots');
    await rotateKey(deployment, 'sk_1');
    provider.acceptOnly('sk_1');
    await place(deployment, 'k1').expect(201);

    await rotateKey(deployment, 'sk_2');
    provider.acceptOnly('sk_2');
    await place(deployment, 'k2').expect(201);

    expect(provider.requests.map(({ apiKey }) => apiKey)).toEqual(['sk_1', 'sk_1', 'sk_2']);
  });

  test('answers 503 when the key is revoked for good, without hammering', async ({ deployment }) => {
    await rotateKey(deployment, 'sk_1');
    provider.acceptOnly('sk_other');

    await place(deployment, 'k1').expect(503);

    expect(provider.requests).toHaveLength(2);
    expect(provider.charges).toHaveLength(0);
  });
});
