import type { Budget } from '../budget.ts';
import { netSideEffects, normaliseAs, unlike } from '../judge/baseline.ts';
import { difference, hashOf, type NormalState } from '../judge/state.ts';
import type { Judged, Verdict, Violation } from '../judge/verdict.ts';
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

/** Orders of concurrent clients: without preemptions first, then with one, two … */
export async function exploreRaces(
  exploration: Explorer,
  budget: Budget,
  onProgress: (done: number) => void = () => undefined,
): Promise<RacesResult> {
  const { race } = exploration.scenario;
  const clients = race?.clients ?? 2;
  const bound = race?.preemptions ?? 1;
  const serial = await serialOutcomes(exploration, clients);
  const search = new Search(exploration, serial, budget, onProgress);
  const base: Plan = { faults: [], clients };
  const first = await search.all({ plan: base, preemptions: 0 }, bound);
  if (first && (race?.holds ?? 1) > 0) {
    for (const point of holdsOf(first)) await search.all({ plan: { ...base, holds: [point] }, preemptions: 0 }, 0);
  }
  if (race?.faults) {
    for (const cell of exploration.cells) {
      if (exploration.isBroken(cell)) continue;
      const { faults } = planOf({ point: `A.${cell.point.name}`, kind: cell.kind.name });
      await search.all({ plan: { ...base, faults }, preemptions: 0 }, Math.min(1, bound));
    }
  }
  return search.result();
}

class Search {
  readonly #exploration: Explorer;
  readonly #serial: Serial;
  readonly #budget: Budget;
  readonly #onProgress: (done: number) => void;
  readonly #seen = new Set<string>();
  readonly #broken: RaceResult[] = [];
  readonly #examples = new Map<string, number>();
  #explored = 0;
  /** Orders that were still to be tried when the budget was spent. */
  #left = 0;

  constructor(exploration: Explorer, serial: Serial, budget: Budget, onProgress: (done: number) => void) {
    this.#exploration = exploration;
    this.#serial = serial;
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

  result(): RacesResult {
    return { ...extentOf(this.#budget, this.#explored, this.#explored + this.#left), broken: this.#broken };
  }

  async #try(schedule: Schedule): Promise<Run> {
    const { plan, preemptions } = schedule;
    this.#seen.add(keyOf(schedule));
    const { run, verdict } = await this.#exploration.judge(plan, { replay: false });
    this.#explored += 1;
    this.#onProgress(this.#explored);
    const judged = this.#serial.judge(run, verdict);
    if (judged.grade === 'broken') this.#keep({ run, verdict: judged }, preemptions);
    return run;
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

/** States that clients one after the other can leave behind: whatever is left by them at once must be one of these. */
interface Serial {
  judge(run: Run, verdict: Verdict): Verdict;
}

/** A state that some clients leave behind, one after the other. */
interface SerialState {
  /** Who took part, by index; the others did nothing. */
  readonly clients: readonly number[];
  readonly state: NormalState;
  readonly hash: string;
}

async function serialOutcomes(exploration: Explorer, clients: number): Promise<Serial> {
  const states: SerialState[] = [];
  const sideEffects = new Map<string, number>();
  for (const order of orders(clients)) {
    const run = await exploration.runner.run({ faults: [], clients, serial: order });
    const state = normaliseAs(exploration.baseline, run, exploration.simulation.startMs);
    states.push({ clients: order, state, hash: hashOf(state) });
    for (const [route, count] of netSideEffects(run))
      sideEffects.set(route, Math.max(count, sideEffects.get(route) ?? 0));
  }
  return {
    judge(run, verdict) {
      const more = [...tooManySideEffects(run, sideEffects, verdict), ...noSuchState(exploration, run, states)];
      const violations = [...verdict.violations.filter(({ code }) => code !== 'DUP'), ...more].sort(byHarm);
      return { ...verdict, violations, grade: violations.length > 0 ? 'broken' : verdict.grade };
    },
  };
}

/** Clients that were told of success: what they did must be there. Whoever gave up may have done nothing. */
function succeeded(run: Run, baseline: Run): number[] {
  const failed = new Set(unlike(run, baseline).map(({ client }) => client));
  const names = [...new Set(run.outcomes.map(({ client }) => client))].filter((client) => !failed.has(client));
  return names.map((name) => name.charCodeAt(0) - 'A'.charCodeAt(0));
}

const harm = ['INVARIANT', 'DUP', 'LOST', 'ORDER', 'STUCK'];
const byHarm = (a: Violation, b: Violation): number => rank(a) - rank(b);
const rank = ({ code }: Violation): number => (harm.includes(code) ? harm.indexOf(code) : harm.length);

function tooManySideEffects(run: Run, allowed: ReadonlyMap<string, number>, { violations }: Verdict): Violation[] {
  const known = violations.find(({ code }) => code === 'DUP');
  return [...netSideEffects(run)].flatMap(([route, count]) =>
    count <= (allowed.get(route) ?? 0)
      ? []
      : [
          {
            code: 'DUP' as const,
            oracle: '1 at most one effect',
            what: `${route} took effect ${count} times; one client after the other gives ${allowed.get(route) ?? 0}.`,
            why: known?.why ?? 'Two clients passed a check before either had written what the other one looks for.',
          },
        ],
  );
}

function noSuchState(exploration: Explorer, run: Run, states: readonly SerialState[]): Violation[] {
  const state = normaliseAs(exploration.baseline, run, exploration.simulation.startMs);
  const needed = succeeded(run, exploration.baseline.run);
  const possible = states.filter(({ clients }) => needed.every((client) => clients.includes(client)));
  if (possible.some(({ hash }) => hash === hashOf(state))) return [];
  const nearest = possible
    .map((serial) => difference(serial.state, state))
    .sort((one, other) => sizeOf(one) - sizeOf(other))[0];
  const groups = (nearest ?? []).map(
    ({ group, missing, extra }) =>
      `${group}: ${[...missing.map((row) => `− ${row}`), ...extra.map((row) => `+ ${row}`)].slice(0, 2).join(' ')}`,
  );
  return [
    {
      code: 'ORDER',
      oracle: '3 convergence',
      what: `The clients at once leave a state that no order of them one after the other gives: ${groups.slice(0, 3).join('; ')}.`,
      why: 'Something was read, and written by somebody else before what follows from it was written.',
    },
  ];
}

const sizeOf = (
  differences: readonly { readonly missing: readonly string[]; readonly extra: readonly string[] }[],
): number => differences.reduce((sum, { missing, extra }) => sum + missing.length + extra.length, 0);

/** All orders of all groups of clients: whoever gave up may have done nothing. */
function orders(clients: number): number[][] {
  const all = Array.from({ length: clients }, (_, index) => index);
  const groups: number[][] = [[]];
  for (const each of all) groups.push(...groups.map((group) => [...group, each]));
  return groups.filter((group) => group.length > 0).flatMap(permutations);
}

function permutations(items: readonly number[]): number[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}
