import type { Deployment } from 'squall/vitest';
import { describe, expect } from 'vitest';
import { putProduct } from '../partners/partners-test.ts';
import { apiOf, ordersTest } from './orders-test.ts';

const { test } = await ordersTest();

const ask = (deployment: Deployment, body: object | string) =>
  apiOf(deployment).post('/quotes').set('content-type', 'application/json').send(body);

describe('POST /quotes', () => {
  test('answers what the items cost, by the catalog', async ({ deployment }) => {
    await putProduct(deployment, 'tea', 450);
    await putProduct(deployment, 'cup', 1200);
    const items = [
      { sku: 'tea', quantity: 2 },
      { sku: 'cup', quantity: 1 },
    ];

    const { body } = await ask(deployment, { items }).expect(200);

    expect(body).toMatchObject({ status: 'SUCCEEDED', executionArn: expect.stringContaining(':express:') });
    expect(JSON.parse(body.output)).toEqual({
      currency: 'EUR',
      items: [
        { sku: 'tea', quantity: 2, unitPrice: 450, amount: 900 },
        { sku: 'cup', quantity: 1, unitPrice: 1200, amount: 1200 },
      ],
      amount: 2100,
    });
  });

  test('answers a single item as a list, too', async ({ deployment }) => {
    await putProduct(deployment, 'tea', 450);

    const { body } = await ask(deployment, { items: [{ sku: 'tea', quantity: 3 }] }).expect(200);

    expect(JSON.parse(body.output)).toEqual({
      currency: 'EUR',
      items: [{ sku: 'tea', quantity: 3, unitPrice: 450, amount: 1350 }],
      amount: 1350,
    });
  });

  test('answers 422 for a product that there is not', async ({ deployment }) => {
    await putProduct(deployment, 'tea', 450);
    const items = [
      { sku: 'tea', quantity: 1 },
      { sku: 'unicorn', quantity: 1 },
    ];

    const { body } = await ask(deployment, { items }).expect(422);

    expect(body).toMatchObject({ status: 'FAILED', error: '422' });
    expect(JSON.parse(body.cause)).toEqual({
      type: 'urn:orders:unknown-product',
      title: 'There is no such product',
      status: 422,
    });
  });

  test.for([
    ['nothing', {}],
    ['no items', { items: [] }],
    ['items that are no list', { items: 'tea' }],
    ['an item that is none', { items: [null] }],
    ['an item without a sku', { items: [{ quantity: 1 }] }],
    ['a quantity that is a text', { items: [{ sku: 'tea', quantity: '1' }] }],
    ['half a piece', { items: [{ sku: 'tea', quantity: 0.5 }] }],
    ['too many pieces', { items: [{ sku: 'tea', quantity: 1001 }] }],
    ['too many items', { items: Array.from({ length: 51 }, () => ({ sku: 'tea', quantity: 1 })) }],
  ] as const)('answers 400 for %s', async ([, request], { deployment }) => {
    const { body } = await ask(deployment, request).expect(400);

    expect(JSON.parse(body.cause)).toMatchObject({ type: 'urn:orders:invalid-quote', status: 400 });
  });

  test('answers 400 for what is no JSON', async ({ deployment }) => {
    await ask(deployment, '{"items":').expect(400);
  });
});
