import { Exploration, type Scenario } from 'squall/vitest';
import { describe, expect, test } from 'vitest';
import { payments } from '../fixtures/explore/payments.ts';

const app = (name: string): string => `integration/fixtures/explore/${name}/app.ts`;
const retrying = { retries: 5, on: ['network', 409, 429, '5xx'] as const };

/** Apps with a known fault in each: the explorer must find it, in its smallest form, and find it again by its token. */
describe('specimens that must stay red', { timeout: 120_000 }, () => {
  test('the documented use of Powertools idempotency charges twice in 17 cells and locks its client out in one', async () => {
    await using exploration = await Exploration.open('documented', {
      app: app('powertools'),
      external: [payments],
      when: (w) => w.client(retrying).post('/orders', { idempotencyKey: 'k1', json: { amount: 42 } }),
    });

    for (const cell of exploration.cells) await exploration.explore(cell);

    const found = (code: string) =>
      exploration.results
        .filter(({ verdict }) => verdict.violations.some((each) => each.code === code))
        .map(({ title }) => title);
    expect(exploration.faultFree.verdict.violations).toEqual([]);
    expect(found('LOCKOUT')).toEqual(['lost @ ddb.PutItem(Idempotency)#1']);
    expect(found('DUP')).toHaveLength(17);
    expect(found('DUP')).toContain('crashAfter @ http.POST(payments.example.com/charges)#1');
  });

  test('a get and then a put lets two clients in, and the shortest order of calls shows it', async () => {
    await using exploration = await Exploration.open('coupon', {
      ...coupon,
      race: { clients: 2, preemptions: 1 },
    });

    const { broken, isComplete } = await exploration.races(exploration.budget());

    expect(isComplete).toBe(true);
    expect(broken[0]?.verdict.violations[0]?.code).toBe('ORDER');
    expect(broken[0]?.preemptions).toBeLessThanOrEqual(1);
    const again = await exploration.replay(broken[0]?.token ?? '');
    expect(again.hasDrifted).toBe(false);
    expect(again.run.state).toEqual(broken[0]?.run.state);
  });

  test('a saga that survives every single fault is broken by two', async () => {
    await using exploration = await Exploration.open('saga', {
      app: app('saga'),
      external: [payments],
      when: (w) => w.client(retrying).post('/orders', { idempotencyKey: 'k1', json: { amount: 42 } }),
      ignore: [
        'Orders.generation',
        'payments.example.com/keys',
        'payments.example.com/refunds',
        'payments.example.com/charges',
        'Orders.chargeId',
      ],
      depth: 2,
      budget: 5000,
    });

    const { broken } = await exploration.pairs(exploration.budget());

    expect(exploration.results.filter(({ verdict }) => verdict.grade === 'broken').map(({ title }) => title)).toEqual(
      [],
    );
    expect(broken.length).toBeGreaterThan(0);
    const titles = broken.map(({ title }) => title);
    expect(titles.some((title) => title.includes('ddb.UpdateItem(Orders)#2') && title.includes('/refunds)#1'))).toBe(
      true,
    );
    expect((await exploration.replay(broken[0]?.token ?? '')).verdict.violations[0]?.code).toBe(
      broken[0]?.verdict.violations[0]?.code,
    );
  });

  test('a worker whose lock outlives its redeliveries puts a message aside that it never executed', async () => {
    await using exploration = await Exploration.open('dead letter', {
      app: app('dead-letter'),
      external: [payments],
      when: (w) => w.send('Jobs', { id: 'j1', amount: 42 }),
    });

    for (const cell of exploration.cells) await exploration.explore(cell);

    const dead = exploration.results.filter(({ verdict }) => verdict.violations.some(({ code }) => code === 'DEAD'));
    expect(dead.map(({ title }) => title)).toContain('lost @ ddb.PutItem(Locks)#1');
  });
});

const coupon: Scenario = {
  app: app('coupon'),
  when: (w) => w.client().post('/redeem', { idempotencyKey: 'k1', json: {} }),
};
