import type { Budget } from '../budget.ts';
import type { Judged } from '../judge/verdict.ts';
import { type Plan, titleOf, tokenOf } from '../run/plan.ts';
import type { Run } from '../run/run.ts';
import { planOf } from './cells.ts';
import type { Explorer } from './explorer.ts';
import { alternatives, holdsOf, type Schedule } from './schedules.ts';
import { type Extent, extentOf } from './searched.ts';

export interface RaceResult extends Judged {
  readonly title: string;
  readonly token: string;
  readonly preemptions: number;
}

/** `known`: orders that were seen to be worth trying, so far. */
export interface RacesResult extends Extent {
  /** The shortest order for each thing that goes wrong. */
  readonly broken: readonly RaceResult[];
}

/** One thing that can be wrong is shown this often; the rest would be the same once more. */
const examplesMax = 3;

/** More threads than this would have to ask again. */
const lookaheadMax = 32;

/** Orders of concurrent clients: without preemptions first, then with one, two … */
export async function exploreRaces(
  exploration: Explorer,
  budget: Budget,
  onProgress: (done: number) => void = () => undefined,
): Promise<RacesResult> {
  const { race } = exploration.scenario;
  const clients = race?.clients ?? 2;
  const bound = race?.preemptions ?? 1;
  const search = new Search(exploration, budget, onProgress);
  const base: Plan = { faults: [], clients };
  const first = await search.all({ plan: base, preemptions: 0 }, bound);
  if (first && (race?.holds ?? 1) > 0) {
    for (const point of holdsOf(first)) await search.all({ plan: { ...base, holds: [point] }, preemptions: 0 }, 0);
  }
  if (race?.faults) {
    for (const cell of exploration.cells) {
      if (cell.isWarm || exploration.isBroken(cell)) continue;
      const { faults } = planOf({ point: `A.${cell.point.name}`, kind: cell.kind.name });
      await search.all({ plan: { ...base, faults }, preemptions: 0 }, Math.min(1, bound));
    }
  }
  return search.result();
}

class Search {
  readonly #exploration: Explorer;
  readonly #budget: Budget;
  readonly #onProgress: (done: number) => void;
  readonly #seen = new Set<string>();
  readonly #broken: RaceResult[] = [];
  readonly #examples = new Map<string, number>();
  #explored = 0;
  /** Orders that were still to be tried when the budget was spent. */
  #left = 0;

  constructor(exploration: Explorer, budget: Budget, onProgress: (done: number) => void) {
    this.#exploration = exploration;
    this.#budget = budget;
    this.#onProgress = onProgress;
  }

  /** All orders from a first one on, fewest preemptions first. Answers the first run. */
  async all(start: Schedule, bound: number): Promise<Run | undefined> {
    const levels: Schedule[][] = Array.from({ length: bound + 1 }, () => []);
    levels[0]?.push(start);
    let first: Run | undefined;
    for (const level of levels) {
      for (let schedule = level.shift(); schedule; schedule = level.shift()) {
        if (this.#seen.has(keyOf(schedule))) continue;
        this.#tellNext([schedule, ...levels.flat()]);
        if (!this.#budget.take()) {
          this.#left += 1 + levels.reduce((sum, each) => sum + each.length, 0);
          return first;
        }
        const run = await this.#try(schedule);
        first ??= run;
        for (const next of alternatives(run, schedule, bound)) levels[next.preemptions]?.push(next);
      }
    }
    return first;
  }

  /** As far as it is known; most of what comes is found on the way. */
  #tellNext(schedules: readonly Schedule[]): void {
    const next = schedules.slice(0, lookaheadMax).filter((each) => !this.#seen.has(keyOf(each)));
    this.#exploration.expect(
      next.map(({ plan }) => plan),
      schedules.length,
    );
  }

  result(): RacesResult {
    return { ...extentOf(this.#budget, this.#explored, this.#explored + this.#left), broken: this.#broken };
  }

  async #try(schedule: Schedule): Promise<Run> {
    const { plan, preemptions } = schedule;
    this.#seen.add(keyOf(schedule));
    const judged = await this.#exploration.judge(plan);
    this.#explored += 1;
    this.#onProgress(this.#explored);
    if (judged.verdict.grade === 'broken') this.#keep(judged, preemptions);
    return judged.run;
  }

  #keep(judged: Judged, preemptions: number): void {
    const code = judged.verdict.violations[0]?.code ?? '';
    const count = this.#examples.get(code) ?? 0;
    this.#examples.set(code, count + 1);
    if (count >= examplesMax) return;
    const { plan, trace } = judged.run;
    const title = `race of ${plan.clients}: ${titleOf(plan, this.#exploration.display)}`;
    this.#broken.push({ ...judged, title, preemptions, token: tokenOf(plan, trace) });
  }
}

const keyOf = ({ plan }: Schedule): string => JSON.stringify(plan);
