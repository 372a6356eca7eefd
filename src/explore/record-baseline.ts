import { SquallError } from '../index.ts';
import type { FaultSet } from './faults/fault-set.ts';
import type { FaultKind } from './faults/kinds.ts';
import { type Baseline, type BaselineParts, makeBaseline } from './judge/baseline.ts';
import { judge } from './judge/judge.ts';
import { secretValues } from './judge/secrets.ts';
import { type Judged, type Violation, withFinding, withFindings } from './judge/verdict.ts';
import { circumstancesOf, faultFree, type Plan, withoutFaults } from './run/plan.ts';
import type { Run } from './run/run.ts';
import type { Runner } from './run/runner.ts';
import type { Scenario } from './scenario.ts';
import { assertSound } from './search/assert-sound.ts';
import { type Cell, cellsOf, planOf, pointsOf } from './search/cells.ts';
import { assertEqualRuns } from './search/determinism.ts';
import { orderDependence, slowRuns } from './search/slow-runs.ts';
import { deadLetterGroups, readState } from './simulation/read-state.ts';

/** The fault-free run in some circumstances, and what is known of it. */
export interface Recorded {
  readonly baseline: Baseline;
  readonly faultFree: Judged;
  readonly cells: readonly Cell[];
  /** Calls of an HTTP client of the functions' own that are tried again after a failure. */
  readonly retrying: ReadonlySet<string>;
  /**
   * The same known better, by runs with more randomness; itself where they tell nothing new. Asked for before something is
   * told as wrong that may be a matter of chance. Nothing else may run meanwhile.
   */
  readonly refined: () => Promise<Baseline>;
}

export interface RecordParts {
  readonly runner: Runner;
  readonly scenario: Scenario;
  readonly faults: FaultSet;
  /** The plan without faults, in these circumstances. */
  readonly base: Plan;
}

/** Another day, another hour, another second: what depends on time shows itself. */
const shiftMs = 86_400_000 + 3_661_001;
/** So much later the same is asked once more: seconds and minutes have gone by, and no environment has been recycled. */
const againAfterMs = 183_007;
export const seedDefault = 20_260_105;
/** Further draws: where three or four shards are drawn from, six runs do not all draw alike. */
const drawsMore = 4;

/**
 * The fault-free runs of a scenario, by their circumstances: warm environments and generated inputs have some of their
 * own. Nothing else may run meanwhile.
 */
export class Recordings {
  readonly #parts: Omit<RecordParts, 'base'>;
  readonly #runs = new Map<string, Run>();
  readonly #known = new Map<string, Promise<Recorded | Judged>>();

  constructor(parts: Omit<RecordParts, 'base'>) {
    this.#parts = parts;
  }

  /** That of the scenario as it is written. Throws `SquallError` when it cannot be explored. */
  first(): Promise<Recorded> {
    return this.#record(faultFree);
  }

  /** The same in environments that have worked before: the client must not notice that they have. */
  async warm(cold: Recorded): Promise<Recorded> {
    const { runner, faults } = this.#parts;
    const recorded = await this.#record({ faults: [], warm: true });
    const { run, verdict } = recorded.faultFree;
    const parts = { simulation: runner.simulation, baseline: cold.baseline, invariants: undefined };
    const held = await judge(run, faults.kinds, parts);
    const found = held.violations.filter(({ code }) => verdict.violations.every((each) => each.code !== code));
    const judged = withFindings({ run, verdict }, found);
    const told = judged.verdict.violations.map((each) => ({ ...each, what: `In warm environments: ${each.what}` }));
    // Without an environment that was used before there is nothing to be warm.
    const isWarm = run.boundaryCalls.some((call) => call.isWarm);
    const warm = { ...recorded, faultFree: { run, verdict: { ...judged.verdict, violations: told } } };
    return isWarm ? warm : { ...warm, cells: [] };
  }

  /** In the circumstances of a plan; where a generated input fails without any fault, that as the finding. */
  async of(plan: Plan): Promise<Recorded | Judged> {
    const key = circumstancesOf(plan);
    const known = this.#known.get(key);
    if (known) return known;
    const base = withoutFaults(plan);
    return this.#keep(
      base,
      recordBaseline({ ...this.#parts, base }).catch((error: unknown) => {
        if (!base.input || !(error instanceof SquallError)) throw error;
        return this.#failing(base, error.message);
      }),
    );
  }

  #record(base: Plan): Promise<Recorded> {
    return this.#keep(base, recordBaseline({ ...this.#parts, base }));
  }

  #keep<T extends Recorded | Judged>(base: Plan, recorded: Promise<T>): Promise<T> {
    const key = circumstancesOf(base);
    this.#known.set(key, recorded);
    void recorded.then(
      (found) => this.#runs.set(key, 'cells' in found ? found.faultFree.run : found.run),
      () => undefined,
    );
    return recorded;
  }

  /** The fault-free run in the circumstances of a plan, where it was recorded. */
  runOf(plan: Plan): Run | undefined {
    return this.#runs.get(circumstancesOf(plan));
  }

  async #failing(base: Plan, what: string): Promise<Judged> {
    const run = await this.#parts.runner.run(base);
    const violations: Violation[] = [{ code: 'FAILS', oracle: '0 sound without faults', what }];
    return { run, verdict: { grade: 'broken', isSuccess: false, extraTries: 0, violations, difference: [] } };
  }
}

/**
 * Records the fault-free run, and makes sure that it can be repeated. Throws `SquallError` when it cannot be explored, as
 * when no fake plays a service that is called, or when two equal runs differ.
 */
async function recordBaseline({ runner, scenario, faults, base }: RecordParts): Promise<Recorded> {
  const { simulation } = runner;
  await runner.run(base);
  const run = await runner.run(base, { replay: true });
  await assertSound(run, simulation);
  assertEqualRuns(run, await runner.run(base, { replay: true }));
  const shifted = await runner.run(base, { seed: (scenario.seed ?? seedDefault) + 1, shiftMs });
  const slowed = await slowRuns(runner, base);
  const later = await runner.run(base, { replay: true, againAfterMs });
  await simulation.rewind(runner.idle());
  const parts: BaselineParts = {
    run,
    shifted,
    slowed,
    later,
    deadLetters: deadLetterGroups(simulation),
    times: [simulation.startMs, simulation.startMs + shiftMs],
    first: readState(simulation),
    ignore: scenario.ignore ?? [],
    secrets: secretValues(simulation.services),
  };
  const seed = scenario.seed ?? seedDefault;
  const first = makeBaseline(parts);
  const refined = once(async () => {
    const drawn: Run[] = [];
    for (let more = 2; more < 2 + drawsMore; more += 1) drawn.push(await runner.run(base, { seed: seed + more }));
    return makeBaseline({ ...parts, drawn });
  });
  const baseline = first.hasChance ? await refined() : first;
  const judged = await judge(run, faults.kinds, { simulation, baseline, invariants: scenario.then });
  const verdict = withFinding(judged, await orderFinding({ runner, scenario, slowed }, baseline, refined));
  const retrying = await findRetrying(runner, run, faults);
  const cells = cellsOf(run, faults, (point) => retrying.has(point));
  return { baseline, faultFree: { run, verdict }, cells, retrying, refined };
}

/** Asked twice where it finds something: which rows there are may be a matter of chance and not of order. */
async function orderFinding(
  { runner, scenario, slowed }: Pick<RecordParts, 'runner' | 'scenario'> & { readonly slowed: readonly Run[] },
  baseline: Baseline,
  refined: Recorded['refined'],
): Promise<Violation | undefined> {
  const found = await orderDependence(runner, baseline, slowed, scenario.ordersMax);
  if (!found) return undefined;
  const better = await refined();
  return better === baseline ? found : orderDependence(runner, better, slowed, scenario.ordersMax);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** One error at each outside call tells whether the function tries again by itself. */
async function findRetrying(runner: Runner, run: Run, faults: FaultSet): Promise<ReadonlySet<string>> {
  const probe: FaultKind | undefined = faults.kinds.find(({ name }) => name === 'error');
  const retrying = new Set<string>();
  if (!probe) return retrying;
  for (const { name, boundaryCall } of pointsOf(run)) {
    if (!boundaryCall.traits.has('external')) continue;
    const probed = await runner.run({ ...run.plan, ...planOf({ point: name, kind: probe.name }) });
    if (probed.boundaryCalls.some(({ point, attempt }) => point === name && attempt > 1)) retrying.add(name);
  }
  return retrying;
}
