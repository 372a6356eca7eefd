import { describe, expect, it } from 'vitest';
import { Exploration } from '../exploration.ts';
import { f } from '../faults/fault-set.ts';
import { consumerOf } from '../testing/red-cells.ts';

const taking = (work: string): object =>
  consumerOf(`exports.handler = async ({ Records }) => { for (const { body } of Records) { ${work} } };`, 9);

const opened = (work: string): Promise<Exploration> =>
  Exploration.open('slots', {
    app: taking(work),
    when: (w) => Promise.all([w.send('jobs', 'a'), w.send('jobs', 'b')]),
    faults: f.only('throttle'),
  });

describe('random latencies', { timeout: 120_000 }, () => {
  // Each message takes the first slot that is free.
  const looking = `await put((await get('slot1')) ? 'slot2' : 'slot1');`;
  const claiming = `await c.send(new PutItemCommand({ TableName: 'Orders', Item: { id: { S: 'slot1' } }, ConditionExpression: 'attribute_not_exists(id)' })).catch((error) => { if (error.name !== 'ConditionalCheckFailedException') throw error; return put('slot2'); });`;

  it('let one consumer overtake another between its read and its write', async () => {
    await using exploration = await opened(looking);

    const { broken } = await exploration.random(12);
    expect(broken.map(({ title }) => title)).toContainEqual(expect.stringMatching(/latency \d+$/));
    const again = await exploration.replay(broken[0]?.token ?? '');
    expect(again).toMatchObject({ hasDrifted: false, verdict: { grade: 'broken' } });
  });

  it('do no harm where the write itself claims the slot', async () => {
    await using exploration = await opened(claiming);

    expect((await exploration.random(12)).broken).toEqual([]);
  });
});
