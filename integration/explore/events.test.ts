import { Exploration, f, fakeHttp, type Scenario } from 'squall/vitest';
import { describe, expect, test } from 'vitest';
import { payments } from '../fixtures/explore/payments.ts';

const app = 'integration/fixtures/explore/events/app.ts';

const receiver = fakeHttp('https://receiver.example.com', {
  state: () => ({ shipments: [] as unknown[] }),
  'POST /shipments': ({ body, s }) => {
    s.shipments.push(body);
    return {};
  },
});

/** Explores every cell; answers what was broken, by its code. */
async function explore(name: string, scenario: Scenario) {
  await using exploration = await Exploration.open(name, { app, external: [payments, receiver], ...scenario });
  for (const cell of exploration.cells) await exploration.explore(cell);
  expect(exploration.faultFree.verdict.violations).toEqual([]);
  const broken = exploration.results.flatMap(({ title, verdict }) =>
    verdict.violations.map(({ code }) => `${code}: ${title}`),
  );
  return { broken, titles: exploration.results.map(({ title }) => title) };
}

describe('a bus with a function behind it', { timeout: 120_000 }, () => {
  const placed = (source: string): Scenario => ({
    when: (w) =>
      w.putEvents({ bus: 'Orders', source, detailType: 'OrderPlaced', detail: { orderId: 'o1', amount: 42 } }),
  });

  test('charges twice where each event is taken for the first', async () => {
    const { broken } = await explore('careless charge', placed('shop.careless'));

    expect(broken).toContain('DUP: duplicate @ events.DeliverEvent(Orders)#1');
    expect(broken).toContain('DUP: lost @ http.POST(payments.example.com/charges)#1');
  });

  test('charges once where the provider knows the order', async () => {
    const { broken, titles } = await explore('careful charge', placed('shop.careful'));

    expect(broken).toEqual([]);
    expect(titles).toContain('duplicate @ events.DeliverEvent(Orders)#1');
  });
});

describe('a topic with a queue and a function behind it', { timeout: 120_000 }, () => {
  const changed = (topic: string): Scenario => ({
    faults: f.defaults().plus(f.delay('5m')),
    when: async (w) => {
      await w.publish(topic, { id: 'o1', status: 'placed', version: 1 }, { attributes: { kind: 'status' } });
      await w.sleep('1m');
      await w.publish(topic, { id: 'o1', status: 'shipped', version: 2 });
    },
  });

  test('goes back to an older status where the last message is taken for the latest', async () => {
    const { broken } = await explore('careless status', changed('CarelessChanges'));

    expect(broken).toContain('DIVERGED: delay(5m) @ sns.DeliverNotification(CarelessChanges)#1');
  });

  test('keeps the latest status where older ones change nothing', async () => {
    const { broken, titles } = await explore('careful status', changed('CarefulChanges'));

    expect(broken).toEqual([]);
    expect(titles).toContain('delay(5m) @ sns.DeliverNotification(CarefulChanges)#1');
    expect(titles).toContain('duplicate @ sns.DeliverNotification(CarefulChanges)#1');
  });
});

test('a fake that plays an HTTP subscriber of a topic gets its messages, twice where they are delivered twice', {
  timeout: 120_000,
}, async () => {
  const { broken, titles } = await explore('shipments', {
    when: (w) => w.publish('Shipments', { id: 's1' }),
    then: ({ sideEffects }) => expect(sideEffects.length).toBeGreaterThan(0),
  });

  expect(titles).toContain('lost @ sns.DeliverNotification(Shipments)#1');
  expect(broken).toContain('DUP: duplicate @ sns.DeliverNotification(Shipments)#1');
});
