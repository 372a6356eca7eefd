import type { Run } from '../run/run.ts';
import { withoutIds } from './answers.ts';
import { type Baseline, netSideEffects, normaliseAs } from './baseline.ts';
import { isAlike, outcomesOf } from './measured.ts';
import { difference, hashOf, type NormalState } from './state.ts';
import type { Violation } from './verdict.ts';

/** What a run leaves behind, without the numbers that services outside gave: those depend on who comes first. */
const leftBy = (run: Run, baseline: Baseline): NormalState => {
  const state = normaliseAs(baseline, run, baseline.startMs);
  const rows = Object.entries(state).map(([group, all]) => [group, all.map((row) => withoutIds(run, row)).sort()]);
  return Object.fromEntries(rows) as NormalState;
};

const endOf = (run: Run, baseline: Baseline): string =>
  hashOf([leftBy(run, baseline), [...netSideEffects(run)].sort(), outcomesOf(run)]);

/** Whether two runs leave the same behind. */
export const leavesSame = (one: Run, other: Run, baseline: Baseline): boolean =>
  endOf(one, baseline) === endOf(other, baseline);

/**
 * Whether what a slowed run leaves says anything of the order of its calls: not where slowness itself led elsewhere, as
 * to a timeout or another attempt. Where calls take as long as they usually do, other calls than without are a matter of order, too.
 */
export function tellsOfOrder(run: Run, baseline: Baseline, isUsual: boolean): boolean {
  const faultFree = baseline.run;
  if (!isUsual) return isAlike(faultFree, run);
  const attempts = (each: Run): number => Math.max(0, ...each.boundaryCalls.map(({ attempt }) => attempt));
  return (
    run.end === 'quiet' &&
    run.timedOut.length === faultFree.timedOut.length &&
    run.scenarioError === undefined &&
    run.defects.length === 0 &&
    attempts(run) <= attempts(faultFree) &&
    JSON.stringify(outcomesOf(run)) === JSON.stringify(outcomesOf(faultFree))
  );
}

/** 10. What is left does not depend on how long calls take. */
export function orderDependent(
  run: Run,
  baseline: Baseline,
  { how, tried, known }: { readonly how: string; readonly tried: number; readonly known: number },
): Violation {
  const told = difference(leftBy(baseline.run, baseline), leftBy(run, baseline)).map(
    ({ group, missing, extra }) =>
      `${group}: ${[...missing.map((row) => `− ${row}`), ...extra.map((row) => `+ ${row}`)].slice(0, 2).join(' ')}`,
  );
  const before = netSideEffects(baseline.run);
  for (const [route, count] of netSideEffects(run)) {
    if (before.get(route) !== count)
      told.push(`${route} took effect ${count} times instead of ${before.get(route) ?? 0}`);
  }
  const none =
    tried < known
      ? `None of the ${tried} orders that were tried, of at least ${known} in which one ends before the next begins,`
      : 'No order in which one ends before the next begins';
  return {
    code: 'ORDER',
    oracle: '10 some order',
    what: `Without any fault, what is left depends on how long calls take. ${how}: ${told.slice(0, 3).join('; ')}. ${none} gives that.`,
    why: 'Something was read, and written by somebody else before what follows from it was written.',
  };
}
