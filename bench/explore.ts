import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { Exploration } from '../src/explore/exploration.ts';
import { loadScenarios } from '../src/explore/load-file.ts';
import type { Row } from './table.ts';

interface App {
  readonly what: string;
  readonly file: string;
  readonly name: string;
  readonly goalPerSecond: number;
}

const specimen = 'bench/explore/scenario.ts';
const apps: readonly App[] = [
  { what: 'a four-call handler', file: specimen, name: 'parts: 1', goalPerSecond: 100 },
  { what: 'the orders API', file: 'integration/explore/place-order.test.ts', name: 'place order', goalPerSecond: 35 },
];
/** What comes first compiles what all others use. */
const warmUps = 20;
const faultFreeRuns = 30;

/** How fast plans are run and judged, whether they repeat, and what pairs cost as calls become more. */
export async function run(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const app of apps) rows.push(...(await singles(app)), await threads(app));
  for (const parts of [1, 3, 5]) {
    await using exploration = await open({ file: specimen, name: `parts: ${parts}` }, 1);
    rows.push(await pairs(exploration, parts + 3));
  }
  return rows;
}

async function open({ file, name }: Pick<App, 'file' | 'name'>, workers: number): Promise<Exploration> {
  const declared = (await loadScenarios(file)).find((each) => each.name === name);
  if (!declared) throw new Error(`${file} declares no scenario “${name}”`);
  const path = resolve(file);
  return Exploration.open(name, { ...declared.scenario, workers }, { directory: dirname(path), file: path });
}

/** In one thread: processor time as well, which says more than a clock where others work beside us. */
async function singles(app: App): Promise<Row[]> {
  await using exploration = await open(app, 1);
  const { cells, runner } = exploration;
  for (let count = 0; count < warmUps; count += 1) await runner.run();
  const faultFree = await timed(faultFreeRuns, async () => {
    for (let count = 0; count < faultFreeRuns; count += 1) await runner.run();
  });
  const judged = await timed(cells.length, async () => {
    for (const cell of cells) await exploration.explore(cell);
  });
  let equal = 0;
  for (const { run, verdict } of exploration.results) {
    const again = await exploration.judge(run.plan);
    const isEqual = again.run.trace === run.trace && JSON.stringify(again.run.state) === JSON.stringify(run.state);
    if (isEqual && again.verdict.grade === verdict.grade) equal += 1;
  }
  return [
    {
      what: `${cells.length} cells of ${app.what}, one thread, with retries, replays and verdicts`,
      measured: `${judged.perSecond.toFixed(0)} plans/s, ${judged.cpuMs.toFixed(0)} ms CPU each`,
      beside: `fault-free runs ${faultFree.perSecond.toFixed(0)}/s, ${faultFree.cpuMs.toFixed(0)} ms CPU each`,
      ratio: (faultFree.cpuMs / judged.cpuMs).toFixed(2),
      budget: '–',
      met: undefined,
    },
    {
      what: `${app.what}: every plan run twice`,
      measured: `${equal} equal`,
      beside: `${cells.length} plans`,
      ratio: (equal / cells.length).toFixed(2),
      budget: 'all',
      met: equal === cells.length,
    },
  ];
}

/** With a thread for each core, from when all of them can judge. */
async function threads(app: App): Promise<Row> {
  const count = availableParallelism();
  await using exploration = await open(app, count);
  const [first, ...cells] = exploration.cells;
  if (!first) throw new Error('Nothing to explore');
  // Two plans start the threads; what they do before they are asked for more is not counted.
  exploration.expectCells([first, first, ...cells.slice(0, 1)]);
  await exploration.otherThreads();
  for (const cell of [first, ...cells.slice(0, 1)]) await exploration.explore(cell);
  const rest = cells.slice(1);
  exploration.expectCells(rest);
  const { perSecond } = await timed(rest.length, async () => {
    for (const cell of rest) await exploration.explore(cell);
  });
  return {
    what: `${rest.length} cells of ${app.what}, ${count} threads`,
    measured: `${perSecond.toFixed(0)} plans/s`,
    beside: '–',
    ratio: '–',
    budget: `≥ ${app.goalPerSecond}/s`,
    met: perSecond >= app.goalPerSecond,
  };
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

/** Processor time of this process, in milliseconds for each; real time as so many a second. */
async function timed(
  count: number,
  work: () => Promise<void>,
): Promise<{ readonly perSecond: number; readonly cpuMs: number }> {
  const startMs = performance.now();
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return { perSecond: (count * 1000) / (performance.now() - startMs), cpuMs: (user + system) / 1000 / count };
}
