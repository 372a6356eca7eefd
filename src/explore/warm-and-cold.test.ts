import { describe, expect, it } from 'vitest';
import { Exploration } from './exploration.ts';
import { f } from './faults/fault-set.ts';
import { matrixOf } from './report/matrix.ts';
import { renderMatrix } from './report/terminal.ts';
import type { Scenario } from './scenario.ts';
import { apiOf, redCells } from './testing/red-cells.ts';

/** Counts how often a part of it was asked; what it remembers decides what a failed write leads to. */
const remembering = (onFailure: string): object =>
  apiOf(`
let known = 0;
exports.handler = async () => {
  known += 1;
  try { await put('o1'); } catch (error) { ${onFailure} throw error; }
  return json(201, { id: 'o1' });
};`);

const scenario: Omit<Scenario, 'app'> = {
  when: (w) => w.client({ retries: 4 }).post('/orders', { idempotencyKey: 'k1', json: { id: 'o1' } }),
  faults: f.only('error*', 'crashBefore', 'lost'),
  warm: 'both',
};
const lying = 'if (known > 1) return json(201, { id: "o1" });';

describe("warm: 'both'", { timeout: 120_000 }, () => {
  it('judges every cell in cold and in warm environments, and finds what only warm ones do', async () => {
    const red = await redCells({ ...scenario, app: remembering(lying) });

    expect(red).toEqual({ 'error* @ ddb.PutItem(Orders)#1 (warm)': expect.arrayContaining(['LOST']) });
  });

  it('is green where environments remember nothing that matters', async () => {
    expect(await redCells({ ...scenario, app: remembering('') })).toEqual({});
  });

  it('tells cells once that end alike, and how many there are', async () => {
    await using exploration = await Exploration.open('orders', { ...scenario, app: remembering(lying) });
    for (const cell of exploration.cells) await exploration.explore(cell);

    const matrix = matrixOf(exploration, () => undefined);
    const warm = matrix.rows.filter(({ point }) => point.startsWith('warm: '));

    expect(warm.map(({ point }) => point)).toEqual(['warm: ddb.PutItem(Orders)#1']);
    expect(warm[0]?.fields.map(({ text }) => text)).toContain('=');
    expect(matrix.merged).toBe(exploration.cells.length / 2 - 1);
    expect(matrix.total).toBe(exploration.cells.length / 2 + 1);
    expect(renderMatrix(matrix, false)).toContain(
      `${matrix.merged} more cells end with warm environments as they do with cold ones`,
    );
  });

  it('finds a warm environment that answers another client than the one who asks, without any fault', async () => {
    const app = apiOf(
      "let last; exports.handler = async (e) => { last ??= e.headers['idempotency-key']; await put(last); return json(200, { last }); };",
    );
    const when: Scenario['when'] = (w) =>
      w.client({ retries: 3 }).post('/do', { idempotencyKey: w.name === 'warm' ? 'first' : 'second' });

    const red = await redCells({ app, when, warm: 'both', faults: f.only('lost') });

    expect(red['without faults']).toEqual(expect.arrayContaining(['ANSWER']));
  });

  it('gives tokens that run with the environments of their cell', async () => {
    await using exploration = await Exploration.open('orders', { ...scenario, app: remembering(lying) });
    const cell = exploration.cells.find((each) => each.isWarm && each.kind.name === 'error*');
    const { token, verdict } = await exploration.explore(cell ?? expect.fail('no warm cell'));

    expect(await exploration.replay(token)).toMatchObject({ verdict, hasDrifted: false });
  });
});
