import { expectState, explore, f, type Given, type RunResult, type When } from 'squall/vitest';
import { expect } from 'vitest';
import { payments } from '../fixtures/explore/payments.ts';

const placedAt = '2026-11-26T10:11:12.000Z';
const items = [{ sku: 'a', quantity: 2, unitPrice: 10 }];
const order = {
  customerId: 'c1',
  currency: 'EUR',
  items,
  orderId: 'ord_1',
  kind: 'order',
  amount: 20,
  chargeId: 'ch_1',
};
const stored = { ...order, status: 'CONFIRMED', createdAt: placedAt, updatedAt: placedAt };

/** An order that was paid, and so many pieces of what it wants. */
const given = (available: number) => async (w: Given) => {
  await w.secret('payments').set({ apiKey: 'sk_live_1' });
  await w.table('Tables/Orders').put(stored);
  await w.table('Tables/Stock').put({ id: 'sku#a', available });
};

/** Its event, as the bus puts it on the queue; then all the time that the saga may take. */
const when = async (w: When) => {
  await w.send('Fulfilment/Events', {
    eventId: 'placed#ord_1',
    type: 'OrderPlaced',
    orderId: 'ord_1',
    occurredAt: placedAt,
  });
  await w.sleep('1h');
};

const left = ({ world }: RunResult) => world.table('Tables/Stock').find({ id: 'sku#a' })?.available;

explore('fulfil order', {
  app: 'stack/app.ts',
  // Other files run beside this one: a thread of its own costs another deploy, and there is no core for it.
  workers: 1,
  external: [payments],
  given: given(5),
  when,
  then: (result) => {
    const [found] = result.world.table('Tables/Orders').items();
    expect(found).toMatchObject({ ...stored, fulfilment: { shipmentId: 'shp_1' } });
    expect(left(result)).toBe(3);
    expect(result.sideEffects).toEqual([]);
    expectState(result.world.queue('DeadEvents')).toBeEmpty();
  },
});

function undone(result: RunResult): void {
  const [found] = result.world.table('Tables/Orders').items();
  expect(found).toMatchObject({ status: 'CANCELLED', cancelledBecause: 'out-of-stock' });
  expect(found).not.toHaveProperty('fulfilment');
  expect(left(result)).toBe(1);
  expect(new Set(result.sideEffects.map(({ idempotencyKey }) => idempotencyKey))).toEqual(new Set(['refund-ord_1']));
  expectState(result.world.queue('DeadEvents')).toBeEmpty();
}

explore('undo an order that cannot be fulfilled', {
  app: 'stack/app.ts',
  workers: 1,
  external: [payments],
  given: given(1),
  when,
  then: undone,
});

/** Two faults in one saga: where a step fails, its compensation fails as well. */
explore('undo an order, twice disturbed', {
  app: 'stack/app.ts',
  workers: 1,
  external: [payments],
  given: given(1),
  when,
  then: undone,
  faults: f.only('lost', 'crashAfter').at('sfn.', 'refunds', 'UpdateItem(Orders)', 'PutItem(Stock)'),
  depth: 2,
  budget: 200,
});
