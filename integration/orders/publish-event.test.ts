import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Deployment } from 'squall/vitest';
import { describe, expect } from 'vitest';
import * as inject from './inject-faults.ts';
import { fulfilments, messages, publishOutbox } from './order-events.ts';
import { itemsOf, order, ordersTest, place } from './orders-test.ts';

const { test, provider } = await ordersTest({
  // When the outbox is swept, the tests say.
  cloud: { clock: 'virtual', schedules: 'held' },
  needs: ['virtual time', 'faults', 'this machine'],
});

const outbox = (deployment: Deployment) => itemsOf(deployment, 'OutboxTable');
const shipmentOf = (orderId: string) => ({ [orderId]: { shipmentId: orderId.replace('ord_', 'shp_') } });

/** Time passes, and everything that can be handled is. */
const settle = ({ clock }: Deployment) => clock.advance('1s');

describe('an order that is placed', () => {
  test('is fulfilled, and its event leaves nothing behind', async ({ deployment }) => {
    const { body } = await place(deployment, 'k1').expect(201);
    await settle(deployment);

    expect(await fulfilments(deployment)).toMatchObject(shipmentOf(body.orderId));
    expect(await outbox(deployment)).toEqual([]);
    expect(await messages(deployment)).toEqual({ waiting: 0, dead: 0 });
  });

  test('has an event in the outbox before anything is sent', async ({ deployment }) => {
    await inject.outage(deployment, 'PutEvents');

    const { body } = await place(deployment, 'k1').expect(201);
    await settle(deployment);

    expect(await outbox(deployment)).toEqual([
      { eventId: `placed#${body.orderId}`, type: 'OrderPlaced', orderId: body.orderId, occurredAt: body.createdAt },
    ]);
    expect(await messages(deployment)).toEqual({ waiting: 0, dead: 0 });
  });

  test('has no event when its payment was declined', async ({ deployment }) => {
    const dear = { ...order, items: [{ sku: 'yacht', quantity: 2, unitPrice: 10_000_000 }] };

    await place(deployment, 'k1', dear).expect(402);
    await settle(deployment);

    expect(await outbox(deployment)).toEqual([]);
    expect(await messages(deployment)).toEqual({ waiting: 0, dead: 0 });
  });
});

describe('Q6 › the answer to PutEvents is lost', () => {
  test('the event is sent twice, and the order is fulfilled once', async ({ deployment }) => {
    await inject.injectFaults(deployment, 'PutEvents', { kind: 'lost' });
    await inject.outage(deployment, 'ReceiveMessage');

    const { body } = await place(deployment, 'k1').expect(201);
    await settle(deployment);
    const { waiting } = await messages(deployment);
    await inject.clear(deployment);
    // Whoever asks the queue in vain asks less often.
    await deployment.clock.advance('1m');

    expect(waiting).toBe(2);
    expect(await fulfilments(deployment)).toMatchObject(shipmentOf(body.orderId));
    expect(await messages(deployment)).toEqual({ waiting: 0, dead: 0 });
  });
});

describe('Q7 › the order is stored and its event is not sent', () => {
  test('publish-outbox sends it once the bus is back', async ({ deployment }) => {
    await inject.outage(deployment, 'PutEvents');
    const { body } = await place(deployment, 'k1').expect(201);
    const during = await publishOutbox(deployment);
    await inject.clear(deployment);

    const after = await publishOutbox(deployment);
    const again = await publishOutbox(deployment);
    await settle(deployment);

    expect(during).toMatchObject({ errorMessage: 'The event bus is not available at the moment' });
    expect([after, again]).toEqual([{ published: 1 }, { published: 0 }]);
    expect(await fulfilments(deployment)).toMatchObject(shipmentOf(body.orderId));
    expect(await outbox(deployment)).toEqual([]);
  });

  test('the function dies behind its commit: the retry of the request sends it', async ({ deployment }) => {
    await inject.injectFaults(deployment, 'TransactWriteItems', { kind: 'crashAfter' });

    const died = await place(deployment, 'k1');
    await settle(deployment);
    const before = await fulfilments(deployment);
    const { body } = await place(deployment, 'k1').expect(201);
    await settle(deployment);

    expect(died.status).toBe(500);
    expect(Object.values(before)).toEqual([undefined]);
    expect(await fulfilments(deployment)).toMatchObject(shipmentOf(body.orderId));
    expect(await outbox(deployment)).toEqual([]);
    expect(provider.charges).toHaveLength(1);
  });

  test('it dies between the event and the outbox: the event comes again, without effect', async ({ deployment }) => {
    await inject.injectFaults(deployment, 'PutEvents', { kind: 'crashAfter' });

    await place(deployment, 'k1').expect(500);
    await settle(deployment);
    const first = await fulfilments(deployment);
    const { body } = await place(deployment, 'k1').expect(201);
    await settle(deployment);

    expect(first).toMatchObject(shipmentOf(body.orderId));
    expect(await fulfilments(deployment)).toEqual(first);
    expect(await outbox(deployment)).toEqual([]);
  });
});

describe('Q8 › the order cannot be stored', () => {
  test('there is no event of it', async ({ deployment }) => {
    await inject.outage(deployment, 'TransactWriteItems');

    await place(deployment, 'k1').expect(503);
    await publishOutbox(deployment);
    await settle(deployment);

    expect(await outbox(deployment)).toEqual([]);
    expect(await messages(deployment)).toEqual({ waiting: 0, dead: 0 });
    expect(await itemsOf(deployment, 'OrdersTable')).toEqual([]);
  });

  test('the answer to its commit is lost for good: the retry tells of it, and sends the event', async ({
    deployment,
  }) => {
    const errors = Array.from({ length: 9 }, () => ({ kind: 'error' as const }));
    await inject.injectFaults(deployment, 'TransactWriteItems', { kind: 'lost' }, ...errors);

    await place(deployment, 'k1').expect(503);
    await inject.clear(deployment);
    const { body } = await place(deployment, 'k1').expect(201);
    await settle(deployment);

    expect(await fulfilments(deployment)).toMatchObject(shipmentOf(body.orderId));
    expect(provider.charges).toHaveLength(1);
  });
});

describe('Q11 › the idempotency key was forgotten', () => {
  test('the order stays as it is, and is fulfilled once', async ({ deployment }) => {
    const first = await place(deployment, 'k1').expect(201);
    await settle(deployment);
    const before = await itemsOf(deployment, 'OrdersTable');
    await forgetKeys(deployment);

    const second = await place(deployment, 'k1').expect(201);
    await settle(deployment);

    expect(second.text).toBe(first.text);
    expect(second.headers['idempotency-replayed']).toBeUndefined();
    expect(await itemsOf(deployment, 'OrdersTable')).toEqual(before);
    expect(provider.charges).toHaveLength(1);
    expect(await messages(deployment)).toEqual({ waiting: 0, dead: 0 });
  });
});

/** What the table's time to live does after a day. */
async function forgetKeys(deployment: Deployment): Promise<void> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(deployment.clientConfig()));
  for (const { id } of await itemsOf(deployment, 'IdempotencyTable')) {
    await client.send(new DeleteCommand({ TableName: deployment.outputs.IdempotencyTable, Key: { id } }));
  }
}
