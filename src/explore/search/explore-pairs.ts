import type { Budget } from '../budget.ts';
import type { Judged } from '../judge/verdict.ts';
import { type Plan, tokenOf } from '../run/plan.ts';
import { type Cell, planOf } from './cells.ts';
import type { Explorer } from './explorer.ts';
import { type Pair, pairsAfter, riskOfPair } from './pairs.ts';
import { type Extent, extentOf } from './searched.ts';

export interface PairResult extends Judged {
  readonly pair: Pair;
  readonly title: string;
  readonly token: string;
}

/** `known`: pairs that there are, after merging. */
export interface PairsResult extends Extent {
  /** Pairs whose single faults are harmless and that are broken together. */
  readonly broken: readonly PairResult[];
  /** First faults whose runs go on like another's: their pairs are that one's. */
  readonly merged: number;
  readonly unreached: number;
}

/** Pairs of faults, most dangerous first, until they are all tried or the budget is spent. */
export async function explorePairs(
  exploration: Explorer,
  budget: Budget,
  onProgress: (done: number, known: number) => void = () => undefined,
): Promise<PairsResult> {
  const { pairs, merged } = await collect(exploration);
  const broken: PairResult[] = [];
  let explored = 0;
  let unreached = 0;
  exploration.expect(pairs.slice(0, budget.plansMax).map(planOfPair));
  for (const pair of pairs) {
    if (!budget.take()) break;
    const plan = planOfPair(pair);
    const judged = await exploration.judge(plan);
    explored += 1;
    if (judged.run.unreached.length > 0) unreached += 1;
    else if (judged.verdict.grade === 'broken') {
      const title = [pair.first, pair.second].map((cell) => exploration.titleOf(cell)).join(' + ');
      broken.push({ ...judged, pair, title, token: tokenOf(plan, judged.run.trace) });
    }
    onProgress(explored, pairs.length);
  }
  return { ...extentOf(budget, explored, pairs.length), broken, merged, unreached };
}

const planOfPair = ({ first, second }: Pair): Plan => ({
  ...planOf(...[first, second].map(({ point, kind }) => ({ point: point.name, kind: kind.name }))),
  ...(first.isWarm && { warm: true }),
});

/** The pairs of all first faults that do no harm alone; one first fault stands for all whose runs go on alike. */
async function collect(exploration: Explorer): Promise<{ readonly pairs: Pair[]; readonly merged: number }> {
  const classes = new Set<string>();
  const pairs: Pair[] = [];
  let merged = 0;
  const parts = {
    faults: exploration.faults,
    retries: (point: string) => exploration.retries(point),
    isBroken: (cell: Cell) => exploration.isBroken(cell),
  };
  exploration.expectCells(exploration.cells);
  for (const cell of exploration.cells) await exploration.explore(cell);
  for (const cell of exploration.cells) {
    const { run, verdict } = await exploration.explore(cell);
    if (verdict.grade === 'broken' || run.unreached.length > 0) continue;
    const at = run.boundaryCalls.findIndex(
      ({ point, faultName }) => point === cell.point.name && faultName === cell.kind.name,
    );
    const own = `${cell.isWarm ? 'warm ' : ''}${exploration.classOf(run, at)}`;
    if (classes.has(own)) {
      merged += 1;
      continue;
    }
    classes.add(own);
    pairs.push(...pairsAfter(cell, run, parts));
  }
  pairs.sort((a, b) => riskOfPair(b) - riskOfPair(a));
  return { pairs, merged };
}
