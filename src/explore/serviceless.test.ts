import { describe, expect, it } from 'vitest';
import { Exploration } from './exploration.ts';
import type { When } from './simulation/scenario-verbs.ts';
import { servicelessTemplate } from './testing/serviceless-template.ts';

const open = (mapsFailures: boolean, when: (w: When) => Promise<unknown>) =>
  Exploration.open('jobs', {
    app: servicelessTemplate({ mapsFailures }),
    given: (w) => w.table('Orders').put({ id: 'o1', total: 42 }),
    when,
  });
const client = (w: When) => w.client({ retries: 3 });
const post = (w: When) => client(w).post('/prod/jobs', { idempotencyKey: 'k1', json: { id: 'j1' } });
const get = (w: When) => client(w).get('/prod/orders', { query: { id: 'o1' } });

/** Every cell with its grade and what is wrong with it. */
async function explored(exploration: Exploration): Promise<Record<string, string>> {
  for (const cell of exploration.cells) await exploration.explore(cell);
  return Object.fromEntries(
    exploration.results.map(({ title, verdict: { grade, violations } }) => [
      title,
      [grade, ...violations.map(({ code }) => code)].join(' '),
    ]),
  );
}

describe('an API without a function', { timeout: 120_000 }, () => {
  it('that answers 200 for whatever the queue says loses messages, which is found', async () => {
    await using exploration = await open(false, post);

    expect(await explored(exploration)).toMatchObject({
      'error @ sqs.SendMessage(Jobs)#1': 'broken DIVERGED',
      'throttle @ sqs.SendMessage(Jobs)#1': 'broken DIVERGED',
      'lost @ sqs.SendMessage(Jobs)#1': 'recovered',
    });
  });

  it('that maps failures to 503 survives every one of them, at the integration and at the edge', async () => {
    await using exploration = await open(true, async (w) => {
      await post(w);
      await get(w);
    });
    const grades = await explored(exploration);

    expect(exploration.faultFree.run.outcomes.map(({ json }) => json)).toEqual([{ done: true }, { total: '42' }]);
    expect(Object.entries(grades).filter(([, grade]) => !/^(?:masked|recovered)$/.test(grade))).toEqual([]);
    expect(Object.keys(grades)).toEqual(
      expect.arrayContaining([
        ...['error', 'throttle', 'reset', 'lost', 'hang', 'hangAfter'].map(
          (kind) => `${kind} @ sqs.SendMessage(Jobs)#1`,
        ),
        ...['error', 'throttle', 'reset', 'hang', 'stale'].map((kind) => `${kind} @ ddb.GetItem(Orders)#1`),
        'lost @ api.POST(/jobs)#1',
      ]),
    );
    expect(Object.keys(grades).some((title) => title.startsWith('crash'))).toBe(false);
  });

  it('refuses a path that no method takes, with those that there are', async () => {
    await expect(open(true, (w) => client(w).post('/prod/job', { json: {} }))).rejects.toMatchObject({
      code: 'NotExplorable',
      hint: expect.stringContaining('GET /prod/orders, POST /prod/jobs'),
    });
  });
});
