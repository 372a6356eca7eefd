import { Random } from '../../cloud/kernel/random.ts';
import type { Judged } from '../judge/verdict.ts';
import { type PlannedFault, titleOf, tokenOf } from '../run/plan.ts';
import type { Explorer } from './explorer.ts';

export interface RandomResult {
  readonly broken: readonly (Judged & { readonly title: string; readonly token: string })[];
  readonly explored: number;
  readonly seed: number;
  readonly shrinkRuns: number;
}

/** More faults at once are shrunk to one or two anyway. */
const faultsMax = 6;

/** Random plans of several faults, from a seed; each that breaks something is shrunk until no fault can be left out. */
export async function exploreRandom(
  exploration: Explorer,
  count: number,
  onProgress: (done: number) => void = () => undefined,
  seed: number = exploration.scenario.seed ?? 1,
): Promise<RandomResult> {
  const random = new Random(seed);
  const found = new Map<string, Judged & { readonly title: string; readonly token: string }>();
  let shrinkRuns = 0;
  for (let done = 1; done <= count; done += 1) {
    const faults = pick(exploration, random);
    let judged = await exploration.judge({ faults });
    if (judged.verdict.grade === 'broken') {
      const shrunk = await shrink(exploration, judged);
      shrinkRuns += shrunk.runs;
      judged = shrunk.judged;
      const { plan, trace } = judged.run;
      const title = titleOf(plan, exploration.display);
      if (!found.has(title)) found.set(title, { ...judged, title, token: tokenOf(plan, trace) });
    }
    onProgress(done);
  }
  return { broken: [...found.values()], explored: count, seed, shrinkRuns };
}

function pick({ cells }: Explorer, random: Random): PlannedFault[] {
  const faults: PlannedFault[] = [];
  for (let count = 1 + random.int(faultsMax); count > 0; count -= 1) {
    const cell = cells[random.int(cells.length)];
    if (cell && !faults.some(({ point }) => point === cell.point.name))
      faults.push({ point: cell.point.name, kind: cell.kind.name });
  }
  return faults;
}

/** Leaves out one fault after the other as long as the same thing stays broken. */
async function shrink(
  exploration: Explorer,
  first: Judged,
): Promise<{ readonly judged: Judged; readonly runs: number }> {
  let judged = first;
  let runs = 0;
  const code = first.verdict.violations[0]?.code;
  for (let index = 0; index < judged.run.plan.faults.length; ) {
    const faults = judged.run.plan.faults.filter((_, other) => other !== index);
    if (faults.length === 0) break;
    const smaller = await exploration.judge({ faults });
    runs += 1;
    if (smaller.verdict.grade === 'broken' && smaller.verdict.violations.some((each) => each.code === code))
      judged = smaller;
    else index += 1;
  }
  return { judged, runs };
}
