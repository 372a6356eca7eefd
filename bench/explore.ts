import { Exploration, fakeHttp, type Scenario } from 'squall/vitest';
import type { Row } from './table.ts';

interface Payments {
  readonly charges: Record<string, { readonly id: string }>;
}

const goalPerSecond = 100;

const payments = fakeHttp<Payments>('https://payments.example.com', {
  state: () => ({ charges: {} }),
  'POST /charges': ({ headers, s, id }) => {
    const key = headers['idempotency-key'] ?? '';
    s.charges[key] ??= { id: id('ch') };
    return s.charges[key];
  },
});

const scenario = (parts: number): Scenario => ({
  app: 'bench/explore/app.ts',
  external: [payments],
  when: (w) =>
    w
      .client({ retries: 5, on: ['network', 409, 429, '5xx'] })
      .post(`/orders?parts=${parts}`, { idempotencyKey: 'k1', json: { amount: 42 } }),
  depth: 2,
  budget: '10s',
});

/** How fast plans are run and judged, whether they repeat, and what pairs cost as calls become more. */
export async function run(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const parts of [1, 3, 5]) {
    await using exploration = await Exploration.open('bench', scenario(parts));
    if (parts === 1) rows.push(...(await singles(exploration)));
    rows.push(await pairs(exploration, parts + 3));
  }
  return rows;
}

async function singles(exploration: Exploration): Promise<Row[]> {
  const { cells, runner } = exploration;
  // What comes first compiles what all others use.
  for (let count = 0; count < 20; count += 1) await runner.run();
  const baselineMs = await timed(async () => {
    for (let count = 0; count < 50; count += 1) await runner.run();
  });
  const tookMs = await timed(async () => {
    for (const cell of cells) await exploration.explore(cell);
  });
  const perSecond = (cells.length * 1000) / tookMs;
  const baselinePerSecond = 50_000 / baselineMs;
  let equal = 0;
  for (const { run, verdict } of exploration.results) {
    const again = await exploration.judge(run.plan);
    const isEqual = again.run.trace === run.trace && JSON.stringify(again.run.state) === JSON.stringify(run.state);
    if (isEqual && again.verdict.grade === verdict.grade) equal += 1;
  }
  return [
    {
      what: `${cells.length} cells of a four-call handler, with retries, replays and verdicts`,
      measured: `${perSecond.toFixed(0)} plans/s`,
      beside: `fault-free runs ${baselinePerSecond.toFixed(0)}/s`,
      ratio: (perSecond / baselinePerSecond).toFixed(2),
      budget: `≥ ${goalPerSecond}/s`,
      met: perSecond >= goalPerSecond,
    },
    {
      what: 'every plan run twice',
      measured: `${equal} equal`,
      beside: `${cells.length} plans`,
      ratio: (equal / cells.length).toFixed(2),
      budget: 'all',
      met: equal === cells.length,
    },
  ];
}

async function pairs(exploration: Exploration, calls: number): Promise<Row> {
  for (const cell of exploration.cells) await exploration.explore(cell);
  const { explored, known, merged, spentMs } = await exploration.pairs(exploration.budget());
  return {
    what: `pairs of ${calls} calls (${exploration.cells.length} cells, ${merged} merged)`,
    measured: `${known} pairs, ${((explored * 1000) / spentMs).toFixed(0)}/s`,
    beside: `all pairs ${(exploration.cells.length * (exploration.cells.length - 1)) / 2}`,
    ratio: (known / ((exploration.cells.length * (exploration.cells.length - 1)) / 2)).toFixed(2),
    budget: '–',
    met: undefined,
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}
