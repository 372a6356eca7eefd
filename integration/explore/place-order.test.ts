import { expectState, explore } from 'squall/vitest';
import { expect } from 'vitest';
import { payments } from '../fixtures/explore/payments.ts';

const order = { customerId: 'c1', currency: 'EUR', items: [{ sku: 'a', quantity: 2, unitPrice: 10 }] };

explore('place order', {
  app: 'stack/app.ts',
  external: [payments],
  given: (w) => w.secret('payments').set({ apiKey: 'sk_live_1' }),
  when: async (w) => {
    const client = w.client({ api: 'Http', retries: 5, on: ['network', 409, 429, '5xx'] });
    await client.post('/orders', { idempotencyKey: 'k1', json: order });
    await w.schedule('PublishOutbox', { every: '1m', times: 2 });
  },
  then: ({ outcome, world }) => {
    expectState(payments.charges).toHaveCountAtMost(1);
    if (!outcome.ok) return;
    expectState(world.table('orders')).toHaveCount(1);
    expectState(world.table('outbox')).toBeEmpty();
    expectState(world.queue('DeadEvents')).toBeEmpty();
    expectState(world.queue('Undelivered')).toBeEmpty();
    const { orderId } = outcome.json as { orderId: string };
    expectState(world.bucket('Invoices')).toHaveCount(1);
    expect(world.table('orders').find({ invoiceKey: `invoices/${orderId}.json` })).toBeDefined();
    expect(world.table('Customers').items()).toEqual([expect.objectContaining({ orderId, status: 'CONFIRMED' })]);
  },
});
