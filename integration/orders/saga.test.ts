import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Deployment } from 'squall/vitest';
import { describe, expect } from 'vitest';
import * as inject from './inject-faults.ts';
import { eventOf, fulfilments, messages, sendEvent } from './order-events.ts';
import { apiOf, itemsOf, order, ordersTest, place } from './orders-test.ts';
import { call } from './workers.ts';

const { test, provider } = await ordersTest({
  cloud: { clock: 'virtual', schedules: 'held' },
  needs: ['virtual time', 'faults', 'this machine'],
});

const workflows = ({ clientConfig }: Deployment) => new SFNClient(clientConfig());

/** Products of which there are so many pieces. */
async function count({ clientConfig, outputs }: Deployment, stock: Readonly<Record<string, number>>): Promise<void> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(clientConfig()));
  for (const [sku, available] of Object.entries(stock)) {
    await client.send(new PutCommand({ TableName: outputs.StockTable, Item: { id: `sku#${sku}`, available } }));
  }
}

/** How many pieces are left, by product. */
async function left(deployment: Deployment): Promise<Record<string, unknown>> {
  const rows = await itemsOf(deployment, 'StockTable');
  const products = rows.filter(({ id }) => String(id).startsWith('sku#'));
  return Object.fromEntries(products.map(({ id, available }) => [String(id).slice(4), available]));
}

/** Sagas as they are now: each with what became of it. */
async function sagas(deployment: Deployment): Promise<object[]> {
  const listed = new ListExecutionsCommand({ stateMachineArn: deployment.outputs.SagaArn });
  const { executions = [] } = await workflows(deployment).send(listed);
  const described = executions.map(({ executionArn }) =>
    workflows(deployment).send(new DescribeExecutionCommand({ executionArn })),
  );
  return (await Promise.all(described)).map(({ name, status, error, output }) => ({
    name,
    status,
    ...(error !== undefined && { error }),
    ...(output !== undefined && { output: JSON.parse(output) }),
  }));
}

const placed = async (deployment: Deployment) => (await place(deployment, 'k1').expect(201)).body;
const told = async (deployment: Deployment, orderId: string) =>
  (await apiOf(deployment).get(`/orders/${orderId}`).expect(200)).body;
const hours = async ({ clock }: Deployment, much: number) => {
  for (let passed = 0; passed < much; passed += 1) await clock.advance('1h');
};

describe('an order of products that are counted', () => {
  test('takes them out of the stock, once, however often it is told of', async ({ deployment }) => {
    await count(deployment, { tea: 5 });
    const { orderId, createdAt } = await placed(deployment);
    await sendEvent(deployment, eventOf({ orderId, createdAt }));
    await deployment.clock.advance('1s');
    await call(deployment, 'SagaReserveStock', { orderId, items: order.items });

    expect(await left(deployment)).toEqual({ tea: 3 });
    expect(await sagas(deployment)).toEqual([
      { name: orderId, status: 'SUCCEEDED', output: { orderId, outcome: 'fulfilled' } },
    ]);
    expect(await told(deployment, orderId)).toMatchObject({ status: 'CONFIRMED' });
  });

  test('is cancelled and refunded where there are not enough', async ({ deployment }) => {
    await count(deployment, { tea: 5, cup: 0 });
    const { orderId, chargeId } = await placed(deployment);
    await deployment.clock.advance('1s');

    expect(await told(deployment, orderId)).toMatchObject({
      status: 'CANCELLED',
      cancelledBecause: 'out-of-stock',
      refundId: 're_1',
    });
    expect(provider.refunds).toEqual([{ id: 're_1', chargeId }]);
    expect(await left(deployment)).toEqual({ tea: 5, cup: 0 });
    expect(await fulfilments(deployment)).toEqual({ [orderId]: undefined });
    expect(await sagas(deployment)).toEqual([
      {
        name: orderId,
        status: 'SUCCEEDED',
        output: { orderId, outcome: 'compensated', reason: 'out-of-stock' },
      },
    ]);
    expect(await messages(deployment)).toEqual({ waiting: 0, dead: 0 });
  });

  test('gets nothing of the stock once it has given it back', async ({ deployment }) => {
    await count(deployment, { cup: 0 });
    const { orderId } = await placed(deployment);
    await deployment.clock.advance('1s');
    await count(deployment, { cup: 9 });

    const late = await call(deployment, 'SagaReserveStock', { orderId, items: order.items });

    expect(late).toMatchObject({ errorMessage: `${orderId} has given its stock back` });
    expect(await left(deployment)).toEqual({ cup: 9 });
  });
});

describe('an order whose payment cannot be captured', () => {
  test('is tried for a quarter of an hour, then everything is undone, as soon as it can be', async ({ deployment }) => {
    await count(deployment, { tea: 5 });
    await inject.outage(deployment, 'UpdateItem');
    const { orderId } = await placed(deployment);
    await deployment.clock.advance('10m');
    const early = await told(deployment, orderId);
    await deployment.clock.advance('10m');
    const late = await sagas(deployment);
    await inject.clear(deployment);

    await hours(deployment, 1);

    expect(early).toMatchObject({ status: 'CONFIRMED' });
    expect(late).toEqual([{ name: orderId, status: 'RUNNING' }]);
    expect(await told(deployment, orderId)).toMatchObject({ status: 'CANCELLED', cancelledBecause: 'not-fulfillable' });
    expect(provider.refunds).toHaveLength(1);
    expect(await left(deployment)).toEqual({ tea: 5 });
  });
});

describe('a refund that the provider', () => {
  test('cannot make now is made when it is back', async ({ deployment }) => {
    await count(deployment, { cup: 0 });
    const { orderId } = await placed(deployment);
    provider.setDown(true);
    await deployment.clock.advance('5m');
    const during = await told(deployment, orderId);
    provider.setDown(false);
    await hours(deployment, 1);

    expect(during).toMatchObject({ status: 'CANCELLING', cancelledBecause: 'out-of-stock' });
    expect(await told(deployment, orderId)).toMatchObject({ status: 'CANCELLED' });
    expect(provider.refunds).toHaveLength(1);
  });

  test('refuses fails the saga, and somebody redrives it', async ({ deployment }) => {
    await count(deployment, { cup: 0 });
    provider.refuse('ch_1');
    const { orderId } = await placed(deployment);
    await deployment.clock.advance('1s');
    const refused = await sagas(deployment);
    const { executions: [saga] = [] } = await workflows(deployment).send(
      new ListExecutionsCommand({ stateMachineArn: deployment.outputs.SagaArn }),
    );
    await apiOf(deployment).get(`/orders/${orderId}`).expect(200);
    provider.reset();
    provider.book({ amount: 2100, currency: 'EUR', reference: orderId, createdAt: '2026-11-26T10:11:12.000Z' });

    await workflows(deployment).send(new RedriveExecutionCommand({ executionArn: saga?.executionArn }));
    await deployment.clock.advance('1s');

    expect(refused).toEqual([{ name: orderId, status: 'FAILED', error: 'RefundRefused' }]);
    expect(await told(deployment, orderId)).toMatchObject({ status: 'CANCELLED' });
    expect(await sagas(deployment)).toMatchObject([{ status: 'SUCCEEDED' }]);
  });
});

describe('a customer who cancels while the saga is at work', () => {
  test('is refunded once, and nothing stays held', async ({ deployment }) => {
    await count(deployment, { tea: 5 });
    await inject.outage(deployment, 'UpdateItem');
    const { orderId } = await placed(deployment);
    await deployment.clock.advance('1s');
    await inject.clear(deployment);
    const held = await left(deployment);
    await apiOf(deployment).post(`/orders/${orderId}/cancel`).expect(200);

    await hours(deployment, 1);

    expect(held).toEqual({ tea: 3 });
    const { status, cancelledBecause } = await told(deployment, orderId);
    expect({ status, cancelledBecause }).toEqual({ status: 'CANCELLED', cancelledBecause: undefined });
    expect(provider.refunds).toHaveLength(1);
    expect(await left(deployment)).toEqual({ tea: 5 });
  });
});
