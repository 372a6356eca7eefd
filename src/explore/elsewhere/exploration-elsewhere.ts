import { SquallError } from '../../cloud/kernel/errors.ts';
import type { FaultSet } from '../faults/fault-set.ts';
import { type Baseline, makeBaseline } from '../judge/baseline.ts';
import { judge } from '../judge/judge.ts';
import type { Judged } from '../judge/verdict.ts';
import { displayNames } from '../report/display-names.ts';
import type { Explored } from '../report/matrix.ts';
import { faultFree, type Plan } from '../run/plan.ts';
import type { Run } from '../run/run.ts';
import type { RunResult, Scenario } from '../scenario.ts';
import { type Cell, cellsOf, planOf, pointsOf } from '../search/cells.ts';
import type { CellResult } from '../search/explorer.ts';
import { type StateView, viewOf } from '../simulation/state-view.ts';
import { Elsewhere } from './elsewhere.ts';
import type { EndpointOptions } from './endpoint-options.ts';
import { offeredCells } from './offers.ts';

interface Recorded {
  readonly name: string;
  readonly scenario: Scenario;
  readonly elsewhere: Elsewhere;
  readonly baseline: Baseline;
}

/** One scenario in another cloud, recorded and ready: single faults, each in a run of its own. Ends with its scope. */
export class ExplorationElsewhere implements Explored, AsyncDisposable {
  readonly name: string;
  readonly baseline: Baseline;
  readonly faults: FaultSet;
  readonly cells: readonly Cell[];
  readonly display: (point: string) => string;
  readonly results: CellResult[] = [];
  readonly uncompared = [];
  readonly notices = [];
  readonly #recorded: Recorded;

  private constructor(recorded: Recorded) {
    const { name, baseline, elsewhere } = recorded;
    this.#recorded = recorded;
    this.name = name;
    this.baseline = baseline;
    this.faults = elsewhere.faults;
    this.display = displayNames(pointsOf(baseline.run).map((point) => point.name));
    this.cells = offeredCells(cellsOf(baseline.run, this.faults, () => false));
  }

  /**
   * Records the fault-free run, twice. Throws `SquallError` when the two differ, when it fails, or when nothing came by:
   * then nothing could be explored.
   */
  static async open(name: string, scenario: Scenario, options: EndpointOptions): Promise<ExplorationElsewhere> {
    const elsewhere = await Elsewhere.open(scenario, options);
    try {
      const starts = [Date.now()];
      const run = await elsewhere.run(faultFree);
      assertUsable(run);
      starts.push(Date.now());
      const shifted = await elsewhere.run(faultFree);
      assertRepeatable(run, shifted);
      const baseline = makeBaseline({
        run,
        shifted,
        times: [starts[0] ?? 0, starts[1] ?? 0],
        first: {},
        ignore: scenario.ignore ?? [],
        secrets: [],
      });
      return new ExplorationElsewhere({ name, scenario, elsewhere, baseline });
    } catch (error) {
      await elsewhere[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The fault-free run, judged. */
  faultFree(): Promise<Judged> {
    return this.#judged(this.baseline.run);
  }

  /** Runs a plan and judges it by what can be seen from outside. */
  async judge(plan: Plan): Promise<Judged> {
    return this.#judged(await this.#recorded.elsewhere.run(plan));
  }

  async explore(cell: Cell): Promise<CellResult> {
    const judged = await this.judge(planOf({ point: cell.point.name, kind: cell.kind.name }));
    const result = { ...judged, cell, title: this.titleOf(cell), token: '' };
    this.results.push(result);
    return result;
  }

  /** `lost @ ddb.PutItem(Orders)#1` */
  titleOf({ point, kind }: Cell): string {
    return `${kind.name} @ ${this.display(point.name)}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#recorded.elsewhere[Symbol.asyncDispose]();
  }

  async #judged(run: Run): Promise<Judged> {
    const { elsewhere, baseline, scenario } = this.#recorded;
    const simulation = { startMs: baseline.startMs, names: elsewhere.names, faultFree: () => {} };
    const verdict = await judge(run, this.faults.kinds, {
      simulation,
      baseline,
      invariants: scenario.then,
      resultOf: (_run, outcome) => resultOf(run, outcome, elsewhere),
    });
    return { run, verdict };
  }
}

/** What an invariant sees: what cannot be read from outside throws, as an empty list would pass for the truth. */
function resultOf(run: Run, outcome: Run['outcomes'][number], elsewhere: Elsewhere): RunResult {
  const { outcomes, sideEffects } = run;
  const all = viewOf(elsewhere.worldOf(run), elsewhere.names);
  const world: StateView = { ...all, queue: () => unseen('world.queue'), bucket: () => unseen('world.bucket') };
  return {
    outcome,
    outcomes,
    world,
    state: world,
    sideEffects,
    get logs() {
      return unseen('the log');
    },
  };
}

function unseen(what: string): never {
  throw new SquallError(
    'Unsupported',
    `${what} cannot be read in another cloud.`,
    'Judge by outcomes, side effects and tables there, or explore in Squall’s own cloud.',
  );
}

function assertUsable({ outcomes, boundaryCalls }: Run): void {
  const failed = outcomes.find(({ status }) => status === undefined || status >= 500);
  if (failed) {
    throw new SquallError(
      'NotExplorable',
      `Without any fault ${failed.request} is answered with ${failed.status ?? failed.tries.at(-1)?.error}: ${failed.body.slice(0, 200)}`,
      'Look into the logs of its function there.',
    );
  }
  if (boundaryCalls.some(({ isFromFunction }) => isFromFunction)) return;
  const told = outcomes.map(
    ({ request, status, body }) => `${request} was answered with ${status} ${body.slice(0, 100)}`,
  );
  throw new SquallError(
    'NotExplorable',
    `No call of a function came by: ${told.join('; ') || 'the client asked for nothing'}.`,
    'Does a route take it? Functions must take their endpoint from AWS_ENDPOINT_URL, and reach this machine: --host NAME says how it is called there.',
  );
}

function assertRepeatable(one: Run, other: Run): void {
  const course = ({ boundaryCalls, outcomes }: Run): string[] => [
    ...boundaryCalls.map(({ point, attempt, status, code }) => [point, `@${attempt}`, status, code].join(' ')).sort(),
    ...outcomes.map(({ request, status, tries }) => `${request} ${status} after ${tries.length} tries`),
  ];
  const [first, second] = [course(one), course(other)];
  const index = first.findIndex((line, at) => line !== second[at]);
  if (index < 0 && first.length === second.length) return;
  const at = index < 0 ? first.length : index;
  throw new SquallError(
    'NotExplorable',
    `Two runs without faults differ: first “${first[at] ?? 'nothing'}”, then “${second[at] ?? 'nothing'}”.`,
    'Nothing is put back between runs there: remove what a run leaves in `reset`, or let --empty empty tables and queues.',
  );
}
