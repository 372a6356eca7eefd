import { describe, expect } from 'vitest';
import { apiOf, itemsOf, ordersTest, place } from './orders-test.ts';

const { test, provider } = await ordersTest();

describe('POST /orders/{id}/cancel', () => {
  test('refunds the charge and cancels the order', async ({ deployment }) => {
    const { body: placed } = await place(deployment, 'k1').expect(201);

    const response = await apiOf(deployment).post(`/orders/${placed.orderId}/cancel`).expect(200);

    expect(response.body).toMatchObject({ orderId: placed.orderId, status: 'CANCELLED', refundId: 're_1' });
    expect(provider.refunds).toEqual([{ id: 're_1', chargeId: placed.chargeId }]);
  });

  test('refunds once however often it is asked, also at the same time', async ({ deployment }) => {
    const { body: placed } = await place(deployment, 'k1').expect(201);
    const cancel = () => apiOf(deployment).post(`/orders/${placed.orderId}/cancel`);

    const together = await Promise.all([cancel(), cancel(), cancel()]);
    const later = await cancel().expect(200);

    expect(together.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(later.body.status).toBe('CANCELLED');
    expect(provider.refunds).toHaveLength(1);
  });

  test('puts the order back when the provider refuses the refund', async ({ deployment }) => {
    const { body: placed } = await place(deployment, 'k1').expect(201);
    provider.script({ kind: 'status', status: 422 });

    const response = await apiOf(deployment).post(`/orders/${placed.orderId}/cancel`).expect(409);

    expect(response.body.type).toBe('urn:orders:payment-refused');
    expect(await itemsOf(deployment, 'OrdersTable')).toEqual([expect.objectContaining({ status: 'CONFIRMED' })]);
  });

  test('goes on where it stopped when the provider was down', async ({ deployment }) => {
    const { body: placed } = await place(deployment, 'k1').expect(201);
    provider.setDown(true);
    await apiOf(deployment).post(`/orders/${placed.orderId}/cancel`).expect(503);
    expect(await itemsOf(deployment, 'OrdersTable')).toEqual([expect.objectContaining({ status: 'CANCELLING' })]);
    provider.setDown(false);

    const response = await apiOf(deployment).post(`/orders/${placed.orderId}/cancel`).expect(200);

    expect(response.body.status).toBe('CANCELLED');
    expect(provider.refunds).toHaveLength(1);
  });

  test('answers 404 for an order that there is not', async ({ deployment }) => {
    await apiOf(deployment).post('/orders/nonesuch/cancel').expect(404);
  });
});
