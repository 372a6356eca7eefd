import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Deployment } from 'squall/vitest';
import { describe, expect } from 'vitest';
import * as inject from '../orders/inject-faults.ts';
import { itemsOf, ordersTest, place } from '../orders/orders-test.ts';
import { deliveryOf, report, webhooksOf } from './partners-test.ts';

const { test } = await ordersTest({
  cloud: { clock: 'virtual' },
  needs: ['virtual time', 'faults', 'this machine'],
});

const nothing = { waiting: 0, dead: 0 };
const settle = ({ clock }: Deployment) => clock.advance('1s');
/** Until what failed has been delivered five times, a minute apart, and is dead. */
const exhaust = async ({ clock }: Deployment) => {
  for (let minutes = 0; minutes < 6; minutes += 1) await clock.advance('1m');
};

/** An order that has been shipped. */
async function shippedOrder(deployment: Deployment): Promise<{ readonly orderId: string }> {
  const { body } = await place(deployment, 'k1').expect(201);
  await settle(deployment);
  return body;
}

/** When each order was delivered, as far as anybody said so. */
const deliveries = async (deployment: Deployment) =>
  (await itemsOf(deployment, 'OrdersTable')).map(({ deliveredAt }) => deliveredAt);

describe('POST /webhooks', () => {
  test('is accepted, and its order is delivered soon after', async ({ deployment }) => {
    const delivery = deliveryOf(await shippedOrder(deployment));

    const response = await report(deployment, delivery);
    const kept = await webhooksOf(deployment);
    await settle(deployment);

    expect([response.status, response.body]).toEqual([202, { status: 'accepted' }]);
    expect(kept).toEqual({ waiting: 1, dead: 0 });
    expect(await deliveries(deployment)).toEqual([delivery.occurredAt]);
    expect(await webhooksOf(deployment)).toEqual(nothing);
  });

  test('may come as often as the carrier likes: the first report counts', async ({ deployment }) => {
    const delivery = deliveryOf(await shippedOrder(deployment));
    for (const occurredAt of [delivery.occurredAt, delivery.occurredAt, '2026-12-24T00:00:00.000Z']) {
      await report(deployment, { ...delivery, occurredAt });
      await settle(deployment);
    }

    expect(await deliveries(deployment)).toEqual([delivery.occurredAt]);
    expect(await webhooksOf(deployment)).toEqual(nothing);
  });

  test.for([
    ['no event id', { eventId: undefined }],
    ['a type that nobody knows', { type: 'ShipmentEaten' }],
    ['a shipment that is none', { shipmentId: '7' }],
    ['a time that is a number', { occurredAt: 7 }],
  ] as const)('answers 400 to %s, and keeps nothing', async ([, change], { deployment }) => {
    const response = await report(deployment, { ...deliveryOf({ orderId: 'ord_1' }), ...change });

    expect(response.status).toBe(400);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.body).toMatchObject({ title: 'The body is not valid', status: 400 });
    expect(response.headers['x-validation-error']).toMatch(/^\[.+\]$/);
    expect(await webhooksOf(deployment)).toEqual(nothing);
  });

  test('answers 503 while nothing can be kept', async ({ deployment }) => {
    await inject.outage(deployment, 'SendMessage');

    const response = await report(deployment, deliveryOf({ orderId: 'ord_1' }));

    expect(response.status).toBe(503);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.body).toMatchObject({ title: 'The webhook could not be kept', status: 503 });
  });
});

describe('a webhook that cannot be handled', () => {
  test('comes back alone, and ends as a dead letter', async ({ deployment }) => {
    const delivery = deliveryOf(await shippedOrder(deployment));
    const queues = new SQSClient(deployment.clientConfig());
    const QueueUrl = deployment.outputs.WebhooksUrl;
    await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: 'no JSON' }));
    await report(deployment, deliveryOf({ orderId: 'ord_ghost' }, 'evt-2'));
    await report(deployment, delivery);
    await settle(deployment);
    const early = await webhooksOf(deployment);
    await exhaust(deployment);

    expect(await deliveries(deployment)).toEqual([delivery.occurredAt]);
    expect(early).toEqual({ waiting: 2, dead: 0 });
    expect(await webhooksOf(deployment)).toEqual({ waiting: 0, dead: 2 });
  });

  test('because its order is not shipped yet is handled once it is', async ({ deployment }) => {
    await inject.outage(deployment, 'SendMessage');
    const { body } = await place(deployment, 'k1').expect(201);
    await inject.clear(deployment);
    const delivery = deliveryOf(body);
    await report(deployment, delivery);
    await settle(deployment);
    const early = await deliveries(deployment);
    await deployment.aws.call('lambda', 'Invoke', { FunctionName: deployment.outputs.PublishOutboxFunction });
    await settle(deployment);
    await deployment.clock.advance('2m');

    expect(early).toEqual([undefined]);
    expect(await deliveries(deployment)).toEqual([delivery.occurredAt]);
    expect(await webhooksOf(deployment)).toEqual(nothing);
  });
});
