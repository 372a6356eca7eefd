import { describe, expect, it } from 'vitest';
import { Exploration } from '../exploration.ts';
import { f } from '../faults/fault-set.ts';
import type { Scenario } from '../scenario.ts';
import { apiOf, consumerOf } from '../testing/red-cells.ts';

const opened = (app: object, when: Scenario['when']): Promise<Exploration> =>
  Exploration.open('verbs', { app, when, faults: f.only('error') });

describe('verbs of scenarios', { timeout: 60_000 }, () => {
  it('w.send sends attributes', async () => {
    const code = `exports.handler = async ({ Records: [{ messageAttributes: a }] }) => { await put(a.tenant.stringValue + a.n.dataType); };`;
    await using exploration = await opened(consumerOf(code, 3), (w) =>
      w.send('jobs', {}, { attributes: { tenant: 't1', n: 7 }, delay: '5s' }),
    );

    expect(exploration.faultFree.run.state['table Orders']).toEqual([{ id: 't1Number' }]);
    expect(exploration.faultFree.run.durationMs).toBeGreaterThanOrEqual(5000);
  });

  it('w.call is an outcome, also where it is refused', async () => {
    const key = { id: { S: 'o1' } };
    await using exploration = await opened(apiOf('exports.handler = async () => json(200, {});'), async (w) => {
      await w.call('dynamodb', 'PutItem', { TableName: 'Orders', Item: key });
      await w.call('dynamodb', 'GetItem', { TableName: 'Nowhere', Key: key });
      await w.client().post('/x');
    });

    expect(exploration.faultFree.run.outcomes.map(({ request, status }) => [request, status])).toEqual([
      ['dynamodb.PutItem', 200],
      ['dynamodb.GetItem', 400],
      ['POST /x', 200],
    ]);
  });
});
