import { expectState, explore } from 'squall/vitest';
import { payments } from '../fixtures/explore/payments.ts';

const order = { customerId: 'c1', currency: 'EUR', items: [{ sku: 'a', quantity: 2, unitPrice: 10 }] };

explore('place order', {
  app: 'stack/app.ts',
  external: [payments],
  given: (w) => w.secret('payments').set({ apiKey: 'sk_live_1' }),
  when: (w) =>
    w.client({ retries: 5, on: ['network', 409, 429, '5xx'] }).post('/orders', { idempotencyKey: 'k1', json: order }),
  then: ({ outcome, world }) => {
    expectState(payments.charges).toHaveCountAtMost(1);
    if (outcome.ok) expectState(world.table('orders')).toHaveCount(1);
  },
});
