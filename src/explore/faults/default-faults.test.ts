import { describe, expect, it } from 'vitest';
import type { Scenario } from '../scenario.ts';
import { fakeHttp } from '../simulation/fake-http.ts';
import { apiOf, redCells } from '../testing/red-cells.ts';

const order: Scenario['when'] = (w) =>
  w.client({ retries: 4 }).post('/orders', { idempotencyKey: 'k1', json: { id: 'o1' } });

describe('calls that a function makes at once', { timeout: 120_000 }, () => {
  const name = 'SET #s = :s';
  const update = `c.send(new UpdateItemCommand({ TableName: 'Orders', Key: { id: { S: 'o1' } }, UpdateExpression: '${name}', ExpressionAttributeNames: { '#s': 'status' }, ExpressionAttributeValues: { ':s': { S: 'paid' } } }))`;
  const working = (work: string): object => apiOf(`exports.handler = async () => { ${work} return json(201, {}); };`);

  it('may come in another order: who needs one must wait', async () => {
    const app = working(`await Promise.all([put('o1', { status: { S: 'new' } }), ${update}]);`);

    const red = await redCells({ app, when: order });
    // Which of them comes first by itself is the SDK's doing.
    const overtaken = Object.entries(red).filter(([title]) => title.startsWith('overtaken @ ddb.'));
    expect(overtaken.map(([, codes]) => codes)).toEqual([['DIVERGED']]);
  });

  it('are no finding where the order is no matter', async () => {
    const app = working(`await Promise.all([put('o1'), put('o2'), put('o3')]);`);

    expect(await redCells({ app, when: order })).toEqual({});
  });

  it('are none where one waits for the other', async () => {
    const app = working(`await put('o1', { status: { S: 'new' } }); await ${update};`);

    expect(await redCells({ app, when: order })).toEqual({});
  });
});

describe('a cold start in the middle', { timeout: 120_000 }, () => {
  const twice: Scenario['when'] = async (w) => {
    await w.client({ retries: 4 }).post('/carts', { json: { add: 'a' } });
    await w.client({ retries: 4 }).post('/carts', { json: { add: 'b' } });
  };
  const carts = (read: string): object =>
    apiOf(`
let cart;
exports.handler = async (event) => {
  const { add } = JSON.parse(event.body);
  const known = ${read};
  cart = known.includes(add) ? known : [...known, add];
  await put('cart', { all: { S: cart.join() } });
  return json(200, { cart });
};`);

  it('finds what was kept in memory alone', async () => {
    const red = await redCells({ app: carts('cart ?? []'), when: twice });
    expect(red['cold @ step2.try1 › lambda.Invoke(Worker)#1']).toEqual(['DIVERGED', 'ANSWER']);
  });

  it('does no harm where it is read again', async () => {
    const read = "((await get('cart'))?.all.S ?? '').split(',').filter((each) => each !== '')";

    expect(await redCells({ app: carts(read), when: twice })).toEqual({});
  });
});

describe('webhooks', { timeout: 120_000 }, () => {
  const payments = () =>
    fakeHttp('https://pay.test', {
      state: () => ({ charges: [] as string[] }),
      'POST /charges': ({ s, webhook }) => {
        if (!s.charges.includes('ch_1')) s.charges.push('ch_1');
        webhook('/hooks', { event: 'ev_1', charge: 'ch_1' });
        return { id: 'ch_1' };
      },
    });
  const app = (onHook: string, onMissing: string): object =>
    apiOf(`
exports.handler = async (event) => {
  if (event.rawPath !== '/hooks') {
    if (!(await pay('/charges')).ok) return json(503, {});
    try { await put('o1', {}); } catch (error) { return json(503, {}); }
    return json(201, {});
  }
  ${onHook}
  if (!(await get('o1'))) return ${onMissing};
  await put('paid-o1');
  return json(200, {});
};`);
  const counting = `await c.send(new UpdateItemCommand({ TableName: 'Orders', Key: { id: { S: 'sums' } }, UpdateExpression: 'ADD paid :n', ExpressionAttributeValues: { ':n': { N: '1' } } }));`;

  it('come twice: what is counted is counted twice', async () => {
    const red = await redCells({ app: app(counting, 'json(409, {})'), external: [payments()], when: order });
    expect(red['webhookTwice @ http.POST(pay.test/charges)#1']).toBeDefined();
  });

  it('come before the answer: the order is not there yet', async () => {
    const red = await redCells({ app: app('', 'json(200, {})'), external: [payments()], when: order });
    expect(red['webhookEarly @ http.POST(pay.test/charges)#1']).toContain('LOST');
  });

  it('do no harm where they are asked for again and change nothing twice', async () => {
    expect(await redCells({ app: app('', 'json(409, {})'), external: [payments()], when: order })).toEqual({});
  });
});
