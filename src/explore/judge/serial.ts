import type { Plan } from '../run/plan.ts';
import type { Run } from '../run/run.ts';
import { type Baseline, netSideEffects, normaliseAs } from './baseline.ts';
import { hashOf, type NormalState } from './state.ts';

/** What some clients do one after the other, in one order of them; the others do nothing. */
export interface SerialRun {
  /** Who took part, by index. */
  readonly clients: readonly number[];
  readonly run: Run;
  readonly state: NormalState;
  readonly hash: string;
  /** `A 1` → status: who asked for what, and how that ended. */
  readonly statuses: ReadonlyMap<string, number | undefined>;
}

/** Whatever clients at once leave behind and are told must be possible one after the other as well. */
export interface Serial {
  readonly runs: readonly SerialRun[];
  /** How often a route may take effect. */
  readonly sideEffects: ReadonlyMap<string, number>;
}

/** Runs so many clients one after the other, in every order of every group of them. */
export async function serialOf(
  clients: number,
  baseline: Baseline,
  runPlan: (plan: Plan) => Promise<Run>,
): Promise<Serial> {
  const runs: SerialRun[] = [];
  const sideEffects = new Map<string, number>();
  for (const order of orders(clients)) {
    const run = await runPlan({ faults: [], clients, serial: order });
    const state = normaliseAs(baseline, run, baseline.startMs);
    const statuses = new Map(run.outcomes.map(({ client, step, status }) => [requestOf(client, step), status]));
    runs.push({ clients: order, run, state, hash: hashOf(state), statuses });
    for (const [route, count] of netSideEffects(run)) {
      sideEffects.set(route, Math.max(count, sideEffects.get(route) ?? 0));
    }
  }
  return { runs, sideEffects };
}

/** A request of a race. */
export const requestOf = (client: string, step: number): string => `${client} ${step}`;

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
