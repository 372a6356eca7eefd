import { expectState, explore } from 'squall/vitest';

const occurredAt = '2026-11-27T10:11:12.000Z';
const report = { eventId: 'evt-1', type: 'ShipmentDelivered', shipmentId: 'shp_1', occurredAt };
const shipped = {
  orderId: 'ord_1',
  kind: 'order',
  status: 'CONFIRMED',
  customerId: 'c1',
  currency: 'EUR',
  amount: 20,
  createdAt: '2026-11-26T10:11:12.000Z',
  updatedAt: '2026-11-26T10:11:12.000Z',
  fulfilment: { shipmentId: 'shp_1', fulfilledAt: '2026-11-26T10:11:13.000Z' },
};

interface Keys {
  readonly items: readonly { readonly value: string }[];
}

let key = '';

explore('report a delivery', {
  app: 'stack/app.ts',
  // Other files run beside this one: a thread of its own costs another deploy, and there is no core for it.
  workers: 1,
  given: async (w) => {
    await w.table('Tables/Orders').put(shipped);
    const { items } = await w.call<Keys>('apigateway', 'GetApiKeys', { includeValues: true });
    key = items[0]?.value ?? '';
  },
  when: async (w) => {
    const client = w.client({ api: 'Rest', retries: 5, on: ['network', 429, '5xx'] });
    await client.post('/v1/webhooks', { headers: { 'x-api-key': key }, json: report });
  },
  then: ({ outcome, world }) => {
    expectState(world.queue('DeadWebhooks')).toBeEmpty();
    expectState(world.table('Tables/Orders')).toHaveCount(1);
    if (!outcome.ok) return;
    expectState(world.table('Tables/Orders')).toContain({ orderId: 'ord_1', deliveredAt: occurredAt });
    expectState(world.queue('Partners/Webhooks')).toBeEmpty();
  },
});
