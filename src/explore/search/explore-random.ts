import { Random } from '../../cloud/kernel/random.ts';
import type { Judged } from '../judge/verdict.ts';
import { type Plan, type PlannedFault, titleOf, tokenOf } from '../run/plan.ts';
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
  let done = 0;
  const plans = Array.from({ length: count }, (_, index) => planAt(index, exploration, random));
  exploration.expect(plans);
  for (const plan of plans) {
    let judged = await exploration.judge(plan);
    if (judged.verdict.grade === 'broken') {
      const shrunk = await shrink(exploration, judged);
      shrinkRuns += shrunk.runs;
      judged = shrunk.judged;
      const { plan, trace } = judged.run;
      const title = titleOf(plan, exploration.display);
      if (!found.has(title)) found.set(title, { ...judged, title, token: tokenOf(plan, trace) });
    }
    done += 1;
    onProgress(done);
  }
  return { broken: [...found.values()], explored: count, seed, shrinkRuns };
}

/** Every other plan lets things overtake each other as well. */
const planAt = (index: number, exploration: Explorer, random: Random): Plan => ({
  faults: pick(exploration, random),
  ...(index % 2 === 1 && { latency: random.int(seedsMax) }),
});

function pick(exploration: Explorer, random: Random): PlannedFault[] {
  const cells = exploration.cells.filter(({ isWarm }) => !isWarm);
  const faults: PlannedFault[] = [];
  for (let count = 1 + random.int(faultsMax); count > 0; count -= 1) {
    const cell = cells[random.int(cells.length)];
    if (cell && !faults.some(({ point }) => point === cell.point.name))
      faults.push({ point: cell.point.name, kind: cell.kind.name });
  }
  return faults;
}

const seedsMax = 2 ** 31;

/** Leaves out the latency and one fault after the other as long as the same thing stays broken. */
async function shrink(
  exploration: Explorer,
  first: Judged,
): Promise<{ readonly judged: Judged; readonly runs: number }> {
  let judged = first;
  let runs = 0;
  const code = first.verdict.violations[0]?.code;
  const isKept = async (plan: Plan): Promise<boolean> => {
    const smaller = await exploration.judge(plan);
    runs += 1;
    const isSame = smaller.verdict.violations.some((each) => each.code === code);
    if (isSame) judged = smaller;
    return isSame;
  };
  if (first.run.plan.latency !== undefined) await isKept({ faults: first.run.plan.faults });
  for (let index = 0; index < judged.run.plan.faults.length; ) {
    const { plan } = judged.run;
    const faults = plan.faults.filter((_, other) => other !== index);
    if (faults.length === 0 && plan.latency === undefined) break;
    if (!(await isKept({ ...plan, faults }))) index += 1;
  }
  return { judged, runs };
}
