import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { Exploration } from '../exploration.ts';
import type { Judged } from '../judge/verdict.ts';
import type { Scenario } from '../scenario.ts';
import { telling, visits } from './testing/visits.ts';

const file = fileURLToPath(new URL('./testing/visits.ts', import.meta.url));
const timeout = 120_000;

const faceOf = ({ run, verdict, ...rest }: Judged & { readonly title: string; readonly token: string }) => [
  rest.title,
  rest.token,
  verdict,
  run.state,
  run.outcomes,
  run.boundaryCalls,
  run.replay,
];

/** All that comes of a scenario, in order; with more threads than one they all judge. */
async function allOf(scenario: Scenario, threads: number): Promise<unknown> {
  await using exploration = await Exploration.open('visits', { ...scenario, workers: threads }, { file });
  exploration.expectCells(exploration.cells);
  expect(await exploration.otherThreads()).toBe(threads - 1);
  const pairs = await exploration.pairs(exploration.budget());
  const races = await exploration.races(exploration.budget());
  return [exploration.results, pairs.broken, races.broken].map((each) => each.map(faceOf));
}

it('two threads find the same as one, in the same order', { timeout }, async () => {
  expect(await allOf(visits, 2)).toEqual(await allOf(visits, 1));
});

it('what the other threads judged is not judged once more', { timeout }, async () => {
  await using exploration = await Exploration.open('telling', telling, { file });
  exploration.expectCells(exploration.cells);
  expect(await exploration.otherThreads()).toBe(1);

  const results: Judged[] = [];
  for (const cell of exploration.cells) results.push(await exploration.explore(cell));

  const elsewhere = results.filter(({ verdict }) => verdict.violations.some(({ what }) => what.includes('elsewhere')));
  expect(elsewhere).not.toEqual([]);
});

it('random plans are judged by all threads, with the same results in the same order', { timeout }, async () => {
  await using alone = await Exploration.open('visits', { ...visits, workers: 1 }, { file });
  await using together = await Exploration.open('visits', { ...visits, workers: 2 }, { file });
  together.expectCells(together.cells);
  expect(await together.otherThreads()).toBe(1);
  const here = vi.spyOn(together.runner, 'run');

  const [one, two] = [await alone.random(12), await together.random(12)];

  expect(two.broken.map(faceOf)).toEqual(one.broken.map(faceOf));
  expect({ ...two, broken: [] }).toEqual({ ...one, broken: [] });
  expect(here.mock.calls.length).toBeLessThan(two.explored + two.shrinkRuns);
});

it.each([
  ['a file that declares something else', 'visits', file],
  ['a file that declares nothing of that name', 'other', file],
  ['a file that cannot be loaded', 'visits', '/no/such/file.ts'],
])('explores alone beside %s', { timeout }, async (_what, name, from) => {
  const when: Scenario['when'] = (w) => w.client({ retries: 2 }).post('/do?other', { json: {} });
  await using exploration = await Exploration.open(name, { ...visits, when, workers: 2 }, { file: from });
  exploration.expectCells(exploration.cells);
  const others = await exploration.otherThreads();

  for (const cell of exploration.cells) await exploration.explore(cell);

  expect(others).toBe(0);
  expect(exploration.results).toHaveLength(exploration.cells.length);
});
