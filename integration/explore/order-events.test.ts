import { expectState, explore, f } from 'squall/vitest';
import { expect } from 'vitest';
import { payments } from '../fixtures/explore/payments.ts';
import { order, retrying } from './survival/orders.ts';

interface Archives {
  readonly Archives: readonly { readonly ArchiveName: string; readonly EventSourceArn: string }[];
}

/** Consumers hear of everything again: nothing comes of it that was not there before. */
explore('replay of the archive', {
  app: 'stack/app.ts',
  // Other files run beside this one: a thread of its own costs another deploy, and there is no core for it.
  workers: 1,
  external: [payments],
  given: (w) => w.secret('payments').set({ apiKey: 'sk_live_1' }),
  faults: f.only('duplicate', 'lost', 'crashAfter').at('events.', 'WriteInvoice', 'FulfilOrder'),
  // An event that was put twice is archived twice.
  ignore: ['answer.Archives'],
  when: async (w) => {
    await w.client(retrying).post('/orders', { idempotencyKey: 'k1', json: order });
    await w.schedule('PublishOutbox', { every: '5m', times: 1 });
    const listed = await w.call('events', 'ListArchives', {});
    const [archive] = (listed.json as Archives).Archives;
    const bus = archive?.EventSourceArn ?? '';
    await w.call('events', 'StartReplay', {
      ReplayName: 'again',
      EventSourceArn: bus.replace(/event-bus\/.*/, `archive/${archive?.ArchiveName}`),
      EventStartTime: new Date(0),
      EventEndTime: new Date('2100-01-01T00:00:00Z'),
      Destination: { Arn: bus },
    });
    await w.sleep('10m');
  },
  then: ({ sideEffects, world }) => {
    expectState(sideEffects.filter(({ route }) => route.endsWith('/charges'))).toHaveCount(1);
    expectState(world.bucket('Invoices')).toHaveCount(1);
    expectState(world.table('Customers')).toHaveCount(1);
    expectState(world.queue('DeadEvents')).toBeEmpty();
    expectState(world.queue('Undelivered')).toBeEmpty();
  },
});

const placedAt = '2026-11-26T10:11:12.000Z';
const stored = { ...order, orderId: 'ord_1', kind: 'order', status: 'CONFIRMED', amount: 20, chargeId: 'ch_1' };
const detail = { eventId: 'placed#ord_1', type: 'OrderPlaced', orderId: 'ord_1', occurredAt: placedAt };
const event = { bus: 'Bus', source: 'orders', detailType: 'OrderPlaced', detail };

explore('an event that is put twice', {
  app: 'stack/app.ts',
  workers: 1,
  given: (w) => w.table('Tables/Orders').put({ ...stored, createdAt: placedAt, updatedAt: placedAt }),
  faults: f
    .only('duplicate', 'lost', 'error', 'crashBefore', 'crashAfter')
    .at('WriteInvoice', 'NoteInvoice', 'Invoices'),
  when: async (w) => {
    await w.putEvents(event);
    await w.sleep('1m');
    await w.putEvents(event);
    await w.sleep('10m');
  },
  then: ({ world }) => {
    expectState(world.bucket('Invoices')).toHaveCount(1);
    expect(world.table('Tables/Orders').items()).toEqual([
      expect.objectContaining({ ...stored, invoiceKey: 'invoices/ord_1.json' }),
    ]);
    expectState(world.queue('Undelivered')).toBeEmpty();
  },
});
