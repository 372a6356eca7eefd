import { Exploration, f, type Scenario } from 'squall/vitest';
import { describe, expect, test } from 'vitest';
import { payments } from '../fixtures/explore/payments.ts';

const app = 'integration/fixtures/explore/workflows/app.ts';

const order = (machine: string, country: string): Scenario => ({
  app,
  external: [payments],
  given: (w) => w.table('Stock').put({ sku: 'anchor', available: 3 }),
  when: (w) => w.start(machine, { orderId: 'o1', sku: 'anchor', country }, { name: 'o1' }),
});

/** Explores every cell; answers what was broken, by its code. */
async function explore(name: string, scenario: Scenario) {
  await using exploration = await Exploration.open(name, scenario);
  for (const cell of exploration.cells) await exploration.explore(cell);
  const { run, verdict } = exploration.faultFree;
  expect(verdict.violations).toEqual([]);
  const broken = exploration.results.flatMap((each) =>
    each.verdict.violations.map(({ code }) => `${code}: ${each.title}`),
  );
  const [execution] = (run.state[`state machine ${name}`] ?? []) as { readonly status: string }[];
  return { broken, titles: exploration.results.map(({ title }) => title), status: execution?.status };
}

describe('a saga of a state machine', { timeout: 300_000 }, () => {
  test('whose compensations are not idempotent undoes twice what was done once', async () => {
    const { broken, status } = await explore('CarelessSaga', order('CarelessSaga', 'Atlantis'));

    expect(status).toBe('FAILED');
    expect(broken).toContain('DUP: lost @ lambda.Invoke(CarelessRefund)#1');
    expect(broken).toContain('DUP: crashAfter @ http.POST(payments.example.com/refunds)#1');
    expect(broken).toContainEqual(expect.stringMatching(/: lost @ lambda\.Invoke\(CarelessRelease\)#1$/));
    const elsewhere = broken.filter((each) => !/Careless(?:Refund|Release)|refunds|UpdateItem\(Stock\)/.test(each));
    expect(elsewhere).toEqual([]);
  });

  test('with idempotent steps undoes it once, whatever fails', async () => {
    const { broken, titles, status } = await explore('CarefulSaga', order('CarefulSaga', 'Atlantis'));

    expect(status).toBe('FAILED');
    expect(titles).toEqual(
      expect.arrayContaining([
        'reset @ sfn.ContinueExecution(CarefulSaga/ReserveStock)#1',
        'lost @ sfn.RunTask(CarefulSaga/Refund)#1',
        'duplicate @ sfn.RunTask(CarefulSaga/Refund)#1',
        'hang @ lambda.Invoke(Pay)#1',
        'crashAfter @ CarefulSaga/ReserveStock › Reserve › ddb.TransactWriteItems(Reservations+Stock)#1',
      ]),
    );
    expect(broken).toEqual([]);
  });

  test('with idempotent steps ships once, whatever fails', async () => {
    const { broken, status } = await explore('CarefulSaga', order('CarefulSaga', 'CH'));

    expect(status).toBe('SUCCEEDED');
    expect(broken).toEqual([]);
  });

  test('with idempotent steps survives pairs of faults and plans of chance', async () => {
    await using exploration = await Exploration.open('pairs', {
      ...order('CarefulSaga', 'Atlantis'),
      faults: f.only('lost'),
      depth: 2,
      budget: 300,
    });

    const { broken, isComplete } = await exploration.pairs(exploration.budget());
    const { broken: byChance } = await exploration.random(10);

    expect(isComplete).toBe(true);
    expect(broken.map(({ title }) => title)).toEqual([]);
    expect(byChance.map(({ title }) => title)).toEqual([]);
  });
});

test('a Retry pays again for every try whose payment has a key of its own', { timeout: 120_000 }, async () => {
  const { broken } = await explore('PaysAgain', order('PaysAgain', 'CH'));

  expect(broken).toContain('DUP: lost @ lambda.Invoke(PayAgain)#1');
});
