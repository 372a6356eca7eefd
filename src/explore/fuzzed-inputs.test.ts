import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Exploration } from './exploration.ts';
import { f } from './faults/fault-set.ts';
import { explain } from './report/explain.ts';
import type { Scenario } from './scenario.ts';
import { tellSearch } from './search/searched.ts';
import { apiOf } from './testing/red-cells.ts';

interface Order {
  readonly id: string;
  readonly amount: number;
}

const input = fc.record<Order>({ id: fc.stringMatching(/^[a-z]{1,8}$/), amount: fc.integer({ min: 1, max: 1000 }) });

const scenario: Omit<Scenario, 'app'> = {
  fuzz: { input, example: { id: 'o', amount: 1 }, inputs: 8, faults: 4 },
  when: (w) => w.client({ retries: 4 }).post('/orders', { json: w.input }),
  faults: f.only('error*', 'lost', 'crashAfter'),
};

/** Stores an order; `large` orders in a way of their own. */
const storing = (large: string): object =>
  apiOf(`
exports.handler = async (event) => {
  const { id, amount } = JSON.parse(event.body);
  ${large}
  await put(id, { amount: { N: String(amount) } });
  return json(201, { id });
};`);

const swallowing =
  'if (amount > 300) { await put(id, { amount: { N: String(amount) } }).catch(() => {}); return json(201, { id }); }';
const failing = "if (amount > 300) throw new Error('too much');";

const open = (app: object, more: Partial<Scenario> = {}): Promise<Exploration> =>
  Exploration.open('orders', { ...scenario, ...more, app });

describe('generated inputs', { timeout: 120_000 }, () => {
  it('are tried with faults, and what breaks is shrunk to the smallest input', async () => {
    await using exploration = await open(storing(swallowing));
    for (const cell of exploration.cells) expect((await exploration.explore(cell)).verdict.grade).not.toBe('broken');

    const { broken, seed, isComplete } = await exploration.inputs(exploration.budget());

    expect(broken.map(({ title }) => title)).toEqual(['error* @ ddb.PutItem(Orders)#1 with {"id":"a","amount":301}']);
    expect(broken[0]?.verdict.violations.map(({ code }) => code)).toContain('LOST');
    expect(isComplete).toBe(true);
    expect(exploration.searched.map(tellSearch).join()).toContain(`seed ${seed}`);
  });

  it('that fail without any fault are findings', async () => {
    await using exploration = await open(storing(failing));

    const { broken } = await exploration.inputs(exploration.budget());

    expect(broken.map(({ title }) => title)).toEqual(['no fault with {"id":"a","amount":301}']);
    expect(broken[0]?.verdict.violations).toEqual([
      expect.objectContaining({ code: 'FAILS', what: expect.stringContaining('too much') }),
    ]);
  });

  it('leave a right app green, the same each time, and each plan is one of the budget', async () => {
    const told = async (budget: number): Promise<string[]> => {
      await using exploration = await open(storing(''), { budget });
      await exploration.inputs(exploration.budget());
      return exploration.searched.map(tellSearch);
    };

    const [first, again, cut] = [await told(1000), await told(1000), await told(7)];

    expect(first).toEqual(['inputs 40/40: none broken (seed 1, shrunk with 0 runs)']);
    expect(again).toEqual(first);
    expect(cut.join()).toMatch(/^inputs 7\/.*INCOMPLETE: the budget of 7 plans is spent/);
  });

  it('are what a token gives again, in another exploration as well', async () => {
    await using exploration = await open(storing(swallowing));
    const { broken } = await exploration.inputs(exploration.budget());
    const { token, verdict } = broken[0] ?? expect.fail('nothing found');
    await using other = await open(storing(swallowing));

    const replayed = await other.replay(token);

    expect(replayed).toMatchObject({ verdict, hasDrifted: false });
    expect(explain('again', replayed)).toContain("input: { id: 'a', amount: 301 }   [seed 1, path ");
  });

  it('come from another seed where one is given', async () => {
    await using exploration = await open(storing(failing), {
      fuzz: { input, example: { id: 'o', amount: 1 }, inputs: 3, faults: 0, seed: 77 },
    });

    const { seed, explored } = await exploration.inputs(exploration.budget());

    expect([seed, explored]).toEqual([77, 3]);
  });
});
