import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Deployment } from 'squall/vitest';
import { describe, expect } from 'vitest';
import * as inject from './inject-faults.ts';
import { eventOf } from './order-events.ts';
import { apiOf, itemsOf, order, ordersTest, place } from './orders-test.ts';
import { call, undelivered } from './workers.ts';

const { test } = await ordersTest({
  cloud: { clock: 'virtual', schedules: 'held' },
  needs: ['virtual time', 'faults', 'this machine'],
});

const settle = ({ clock }: Deployment) => clock.advance('2s');

/** All invoices, by their keys, with the moment at which they were written. */
async function invoices({ clientConfig, outputs }: Deployment): Promise<Record<string, unknown>> {
  const s3 = new S3Client({ ...clientConfig(), forcePathStyle: true });
  const Bucket = outputs.InvoicesBucket;
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const read = async (Key: string | undefined) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return [Key, JSON.parse((await Body?.transformToString()) ?? '')];
  };
  return Object.fromEntries(await Promise.all(Contents.map(({ Key }) => read(Key))));
}

const sendAgain = ({ clientConfig, outputs }: Deployment, placed: { orderId: string; createdAt: string }) => {
  const entry = { Source: 'orders', DetailType: 'OrderPlaced', Detail: JSON.stringify(eventOf(placed)) };
  const put = new PutEventsCommand({ Entries: [{ EventBusName: outputs.EventBusName, ...entry }] });
  return new EventBridgeClient(clientConfig()).send(put);
};

describe('an order that is placed', () => {
  test('has an invoice a moment later, and knows where it is; clients are not told', async ({ deployment }) => {
    const { body } = await place(deployment, 'k1').expect(201);
    await settle(deployment);

    const { orderId, createdAt } = body;
    const key = `invoices/${orderId}.json`;
    const invoice = { invoice: orderId.replace('ord_', 'inv_'), orderId, ...order, amount: 2100, createdAt };
    expect(await invoices(deployment)).toEqual({ [key]: invoice });
    expect(await itemsOf(deployment, 'OrdersTable')).toEqual([expect.objectContaining({ invoiceKey: key })]);
    expect((await apiOf(deployment).get(`/orders/${orderId}`).expect(200)).body).toEqual(body);
  });

  test('has one invoice, however often its event comes', async ({ deployment }) => {
    const { body } = await place(deployment, 'k1').expect(201);
    await settle(deployment);
    const before = [await invoices(deployment), await itemsOf(deployment, 'OrdersTable')];

    await sendAgain(deployment, body);
    await settle(deployment);

    expect(Object.keys(before[0] ?? {})).toHaveLength(1);
    expect([await invoices(deployment), await itemsOf(deployment, 'OrdersTable')]).toEqual(before);
    expect(await undelivered(deployment)).toEqual([]);
  });

  test('is not changed by what the bucket tells twice, or tells of nothing', async ({ deployment }) => {
    const { body } = await place(deployment, 'k1').expect(201);
    await settle(deployment);
    const before = await itemsOf(deployment, 'OrdersTable');
    const told = (key: string) => ({ Records: [{ s3: { object: { key } } }] });

    await call(deployment, 'NoteInvoice', told(`invoices/${body.orderId}.json`));
    await call(deployment, 'NoteInvoice', told('invoices/ord_ghost.json'));
    await call(deployment, 'NoteInvoice', told('invoices/something+else.json'));

    expect(before).toEqual([expect.objectContaining({ invoiceKey: expect.anything() })]);
    expect(await itemsOf(deployment, 'OrdersTable')).toEqual(before);
  });
});

describe('a bucket that is away', () => {
  test('for a while gets the invoice afterwards', async ({ deployment }) => {
    await inject.outage(deployment, 'PutObject');
    await place(deployment, 'k1').expect(201);
    await settle(deployment);
    const during = await invoices(deployment);
    await inject.clear(deployment);

    await deployment.clock.advance('2m');

    expect(during).toEqual({});
    expect(Object.keys(await invoices(deployment))).toHaveLength(1);
    expect(await undelivered(deployment)).toEqual([]);
  });

  test('for long has the event put aside, with its order', async ({ deployment }) => {
    await inject.outage(deployment, 'PutObject');
    const { body } = await place(deployment, 'k1').expect(201);
    await deployment.clock.advance('10m');

    expect(await invoices(deployment)).toEqual({});
    expect(await undelivered(deployment)).toMatchObject([
      {
        body: {
          requestPayload: { detail: { orderId: body.orderId } },
          responseContext: { functionError: 'Unhandled' },
        },
      },
    ]);
  });
});
