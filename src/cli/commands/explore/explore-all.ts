import { SquallError } from '../../../cloud/kernel/errors.ts';
import type { Exploration } from '../../../explore/exploration.ts';
import type { Judged } from '../../../explore/judge/verdict.ts';
import type { Cell } from '../../../explore/search/cells.ts';
import { tellSearch } from '../../../explore/search/searched.ts';

/** Something that is red, of whatever kind of search. */
export interface Finding extends Judged {
  readonly title: string;
  readonly token: string;
  /** Of single faults. */
  readonly cell?: Cell;
}

export interface Findings {
  readonly broken: readonly Finding[];
  /** A line for each search: how much of it was done. */
  readonly notes: readonly string[];
  /** The budget cut a search short, and nobody allowed it. */
  readonly isIncomplete: boolean;
}

export interface Steps {
  readonly filter: string | undefined;
  readonly random: string | undefined;
  readonly progress: { tell(what: string, done: number, total: number): void };
}

/** Everything that the scenario asks for: cells, pairs, races, random plans. */
export async function exploreAll(exploration: Exploration, { filter, random, progress }: Steps): Promise<Findings> {
  const broken: Finding[] = [];
  const cells = exploration.cells.filter((cell) => filter === undefined || exploration.titleOf(cell).includes(filter));
  if (cells.length === 0) {
    const some = exploration.cells.slice(0, 3).map((cell) => exploration.titleOf(cell));
    throw new SquallError(
      'NotFound',
      `No cell’s title contains “${filter}”: nothing would be explored.`,
      `Cells are called ${some.join('; ')} …`,
    );
  }
  exploration.expectCells(cells);
  for (const [index, cell] of cells.entries()) {
    const result = await exploration.explore(cell);
    if (result.verdict.grade === 'broken') broken.push(result);
    progress.tell('cells', index + 1, cells.length);
  }
  if (exploration.scenario.depth === 2) {
    await exploration.pairs(exploration.budget(), (done, total) => progress.tell('pairs', done, total));
  }
  if (exploration.scenario.race) {
    await exploration.races(exploration.budget(), (done) => progress.tell('orders', done, 0));
  }
  if (exploration.scenario.fuzz) {
    await exploration.inputs(exploration.budget(), (done, total) => progress.tell('inputs', done, total));
  }
  if (random !== undefined) {
    const count = Number(random);
    await exploration.random(count, (done) => progress.tell('random plans', done, count));
  }
  const { searched, scenario } = exploration;
  for (const each of searched) broken.push(...each.broken);
  const isIncomplete = searched.some(({ isComplete }) => !isComplete) && scenario.allowIncomplete !== true;
  return { broken, notes: searched.map(tellSearch), isIncomplete };
}
