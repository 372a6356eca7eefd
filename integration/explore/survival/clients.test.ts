import { expectState, f } from 'squall/vitest';
import { describe, expect, test } from 'vitest';
import { answers, api, hit, isSafe, order, orders, placing, provider, retrying } from './orders.ts';

describe('what clients meet', { timeout: 120_000 }, () => {
  test('G9 a key that is missing, or used with another order, is refused and executes nothing', async () => {
    const payments = provider();
    await using exploration = await orders(payments, {
      when: async (w) => {
        const client = w.client({ api });
        await client.post('/orders', { json: order });
        await client.post('/orders', { idempotencyKey: 'k1', json: order });
        await client.post('/orders', { idempotencyKey: 'k1', json: { ...order, customerId: 'c2' } });
      },
    });
    const { run } = exploration.faultFree;

    expect(run.outcomes.map(({ status }) => status)).toEqual([400, 201, 422]);
    expect(run.sideEffects).toHaveLength(1);
  });

  test('D2, I8, S2 a store that stays away: 503 with Retry-After, nothing executed, nothing half done', async () => {
    await using exploration = await orders(provider(), {
      when: (w) => w.client({ api }).post('/orders', { idempotencyKey: 'k1', json: order }),
    });

    for (const call of ['ddb.PutItem(Idempotency)', 'secrets.GetSecretValue']) {
      for (const kind of ['throttle*', 'error*']) {
        const judged = await hit(exploration, call, kind);
        expect(answers(judged)).toEqual([503]);
        expect(judged.run.outcomes[0]?.headers['retry-after']).toBeDefined();
        expect(judged.run.sideEffects).toEqual([]);
        expectState(judged.run.state['table Orders'] ?? []).toBeEmpty();
      }
    }
  });

  test('I2, D10, D13 two clients with one key: one executes, whatever the order of their calls, and whoever is held', async () => {
    await using exploration = await orders(provider(), {
      when: (w) => w.client(retrying).post('/orders', { idempotencyKey: 'k1', json: order }),
      ignore: ['payments.example.com/seen', 'payments.example.com/busy', 'Outbox'],
      race: { clients: 2, preemptions: 2 },
      budget: '60s',
    });

    const { broken, explored } = await exploration.races(exploration.budget());

    expect(broken.map(({ title, verdict }) => [title, verdict.violations[0]])).toEqual([]);
    expect(explored).toBeGreaterThan(5);
  });

  test('I5 a declined payment stays declined, and charges nothing', async () => {
    await using exploration = await orders(provider({ declines: true }), {
      when: (w) => w.client(retrying).post('/orders', { idempotencyKey: 'k1', json: order }),
    });

    expect(exploration.faultFree.run.outcomes[0]?.status).toBe(402);
    expect(exploration.baseline.isReplayed).toBe(true);
    for (const cell of exploration.cells) {
      const { verdict } = await exploration.explore(cell);
      expect([exploration.titleOf(cell), verdict.violations]).toEqual([exploration.titleOf(cell), []]);
    }
  });

  test('I6 a key that is used again after its day: the order stands as it is, and nothing is charged again', async () => {
    await using exploration = await orders(provider(), {
      when: async (w) => {
        const client = w.client(retrying);
        await client.post('/orders', { idempotencyKey: 'k1', json: order });
        await w.sleep('25h');
        await client.post('/orders', { idempotencyKey: 'k1', json: order });
      },
    });

    expect(exploration.faultFree.run.outcomes.map(({ status }) => status)).toEqual([201, 201]);
    expect(exploration.faultFree.run.sideEffects).toHaveLength(1);
  });

  test('C2, C3 a new key is a new order: that is what the key says', async () => {
    await using exploration = await orders(provider(), {
      when: async (w) => {
        for (const idempotencyKey of ['k1', 'k2'])
          await w.client(retrying).post('/orders', { idempotencyKey, json: order });
      },
    });

    expect(exploration.faultFree.run.state['table Orders']).toHaveLength(2);
    expect(exploration.faultFree.run.sideEffects).toHaveLength(2);
  });

  test('D8 a stale read right after the order: no false 404 for who asks again', async () => {
    await using exploration = await orders(provider(), {
      when: async (w) => {
        const placed = await w.client(retrying).post('/orders', { idempotencyKey: 'k1', json: order });
        await w
          .client({ ...retrying, on: [...retrying.on, 404] })
          .get(`/orders/${(placed.json as { orderId: string }).orderId}`);
      },
    });

    const stale = exploration.cells.filter(({ kind }) => kind.name === 'stale');
    for (const cell of stale) expect((await exploration.explore(cell)).verdict.violations).toEqual([]);
    expect(exploration.faultFree.run.outcomes[1]?.status).toBe(200);
  });
});

describe('secrets', { timeout: 120_000 }, () => {
  const current = provider({ apiKey: /^Bearer sk_live_1-/ });

  test('S1 rotated between fetch and use: one refresh, one more call, success', async () => {
    await using exploration = await orders(provider({ apiKey: /^Bearer sk_live_1/ }), { faults: f.rotate('payments') });

    for (const cell of exploration.cells) {
      const judged = await exploration.explore(cell);
      expect([exploration.titleOf(cell), judged.verdict.violations]).toEqual([exploration.titleOf(cell), []]);
    }
  });

  test('S4 the provider takes only the new key already: bounded tries, and success when the rotation is through', async () => {
    await using exploration = await orders(current, {
      faults: f.rotate('payments'),
      when: async (w) => {
        await w.client(retrying).post('/orders', { idempotencyKey: 'k1', json: order });
      },
      given: (w) => w.secret('payments').set({ apiKey: 'sk_live_1-new' }),
    });

    expect(exploration.faultFree.run.outcomes[0]?.status).toBe(201);
    for (const cell of exploration.cells)
      expect((await exploration.explore(cell)).run.sideEffects.length).toBeLessThanOrEqual(1);
  });

  test('S5 revoked for good: one refresh, then it fails fast', async () => {
    const payments = provider({ apiKey: /^never$/ });

    await expect(
      orders(payments, { when: (w) => w.client({ api }).post('/orders', { idempotencyKey: 'k1', json: order }) }),
    ).rejects.toThrow(/Without any fault POST \/orders ends with 503/);

    // Once with the key in the cache and once with a fresh one; and the same when the client asks once more.
    expect(payments.seen).toHaveLength(4);
  });
});

describe('a provider in trouble', { timeout: 120_000 }, () => {
  test.each([
    ['H3', { busy: 1, busyWith: { status: 429, headers: { 'retry-after': '1' } } }],
    ['H7', { busy: 1, busyWith: { status: 409 } }],
    ['H1', { busy: 2, busyWith: { status: 500 } }],
  ])('%s it is busy at first: tried again within one request, one effect', async (_id, manners) => {
    await using exploration = await orders(provider(manners));

    expect(answers(exploration.faultFree)).toEqual([201]);
    expect(
      exploration.faultFree.run.sideEffects.filter(({ route }) => route.endsWith('/charges')).length,
    ).toBeGreaterThanOrEqual(1);
    expect(exploration.faultFree.run.state['fake payments.example.com/charges']).toHaveLength(1);
  });

  test('H4 slow: just under the timeout is waited for, just over it is given up and tried again', async () => {
    await using exploration = await orders(provider(), {
      faults: f.slow('2400ms').plus(f.slow('2600ms')).at('http.POST'),
      when: placing,
    });

    const [under, over] = [
      await hit(exploration, 'http.POST', 'slow(2400ms)'),
      await hit(exploration, 'http.POST', 'slow(2600ms)'),
    ];

    expect([answers(under), answers(over)]).toEqual([[201], [201]]);
    expect(under.run.boundaryCalls.filter(({ service }) => service === 'http')).toHaveLength(1);
    expect(over.run.boundaryCalls.filter(({ service }) => service === 'http')).toHaveLength(2);
    expect(isSafe(over)).toBe(true);
  });

  test('H10 a cancellation survives every single fault: never told cancelled and not refunded', async () => {
    await using exploration = await orders(provider(), {
      when: async (w) => {
        const client = w.client(retrying);
        const placed = await client.post('/orders', { idempotencyKey: 'k1', json: order });
        // Until it is fulfilled, or the two would race.
        await w.sleep('1m');
        await client.post(`/orders/${(placed.json as { orderId: string }).orderId}/cancel`, {});
      },
      ignore: ['payments.example.com/seen', 'payments.example.com/busy', 'Outbox'],
    });

    const cancelling = exploration.cells.filter(({ point }) => point.name.includes('step2'));
    expect(cancelling.length).toBeGreaterThan(20);
    for (const cell of cancelling) {
      const { verdict } = await exploration.explore(cell);
      expect([exploration.titleOf(cell), verdict.violations]).toEqual([exploration.titleOf(cell), []]);
    }
  });
});
