import type { Exploration } from '../../../explore/exploration.ts';
import type { Judged } from '../../../explore/judge/verdict.ts';
import type { Searches } from '../../../explore/report/make-report.ts';
import type { Cell } from '../../../explore/search/cells.ts';
import { exploreRandom } from '../../../explore/search/explore-random.ts';

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
  readonly searches: Searches;
}

export interface Steps {
  readonly filter: string | undefined;
  readonly random: string | undefined;
  readonly progress: { tell(what: string, done: number, total: number): void };
}

/** Everything that the scenario asks for: cells, pairs, races, random plans. */
export async function exploreAll(exploration: Exploration, { filter, random, progress }: Steps): Promise<Findings> {
  const broken: Finding[] = [];
  const notes: string[] = [];
  const searches: { -readonly [Name in keyof Searches]: Searches[Name] } = {};
  const cells = exploration.cells.filter((cell) => filter === undefined || exploration.titleOf(cell).includes(filter));
  for (const [index, cell] of cells.entries()) {
    const result = await exploration.explore(cell);
    if (result.verdict.grade === 'broken') broken.push(result);
    progress.tell('cells', index + 1, cells.length);
  }
  if (exploration.scenario.depth === 2) {
    const pairs = await exploration.pairs(exploration.budget(), (done, total) => progress.tell('pairs', done, total));
    searches.pairs = pairs;
    broken.push(...pairs.broken);
    notes.push(
      `pairs ${pairs.explored}/${pairs.total}: ${pairs.broken.length} broken (${pairs.merged} first faults merged)`,
    );
  }
  if (exploration.scenario.race) {
    const races = await exploration.races(exploration.budget(), (done) => progress.tell('orders', done, 0));
    searches.races = races;
    broken.push(...races.broken);
    notes.push(`orders ${races.explored}${races.isComplete ? '' : ' (budget spent)'}: ${races.broken.length} broken`);
  }
  if (random !== undefined) {
    const found = await exploreRandom(exploration, Number(random), (done) =>
      progress.tell('random plans', done, Number(random)),
    );
    searches.random = found;
    broken.push(...found.broken);
    notes.push(
      `random plans ${found.explored} (seed ${found.seed}): ${found.broken.length} broken, shrunk with ${found.shrinkRuns} runs`,
    );
  }
  return { broken, notes, searches };
}
