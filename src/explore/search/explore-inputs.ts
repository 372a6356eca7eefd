import { Random } from '../../cloud/kernel/random.ts';
import { SquallError } from '../../index.ts';
import type { Budget } from '../budget.ts';
import type { Judged } from '../judge/verdict.ts';
import { type Plan, type PlannedInput, tokenOf } from '../run/plan.ts';
import type { Fuzz } from '../scenario.ts';
import { type Cell, planOfCell } from './cells.ts';
import type { Explorer } from './explorer.ts';
import { inputOf, tell, valuesFrom } from './fuzz.ts';
import { type Extent, extentOf, type Found } from './searched.ts';

/** `known`: generated inputs, each without a fault and with some single ones. */
export interface InputsResult extends Extent {
  /** One for each thing that goes wrong, with the smallest input that was found for it. */
  readonly broken: readonly Found[];
  readonly seed: number;
  readonly shrinkRuns: number;
}

const inputsDefault = 20;
const faultsDefault = 10;
/** Smaller inputs that are tried in place of one that was found. */
const shrinksMax = 100;
/** Of those that one input shrinks to, so many are looked at before it counts as the smallest. */
const besideMax = 20;

/**
 * Generated inputs times faults: each input first without a fault, then with single ones, all chosen by the seed. What
 * breaks is shrunk to a smaller input that breaks in the same way. Every plan is one of the budget, those of shrinking
 * are not.
 */
export async function exploreInputs(
  exploration: Explorer,
  budget: Budget,
  onProgress: (done: number, known: number) => void = () => undefined,
): Promise<InputsResult> {
  const { fuzz, seed: seedOfScenario } = exploration.scenario;
  if (!fuzz) throw new SquallError('InvalidOption', 'The scenario generates no inputs.', 'Give it fuzz: { … }.');
  const seed = fuzz.seed ?? seedOfScenario ?? 1;
  const found = new Map<string, Found>();
  let explored = 0;
  let known = 0;
  let shrinkRuns = 0;
  const { inputs: inputCount = inputsDefault, faults: faultCount = faultsDefault } = fuzz;
  for (let index = 0; index < inputCount; index += 1) {
    const input = { seed, path: String(index) };
    const cells = budget.cutBy === undefined ? await exploration.cellsWith(input) : [];
    const chosen = [undefined, ...some(cells, faultCount, new Random(seed + index))];
    known += chosen.length;
    for (const cell of chosen) {
      if (!budget.take()) break;
      const judged = await exploration.judge(planWith(cell, input));
      explored += 1;
      onProgress(explored, known);
      const key = `${cell ? exploration.titleOf(cell) : 'no fault'} ${codeOf(judged)}`;
      const isNews = judged.verdict.grade === 'broken' && judged.run.unreached.length === 0 && !found.has(key);
      if (isNews && !(cell && exploration.isBroken(cell))) {
        const shrunk = await shrink(exploration, fuzz, judged, input);
        shrinkRuns += shrunk.runs;
        found.set(key, await foundAs(exploration, fuzz, cell, shrunk.judged));
      }
    }
  }
  return { ...extentOf(budget, explored, known), broken: [...found.values()], seed, shrinkRuns };
}

const planWith = (cell: Cell | undefined, input: PlannedInput): Plan => ({
  ...(cell ? planOfCell(cell) : { faults: [] }),
  input,
});

const codeOf = ({ verdict }: Judged): string => verdict.violations[0]?.code ?? '';

/** So many of them, by chance. */
function some(cells: readonly Cell[], count: number, random: Random): Cell[] {
  const left = [...cells];
  return Array.from({ length: Math.min(count, cells.length) }, () => left.splice(random.int(left.length), 1)).flat();
}

/** Goes to the first smaller input that breaks in the same way, again and again, as fast-check does. */
async function shrink(
  exploration: Explorer,
  fuzz: Fuzz,
  first: Judged,
  from: PlannedInput,
): Promise<{ readonly judged: Judged; readonly runs: number }> {
  let judged = first;
  let { path } = from;
  let runs = 0;
  for (let beside = 0; beside < besideMax && runs < shrinksMax; beside += 1) {
    const next = `${path}:${beside}`;
    const input = { seed: from.seed, path: next };
    if ((await valuesFrom(fuzz, input, 1)).length === 0) break;
    const smaller = await exploration.judge({ ...first.run.plan, input });
    runs += 1;
    if (smaller.verdict.grade !== 'broken' || codeOf(smaller) !== codeOf(first) || smaller.run.unreached.length > 0)
      continue;
    judged = smaller;
    path = next;
    beside = -1;
  }
  return { judged, runs };
}

async function foundAs(exploration: Explorer, fuzz: Fuzz, cell: Cell | undefined, judged: Judged): Promise<Found> {
  const { plan, trace } = judged.run;
  const value = await tell(await inputOf(fuzz, plan.input));
  const title = `${cell ? exploration.titleOf(cell) : 'no fault'} with ${value}`;
  return { ...judged, title, token: tokenOf(plan, trace) };
}
