import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import type { Deployment } from 'squall/vitest';
import { describe, expect } from 'vitest';
import * as inject from './inject-faults.ts';
import { eventOf, fulfilments, messages, redriveDeadEvents, sendEvent } from './order-events.ts';
import { apiOf, ordersTest, place } from './orders-test.ts';

const { test, provider } = await ordersTest({
  cloud: { clock: 'virtual', schedules: 'held' },
  needs: ['virtual time', 'faults', 'this machine'],
});

const nothing = { waiting: 0, dead: 0 };
const settle = ({ clock }: Deployment) => clock.advance('1s');
/** Until what failed has been delivered five times, a minute apart, and is dead. */
const exhaust = async ({ clock }: Deployment) => {
  for (let minutes = 0; minutes < 6; minutes += 1) await clock.advance('1m');
};
const placeOrder = async (deployment: Deployment, key: string) => {
  const { body } = await place(deployment, key).expect(201);
  return body as { readonly orderId: string; readonly createdAt: string };
};
const shipped = { shipmentId: expect.stringMatching(/^shp_/), fulfilledAt: expect.any(String) };

describe('Q1 › an event that comes twice', () => {
  test('ships once, whether in one batch or later', async ({ deployment }) => {
    const order = await placeOrder(deployment, 'k1');
    await sendEvent(deployment, eventOf(order));
    await settle(deployment);
    const first = await fulfilments(deployment);

    await sendEvent(deployment, eventOf(order));
    await settle(deployment);

    expect(first).toEqual({ [order.orderId]: shipped });
    expect(await fulfilments(deployment)).toEqual(first);
    expect(await messages(deployment)).toEqual(nothing);
  });
});

describe('Q2 › consumers that work on one event at once', () => {
  test('ship it once, and all of them succeed', async ({ deployment }) => {
    await inject.outage(deployment, 'PutEvents');
    const order = await placeOrder(deployment, 'k1');
    const lambda = new LambdaClient(deployment.clientConfig());
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
    const FunctionName = Functions.find((each) => each.FunctionName?.includes('FulfilOrder'))?.FunctionName;
    const Payload = JSON.stringify({ Records: [{ messageId: 'm', body: JSON.stringify(eventOf(order)) }] });

    const replies = await Promise.all(
      Array.from({ length: 4 }, () => lambda.send(new InvokeCommand({ FunctionName, Payload }))),
    );
    await settle(deployment);

    const texts = replies.map((reply) => Buffer.from(reply.Payload ?? []).toString());
    expect(new Set(texts)).toEqual(new Set(['{"batchItemFailures":[]}']));
    expect(await fulfilments(deployment)).toEqual({ [order.orderId]: shipped });
  });
});

describe('Q3, Q5 › a batch with an event that cannot be handled', () => {
  test('handles the others; that one alone comes back, and ends as a dead letter', async ({ deployment }) => {
    const orders = [await placeOrder(deployment, 'k1'), await placeOrder(deployment, 'k2')];
    await sendEvent(deployment, 'no JSON');
    await sendEvent(deployment, { ...eventOf({ orderId: 'ord_ghost', createdAt: '' }) });
    await settle(deployment);
    const early = await messages(deployment);
    await exhaust(deployment);

    expect(Object.values(await fulfilments(deployment))).toEqual(orders.map(() => shipped));
    expect(early).toEqual({ waiting: 2, dead: 0 });
    expect(await messages(deployment)).toEqual({ waiting: 0, dead: 2 });
  });
});

describe('Q4 › the database fails for the whole batch', () => {
  test('all events come back, and are handled once it is there again', async ({ deployment }) => {
    const orders = [await placeOrder(deployment, 'k1'), await placeOrder(deployment, 'k2')];
    await inject.outage(deployment, 'UpdateItem');
    await settle(deployment);
    const during = await fulfilments(deployment);
    await inject.clear(deployment);
    await deployment.clock.advance('1m');

    expect(Object.values(during)).toEqual([undefined, undefined]);
    expect(Object.values(await fulfilments(deployment))).toEqual(orders.map(() => shipped));
    expect(await messages(deployment)).toEqual(nothing);
  });

  test('an invoke that is throttled is tried again', async ({ deployment }) => {
    const order = await placeOrder(deployment, 'k1');
    const throttled = {
      fault: { kind: 'throttle' as const },
      operation: 'Invoke',
      resource: '*FulfilOrder*',
      times: 2,
    };
    await deployment.faults.add(throttled);

    await deployment.clock.advance('4s');

    expect(await fulfilments(deployment)).toEqual({ [order.orderId]: shipped });
  });
});

describe('Q9 › the deletion of a handled event fails', () => {
  test('it is delivered again, without effect', async ({ deployment }) => {
    await placeOrder(deployment, 'k1');
    await inject.outage(deployment, 'DeleteMessageBatch');
    await settle(deployment);
    const first = await fulfilments(deployment);
    const left = await messages(deployment);
    await inject.clear(deployment);
    await deployment.clock.advance('1m');

    expect(Object.values(first)).toEqual([shipped]);
    expect(left).toEqual({ waiting: 1, dead: 0 });
    expect(await fulfilments(deployment)).toEqual(first);
    expect(await messages(deployment)).toEqual(nothing);
  });
});

describe('an order that is cancelled', () => {
  test('before its event is handled is not shipped', async ({ deployment }) => {
    const { orderId } = await placeOrder(deployment, 'k1');
    await apiOf(deployment).post(`/orders/${orderId}/cancel`).expect(200);

    await settle(deployment);

    expect(await fulfilments(deployment)).toEqual({ [orderId]: undefined });
    expect(await messages(deployment)).toEqual(nothing);
  });

  test('keeps its event waiting while that is undecided; redriven later it is done (Q11)', async ({ deployment }) => {
    const { orderId } = await placeOrder(deployment, 'k1');
    provider.setDown(true);
    await apiOf(deployment).post(`/orders/${orderId}/cancel`).expect(503);
    await exhaust(deployment);
    const undecided = await messages(deployment);
    provider.setDown(false);
    await apiOf(deployment).post(`/orders/${orderId}/cancel`).expect(200);

    await redriveDeadEvents(deployment);
    await settle(deployment);

    expect(undecided).toEqual({ waiting: 0, dead: 1 });
    expect(await fulfilments(deployment)).toEqual({ [orderId]: undefined });
    expect(await messages(deployment)).toEqual(nothing);
  });

  test('shows nothing of its shipment to clients', async ({ deployment }) => {
    const order = await placeOrder(deployment, 'k1');
    await settle(deployment);

    const { body } = await apiOf(deployment).get(`/orders/${order.orderId}`).expect(200);

    expect(body).toEqual(order);
  });
});
