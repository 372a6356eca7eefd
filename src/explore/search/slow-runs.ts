import type { Baseline } from '../judge/baseline.ts';
import { leavesSame, orderDependent, tellsOfOrder } from '../judge/order-dependence.ts';
import type { Violation } from '../judge/verdict.ts';
import { fastOrSlow } from '../run/latency.ts';
import { faultFree, type Plan, withoutFaults } from '../run/plan.ts';
import type { Run } from '../run/run.ts';
import type { Runner } from '../run/runner.ts';
import { alternatives, type Schedule } from './schedules.ts';

interface Slowness {
  readonly ofCall: (call: number) => number;
  /** For reports. */
  readonly tookMs: string;
  /** As long as calls usually take. */
  readonly isUsual: boolean;
}

/** Every call takes another time: a little, and so long that whole seconds show. */
const little: Slowness = { ofCall: (call) => 11 + ((call * 29) % 97), tookMs: '11 to 107', isUsual: true };
const long: Slowness = { ofCall: (call) => 1009 + ((call * 131) % 499), tookMs: '1009 to 1507', isUsual: false };
/** Where calls overtake one another at all, also by chance: some are fast, and some are slow. */
const seeds = [1, 2, 3];
const byChance = (seed: number): Slowness => ({ ofCall: fastOrSlow(seed), tookMs: '1 to 109', isUsual: true });

/** Orders that are tried before a result counts as that of none. */
const ordersDefault = 120;

/** Fault-free runs whose calls take their time, one at a time: they show what depends on how long things take. */
export async function slowRuns(runner: Runner, base: Plan = faultFree): Promise<Run[]> {
  const run = ({ ofCall }: Slowness) => runner.run(base, { slow: ofCall, isSlowAlone: true });
  return [await run(little), await run(long)];
}

/**
 * Runs without faults again, with calls that take their time all at once, so that some overtake others. A finding where
 * that leaves what no order leaves in which everybody who works goes on to his end.
 */
export async function orderDependence(
  runner: Runner,
  baseline: Baseline,
  [alone]: readonly Run[],
  ordersMax = ordersDefault,
): Promise<Violation | undefined> {
  const base = withoutFaults(baseline.run.plan);
  let isOverlapping = false;
  for (const slowness of [little, long, ...seeds.map(byChance)]) {
    if (slowness.isUsual && slowness !== little && !isOverlapping) continue;
    const { ofCall, tookMs, isUsual } = slowness;
    const run = await runner.run(base, { slow: ofCall });
    if (slowness === little) isOverlapping = !alone || timesOf(alone) !== timesOf(run);
    if (!tellsOfOrder(run, baseline, isUsual) || leavesSame(run, baseline.run, baseline)) continue;
    const orders = await ordersTried(run, runner, baseline, ordersMax);
    if (!orders.isFound) return orderDependent(run, baseline, { how: `Where each takes ${tookMs} ms`, ...orders });
  }
  return orderOfGroups(runner, baseline, ordersMax);
}

/** Calls that are made at once by one invocation, in every order: more than so many of them have too many. */
const groupMax = 3;

/** What is left must not depend on which of a few calls that an invocation makes at once comes first. */
async function orderOfGroups(runner: Runner, baseline: Baseline, ordersMax: number): Promise<Violation | undefined> {
  const base = withoutFaults(baseline.run.plan);
  const orders = baseline.run.groups
    .filter((group) => group.length <= groupMax)
    .flatMap((group) => ordersOf(group).slice(1))
    .slice(0, ordersMax);
  for (const order of orders) {
    const faults = order.slice(1).map((point) => ({ point, kind: 'overtaken' }));
    const run = await runner.run({ ...base, faults });
    if (!tellsOfOrder(run, baseline, true) || leavesSame(run, baseline.run, baseline)) continue;
    const tried = await ordersTried(run, runner, baseline, ordersMax);
    if (!tried.isFound) return orderDependent(run, baseline, { how: toldOrder(order), ...tried });
  }
  return undefined;
}

/** All of them, the given one first. */
const ordersOf = (points: readonly string[]): (readonly string[])[] =>
  points.length === 0
    ? [[]]
    : points.flatMap((first, index) => ordersOf(points.toSpliced(index, 1)).map((rest) => [first, ...rest]));

const toldOrder = (order: readonly string[]): string =>
  `Where those that are made at once come as ${order.map((point) => point.split(' > ').at(-1)).join(', ')}`;

/** When each call was let through: the same in two runs where none waited for another. */
const timesOf = ({ boundaryCalls }: Run): string =>
  boundaryCalls.map(({ point, attempt, releasedMs }) => [point, attempt, releasedMs].join(' ')).join('\n');

/** Looks for an order, one after the other, that leaves the same; `known` of them were seen to be worth trying. */
async function ordersTried(
  run: Run,
  runner: Runner,
  baseline: Baseline,
  ordersMax: number,
): Promise<{ readonly isFound: boolean; readonly tried: number; readonly known: number }> {
  const first: Schedule = { plan: withoutFaults(baseline.run.plan), preemptions: 0 };
  const waiting = alternatives(baseline.run, first, 0);
  let tried = 1;
  for (; tried <= ordersMax; tried += 1) {
    const next = waiting.shift();
    if (!next) break;
    const inTurn = await runner.run(next.plan);
    if (leavesSame(run, inTurn, baseline)) return { isFound: true, tried, known: tried + waiting.length };
    waiting.push(...alternatives(inTurn, next, 0));
  }
  return { isFound: false, tried, known: tried + waiting.length };
}
