import { describe, expect, it } from 'vitest';
import { f } from '../faults/fault-set.ts';
import type { Scenario } from '../scenario.ts';
import { apiOf, redCells } from '../testing/red-cells.ts';

/** An order that is kept for a quarter of an hour; whoever asks again is told how long it still is. */
const keeping = (remaining: string, onFailure = 'throw error;'): object =>
  apiOf(`
const read = async (key) => Number((await get(key)).until.N);
exports.handler = async (event) => {
  const key = event.headers['idempotency-key'];
  let until = Date.now() + 900000;
  try {
    await c.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: key }, until: { N: String(until) } }, ConditionExpression: 'attribute_not_exists(id)' }));
  } catch (error) {
    if (error.name !== 'ConditionalCheckFailedException') { ${onFailure} }
    else until = await read(key);
  }
  return json(201, { id: key, expiresIn: ${remaining} });
};`);

const scenario: Omit<Scenario, 'app'> = {
  when: (w) => w.client({ retries: 5 }).post('/orders', { idempotencyKey: 'k1', json: {} }),
  faults: f.defaults(),
};

describe('the time that remains, in an answer', { timeout: 120_000 }, () => {
  it.each([
    ['seconds', 'Math.ceil((until - Date.now()) / 1000)'],
    ['milliseconds', 'until - Date.now()'],
    ['minutes', 'Math.round((until - Date.now()) / 60000)'],
  ])('in %s is what it is when the client asks', async (_unit, remaining) => {
    expect(await redCells({ ...scenario, app: keeping(remaining) })).toEqual({});
  });

  it('is found where it is another constant after a failure', async () => {
    const app = keeping('Math.ceil((until - Date.now()) / 1000)', 'until = Date.now() + 5000;');

    const red = await redCells({ ...scenario, app, ignore: ['Orders'] });
    expect(Object.keys(red)).toContain('error* @ ddb.PutItem(Orders)#1');
    expect(new Set(Object.values(red).flat())).toEqual(new Set(['ANSWER']));
  });
});
