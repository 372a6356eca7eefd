import { expect, it } from 'vitest';
import { Exploration } from './exploration.ts';
import { f } from './faults/fault-set.ts';
import type { Scenario } from './scenario.ts';
import { fakeHttp } from './simulation/fake-http.ts';
import { templateOf } from './testing/template.ts';

const timeout = 60_000;
const provider = () =>
  fakeHttp<{ readonly charges: object[] }>('https://provider.test', {
    state: () => ({ charges: [] }),
    'POST /charges': ({ s, id }) => {
      const charge = { id: id('ch') };
      s.charges.push(charge);
      return charge;
    },
  });

/** Charges, and asks again every millisecond for as long as it may run where that fails. */
const code = `
exports.handler = async () => {
  for (;;) {
    const r = await fetch('https://provider.test/charges', { method: 'POST' });
    if (r.ok) return { statusCode: 200, body: await r.text() };
    for (let n = 0; n < 3000; n += 1) await new Promise((resolve) => setTimeout(resolve, 1));
  }
};`;
const scenario: Scenario = {
  app: templateOf({ code, timeoutSeconds: 600 }),
  external: [provider()],
  faults: f.only('error', 'lost', 'reset'),
  when: (w) => w.client({ retries: 1, timeout: '15m' }).post('/do', { idempotencyKey: 'k1', json: {} }),
};

/** What each cell comes to, told by its title. */
const told = async (
  exploration: Exploration,
  explored: readonly Promise<{ verdict: unknown; run: { trace: string } }>[],
) =>
  (await Promise.all(explored)).map(({ verdict, run }, index) => [
    exploration.cells[index]?.kind.name,
    verdict,
    run.trace,
  ]);

async function oneByOne() {
  await using exploration = await Exploration.open('alone', scenario);
  for (const cell of exploration.cells) await exploration.explore(cell);
  return told(
    exploration,
    exploration.cells.map((cell) => exploration.explore(cell)),
  );
}

it('cells that are asked for at once do not run into each other', { timeout }, async () => {
  const alone = await oneByOne();
  await using exploration = await Exploration.open('at once', scenario);

  expect(
    await told(
      exploration,
      exploration.cells.map((cell) => exploration.explore(cell)),
    ),
  ).toEqual(alone);
});

it('a cell that is given up in the middle ends, and leaves nothing to the next ones', { timeout }, async () => {
  const alone = await oneByOne();
  await using exploration = await Exploration.open('given up', scenario);
  const long = exploration.cells.find(({ kind, point }) => kind.name === 'error' && point.name.includes('http.POST'));
  const given = exploration.explore(long ?? expect.fail('no cell'));
  const rejected = expect(given).rejects.toThrow('Nobody waits for this run any more.');
  // In the middle: some of its timers have come.
  const { cloud, startMs } = exploration.simulation;
  const passedMs = () => cloud.clock.now() - startMs;
  while (passedMs() < 100 || passedMs() > 2900) await new Promise((resolve) => setImmediate(resolve));

  exploration.cancel();

  await rejected;
  expect(
    await told(
      exploration,
      exploration.cells.map((cell) => exploration.explore(cell)),
    ),
  ).toEqual(alone);
});
