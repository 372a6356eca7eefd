import { describe, expect, it } from 'vitest';
import { Exploration } from './exploration.ts';
import { f } from './faults/fault-set.ts';
import type { Scenario } from './scenario.ts';
import { fakeHttp } from './simulation/fake-http.ts';
import { apiOf, consumerOf, redCells } from './testing/red-cells.ts';

const timeout = 60_000;
/** One fault that changes nothing: what is red is so by itself. */
const faults = f.only('duplicate');
const twoJobs: Scenario['when'] = async (w) => {
  await w.send('jobs', { id: 'j1', amount: 1 });
  await w.send('jobs', { id: 'j2', amount: 1 });
};
/** What the fault-free run alone is found to do wrong, where two messages are worked on at once. */
const faultFreeOf = async (code: string, more: Partial<Scenario> = {}) =>
  (await redCells({ app: consumerOf(code, 3), when: twoJobs, faults, ...more }))['without faults'] ?? [];

const job = 'const { id, amount } = JSON.parse(Records[0].body);';
const add = `c.send(new UpdateItemCommand({ TableName: 'Orders', Key: { id: { S: 'sum' } }, UpdateExpression: 'ADD n :n', ExpressionAttributeValues: { ':n': { N: String(amount) } } }))`;

const charging = () =>
  fakeHttp<{ readonly charges: { readonly id: string }[] }>('https://pay.test', {
    state: () => ({ charges: [] }),
    'POST /charges': ({ s, id }) => {
      const charge = { id: id('ch') };
      s.charges.push(charge);
      return charge;
    },
    'POST /receipts': ({ id }) => ({ id: id('rc') }),
  });

describe('how many orders were tried', { timeout }, () => {
  const work = "const n = Number((await get('sum'))?.n.N ?? 0); await put('sum', { n: { N: String(n + amount) } });";
  const told = async (more: Partial<Scenario>): Promise<string> => {
    const app = consumerOf(`exports.handler = async ({ Records }) => { ${job} ${work} };`, 3);
    await using exploration = await Exploration.open('sum', { app, when: twoJobs, faults, ...more });
    return exploration.faultFree.verdict.violations.map(({ what }) => what).join();
  };

  it('is said in the verdict where there are more of them', async () => {
    expect(await told({ ordersMax: 0 })).toMatch(/None of the 1 orders that were tried, of at least \d+ in which/);
    expect(await told({})).toContain('No order in which one ends before the next begins gives that.');
  });
});

describe('what depends on who comes first already without faults', { timeout }, () => {
  it.each([
    [
      'a sum that is read and written',
      "const n = Number((await get('sum'))?.n.N ?? 0); await put('sum', { n: { N: String(n + amount) } });",
    ],
    [
      'a list that is read and written',
      "const ids = (await get('all'))?.ids.S ?? ''; await put('all', { ids: { S: ids === '' ? 'done' : ids + ' done' } });",
    ],
    [
      'a sum that is as large as what calls take',
      "const n = Number((await get('sum'))?.n.N ?? 0); await put('sum', { n: { N: String(n + 1000 * amount) } });",
    ],
  ])('is found: %s', async (_what, work) => {
    const code = `exports.handler = async ({ Records }) => { ${job} ${work} };`;

    expect(await faultFreeOf(code)).toEqual(['ORDER']);
  });

  it('is found: a charge that both find missing', async () => {
    const code = `exports.handler = async () => { if (await get('paid')) return; await (await pay('/charges')).text(); await put('paid'); };`;

    expect(await faultFreeOf(code, { external: [charging()] })).toEqual(['ORDER']);
  });

  it('is found within one invocation', async () => {
    const code = `
const addOne = async () => { const n = Number((await get('sum'))?.n.N ?? 0); await put('sum', { n: { N: String(n + 1) } }); };
exports.handler = async () => { await Promise.all([addOne(), (async () => { await get('other'); await addOne(); })()]); return json(200, {}); };`;
    const red = await redCells({
      app: apiOf(code),
      when: (w) => w.client().post('/do', { json: {} }),
      faults: f.only('error'),
    });

    expect(red['without faults']).toEqual(['ORDER']);
  });

  it.each(['acb', 'bac', 'bca', 'cab', 'cba'])(
    'is found within one invocation, if it is the order %s alone',
    async (order) => {
      const code = `
const note = (letter) => c.send(new UpdateItemCommand({ TableName: 'Orders', Key: { id: { S: 'log' } }, UpdateExpression: 'SET l = list_append(if_not_exists(l, :none), :l)', ExpressionAttributeValues: { ':none': { L: [] }, ':l': { L: [{ S: letter }] } } }));
exports.handler = async () => {
  await Promise.all([note('a'), note('b'), note('c')]);
  const order = (await get('log')).l.L.map(({ S }) => S).join('');
  await put('log');
  await put('done', { bad: { BOOL: order === '${order}' } });
  return json(200, {});
};`;

      const scenario: Scenario = { app: apiOf(code), when: (w) => w.client().post('/do'), faults: f.only('error') };
      await using exploration = await Exploration.open('order', scenario);

      expect(exploration.faultFree.verdict.violations.map(({ code }) => code)).toEqual(['ORDER']);
    },
  );

  it.each([
    ['a sum that the table adds up', `await ${add};`],
    ['items of their own', 'await put(id, { n: { N: String(amount) } });'],
    [
      'who came first',
      "const n = (await c.send(new UpdateItemCommand({ TableName: 'Orders', Key: { id: { S: 'sum' } }, UpdateExpression: 'ADD n :n', ExpressionAttributeValues: { ':n': { N: '1' } }, ReturnValues: 'ALL_NEW' }))).Attributes.n; await put(id, { n });",
    ],
    ['how long it took', 'const t = Date.now(); await get(id); await put(id, { ms: { N: String(Date.now() - t) } });'],
    [
      'how long it took, in words',
      "const t = Date.now(); await get(id); await put(id, { took: { S: 'PT' + (Date.now() - t) / 1000 + 'S' } });",
    ],
    [
      'whether it took long',
      'const t = Date.now(); await get(id); await put(id, { slow: { BOOL: Date.now() - t > 500 } });',
    ],
    [
      'when it was',
      'await get(id); await put(id, { at: { N: String(Date.now()) }, day: { S: new Date().toDateString() } });',
    ],
  ])('is not: %s', async (_what, work) => {
    const code = `exports.handler = async ({ Records }) => { ${job} ${work} };`;

    expect(await faultFreeOf(code)).toEqual([]);
  });

  it('is not: numbers that a provider gave', async () => {
    const code = `exports.handler = async ({ Records }) => { ${job} const charge = (await (await pay('/charges')).json()).id; await get(id); const receipt = (await (await pay('/receipts')).json()).id; await put(id, { charge: { S: charge }, receipt: { S: receipt } }); };`;

    expect(await faultFreeOf(code, { external: [charging()] })).toEqual([]);
  });

  it('is not: how much time is left, beside a timer of the function’s own', async () => {
    const code = `
exports.handler = async (event, context) => {
  const late = new Promise((resolve) => setTimeout(resolve, 50)).then(() => get('late'));
  await get('o0');
  await put('o1', { left: { N: String(context.getRemainingTimeInMillis()) } });
  await late;
  return json(200, {});
};`;
    const red = await redCells({
      app: apiOf(code),
      when: (w) => w.client().post('/do', { json: {} }),
      faults: f.only('error'),
    });

    expect(red).toEqual({});
  });
});
