import type { CloudOptions } from '../cloud/cloud-options.ts';
import { SquallError } from '../cloud/kernel/errors.ts';
import { Budget } from './budget.ts';
import { type FaultSet, f } from './faults/fault-set.ts';
import { type Baseline, isReplayOf } from './judge/baseline.ts';
import { classOf, judge } from './judge/judge.ts';
import { noticesOf } from './judge/notices.ts';
import { type Serial, serialOf } from './judge/serial.ts';
import { hashOf, normalise } from './judge/state.ts';
import { type Judged, withFindings } from './judge/verdict.ts';
import { type Recorded, Recordings, seedDefault } from './record-baseline.ts';
import { displayNames } from './report/display-names.ts';
import { circumstancesOf, type Plan, type PlannedInput, readToken, tokenOf } from './run/plan.ts';
import type { Run } from './run/run.ts';
import type { FinalState } from './run/run-options.ts';
import { Runner } from './run/runner.ts';
import type { Scenario } from './scenario.ts';
import { type Cell, planOfCell, pointsOf, warmSuffix } from './search/cells.ts';
import { exploreInputs, type InputsResult } from './search/explore-inputs.ts';
import { explorePairs, type PairsResult } from './search/explore-pairs.ts';
import { exploreRaces, type RacesResult } from './search/explore-races.ts';
import { exploreRandom, type RandomResult } from './search/explore-random.ts';
import type { CellResult, Explorer } from './search/explorer.ts';
import { inputOf } from './search/fuzz.ts';
import { extentOf, type Searched } from './search/searched.ts';
import { projectOf } from './simulation/app.ts';
import { Simulation } from './simulation/simulation.ts';
import { Workers } from './workers/workers.ts';

export interface ExploreOptions {
  /** Where relative paths of the scenario start; default: the working directory. */
  readonly directory?: string;
  /** The file that declares the scenario by its name: other threads declare it for themselves, to explore beside this one. */
  readonly file?: string;
  /**
   * What the cloud is made of, in place of the registry.
   *
   * @internal
   */
  readonly services?: CloudOptions['services'];
}

/** One scenario, recorded and ready to be explored. Ends with `close`, or its scope. */
export class Exploration implements Explorer, AsyncDisposable {
  readonly name: string;
  readonly scenario: Scenario;
  readonly simulation: Simulation;
  readonly runner: Runner;
  readonly baseline: Baseline;
  readonly faults: FaultSet;
  /** The fault-free run, judged. */
  readonly faultFree: Judged;
  /** Short names of calls, as reports show them. */
  readonly display: (point: string) => string;
  readonly cells: readonly Cell[];
  readonly #results = new Map<string, CellResult>();
  readonly #searched = new Map<Searched['kind'], Searched>();
  #openedInMs = 0;
  readonly #retrying: ReadonlySet<string>;
  readonly #recordings: Recordings;
  readonly #serial = new Map<Baseline, Map<number, Serial>>();
  /** Services that runs wrote to and whose state is not compared. */
  readonly #uncompared = new Set<string>();
  /** Endings from which the client got its answer again: what starts from there answers so again. */
  readonly #replayed = new Set<string>();
  #workers: Workers | undefined;
  /** Settles when the run that is under way has ended. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(parts: ExplorationParts) {
    this.name = parts.name;
    this.scenario = parts.scenario;
    this.simulation = parts.runner.simulation;
    this.runner = parts.runner;
    const { recorded, warm } = parts;
    const all = warm ? [recorded, warm] : [recorded];
    this.baseline = recorded.baseline;
    this.faults = parts.faults;
    this.faultFree = withFindings(recorded.faultFree, warm?.faultFree.verdict.violations ?? []);
    this.#recordings = parts.recordings;
    this.#retrying = new Set(all.flatMap(({ retrying }) => [...retrying]));
    this.#noteUncompared(recorded.faultFree.run);
    const points = all.flatMap(({ baseline }) => pointsOf(baseline.run).map(({ name }) => name));
    this.display = displayNames([...new Set(points)]);
    this.cells = all.flatMap(({ cells }) => cells);
  }

  /**
   * Deploys the app, records the fault-free run, and makes sure that it can be repeated. Throws `SquallError` when the
   * scenario cannot be run, when no fake plays a service that is called, or when two equal runs differ.
   */
  static async open(
    name: string,
    scenario: Scenario,
    { directory = process.cwd(), file, services }: ExploreOptions = {},
  ): Promise<Exploration> {
    const startMs = performance.now();
    if (scenario.endpoint !== undefined) {
      throw new SquallError(
        'Unsupported',
        `The scenario “${name}” names an endpoint: it runs in another cloud, from the command line alone.`,
        'Run it by: squall explore FILE. Or leave `endpoint` out, and name it by --endpoint.',
      );
    }
    const simulation = await Simulation.open({
      app: scenario.app,
      previousApp: scenario.faults?.kinds.find(({ previousApp }) => previousApp !== undefined)?.previousApp,
      parameters: scenario.parameters ?? {},
      external: scenario.external ?? [],
      given: scenario.given,
      directories: [projectOf(directory), directory, process.cwd()],
      seed: scenario.seed ?? seedDefault,
      ...(services && { cloudServices: services }),
    });
    try {
      const exploration = await Exploration.#record(name, scenario, simulation);
      exploration.#openedInMs = performance.now() - startMs;
      exploration.#workers = new Workers({
        declaration: file === undefined ? undefined : { file, name },
        wanted: scenario.workers,
        costMs: exploration.#openedInMs,
        trace: exploration.faultFree.run.trace,
        here: (plan) => exploration.#judgeHere(plan),
      });
      return exploration;
    } catch (error) {
      await simulation.close();
      throw error;
    }
  }

  /** Without faults, in the circumstances of the scenario; where it asks for both, in warm environments as well. */
  static async #record(name: string, scenario: Scenario, simulation: Simulation): Promise<Exploration> {
    const faults = scenario.faults ?? f.defaults();
    const { fuzz } = scenario;
    const runner = new Runner(simulation, {
      when: scenario.when,
      faults,
      warm: scenario.warm === true,
      ...(fuzz && { inputOf: (input) => inputOf(fuzz, input) }),
    });
    const recordings = new Recordings({ runner, scenario, faults });
    const recorded = await recordings.first();
    const warm = scenario.warm === 'both' ? await recordings.warm(recorded) : undefined;
    const exploration = new Exploration({ name, scenario, runner, faults, recordings, recorded, warm });
    assertExplorable(exploration);
    return exploration;
  }

  /** Real time that it took to deploy the app and to record the fault-free run: what each test of it needs first. */
  get openedInMs(): number {
    return this.#openedInMs;
  }

  /** The fault-free run that a plan's is held against. */
  faultFreeOf(plan: Plan): Run {
    return this.#recordings.runOf(plan) ?? this.faultFree.run;
  }

  /** Whether a call of an HTTP client of the function's own is tried again after a failure. */
  retries(point: string): boolean {
    return this.#retrying.has(point);
  }

  /** Runs and judges a plan. */
  async judge(plan: Plan, { replay = true } = {}): Promise<Judged> {
    const judged = await (replay && this.#workers ? this.#workers.judge(plan) : this.#judgeHere(plan, replay));
    this.#noteUncompared(judged.run);
    return judged;
  }

  /** How many threads explore beside this one, once those that were started can or cannot. */
  async otherThreads(): Promise<number> {
    return (await this.#workers?.others()) ?? 0;
  }

  /** Plans that will be judged next, in this order: other threads begin with them where that is worth it. */
  expect(plans: readonly Plan[], total = plans.length): void {
    this.#workers?.expect(plans, total);
  }

  /** The same for cells; those that were explored already are not run again. */
  expectCells(cells: readonly Cell[]): void {
    this.expect(cells.filter((cell) => !this.#results.has(keyOf(cell))).map(planOfCell));
  }

  /** Ends the run that is under way in this thread, if there is one: nobody waits for it any more. */
  cancel(): void {
    this.runner.cancel(new Error('Nobody waits for this run any more.'));
  }

  /** All runs share one simulation: each begins when the one before has ended, however it ended. */
  #judgeHere(plan: Plan, replay = true): Promise<Judged> {
    const judged = this.#turn.then(() => this.#judgeNow(plan, replay));
    this.#turn = judged.catch(() => undefined);
    return judged;
  }

  /** The cells that there are with a generated input; none where it fails without any fault. */
  cellsWith(input: PlannedInput): Promise<readonly Cell[]> {
    const recorded = this.#turn.then(() => this.#recordings.of({ faults: [], input }));
    this.#turn = recorded.catch(() => undefined);
    return recorded.then((found) => ('cells' in found ? found.cells : []));
  }

  async #judgeNow(plan: Plan, replay: boolean): Promise<Judged> {
    const recorded = await this.#recordings.of(plan);
    if (!('cells' in recorded)) return recorded;
    const { baseline, refined } = recorded;
    let finalState = '';
    const isNew = (end: FinalState): boolean => {
      finalState = `${circumstancesOf(plan)} ${endingOf(baseline, end, this.simulation.startMs)}`;
      return !this.#replayed.has(finalState);
    };
    const clients = plan.clients ?? 1;
    const wantsReplay = replay && clients === 1 && baseline.isReplayed && isNew;
    const made = await this.runner.run(plan, { replay: wantsReplay });
    const isReplayed = made.replay !== undefined && isReplayOf(made);
    if (isReplayed) this.#replayed.add(finalState);
    // As it must be, which says no more than none: whether there was one depends on what this thread ran before.
    const run = isReplayed ? { ...made, replay: undefined } : made;
    const found = await this.#judgeBy(run, baseline);
    if (!mayBeChance(found)) return found;
    const better = await refined();
    return better === baseline ? found : this.#judgeBy(run, better);
  }

  async #judgeBy(run: Run, baseline: Baseline): Promise<Judged> {
    const { simulation, scenario } = this;
    const { clients = 1 } = run.plan;
    const serial = clients > 1 ? await this.#inTurn(clients, baseline) : undefined;
    const parts = { simulation, baseline, invariants: scenario.then, serial };
    return { run, verdict: await judge(run, this.faults.kinds, parts) };
  }

  /** What so many clients do one after the other: races are held against it, whoever runs them. */
  async #inTurn(clients: number, baseline: Baseline): Promise<Serial> {
    const known = this.#serial.get(baseline) ?? new Map<number, Serial>();
    const serial = known.get(clients) ?? (await serialOf(clients, baseline, (plan) => this.runner.run(plan)));
    this.#serial.set(baseline, known.set(clients, serial));
    return serial;
  }

  /** The result of a cell; run once and kept. */
  async explore(cell: Cell): Promise<CellResult> {
    const key = keyOf(cell);
    const known = this.#results.get(key);
    if (known) return known;
    const judged = await this.judge(planOfCell(cell));
    const result = { ...judged, cell, title: this.titleOf(cell), token: tokenOf(judged.run.plan, judged.run.trace) };
    this.#results.set(key, result);
    return result;
  }

  /** `lost @ ddb.PutItem(Orders)#1` */
  titleOf({ point, kind, isWarm }: Cell): string {
    return `${kind.name} @ ${this.display(point.name)}${isWarm ? warmSuffix : ''}`;
  }

  /** What was explored so far, in the order of the cells. */
  get results(): CellResult[] {
    return this.cells.flatMap((cell) => this.#results.get(keyOf(cell)) ?? []);
  }

  /** What verdicts say nothing about: `kms is not compared: …`, for each service that a run wrote to. */
  get uncompared(): string[] {
    return [...this.#uncompared].sort().map((service) => this.simulation.services.reasonOf(service));
  }

  /** What is to be known of the fault-free run: messages that end as dead letters in it, rows that chance makes. */
  get notices(): string[] {
    return noticesOf(this.baseline);
  }

  #noteUncompared({ uncompared }: Run): void {
    for (const service of uncompared) this.#uncompared.add(service);
  }

  isBroken(cell: Cell): boolean {
    return this.#results.get(keyOf(cell))?.verdict.grade === 'broken';
  }

  classOf(run: Run, after: number): string {
    return classOf(run, this.baseline, this.simulation.startMs, after);
  }

  /** What each search may spend. */
  budget(): Budget {
    return new Budget(this.scenario.budget);
  }

  /** Every pair of faults that can matter, as far as the budget goes. Explores single faults first where they are not. */
  async pairs(budget: Budget, onProgress?: (done: number, known: number) => void): Promise<PairsResult> {
    const found = await explorePairs(this, budget, onProgress);
    this.#searched.set('pairs', { ...found, kind: 'pairs', remarks: [`${found.merged} first faults merged`] });
    return found;
  }

  /** Orders of concurrent clients, as far as the budget goes. */
  async races(budget: Budget, onProgress?: (done: number) => void): Promise<RacesResult> {
    const found = await exploreRaces(this, budget, onProgress);
    this.#searched.set('orders', { ...found, kind: 'orders', remarks: [] });
    return found;
  }

  /** Generated inputs with single faults, as far as the budget goes. */
  async inputs(budget: Budget, onProgress?: (done: number, known: number) => void): Promise<InputsResult> {
    const found = await exploreInputs(this, budget, onProgress);
    const remarks = [`seed ${found.seed}`, `shrunk with ${found.shrinkRuns} runs`];
    this.#searched.set('inputs', { ...found, kind: 'inputs', remarks });
    return found;
  }

  /** Random plans of several faults, each shrunk where it breaks something. */
  async random(count: number, onProgress?: (done: number) => void): Promise<RandomResult> {
    const found = await exploreRandom(this, count, onProgress);
    const remarks = [`seed ${found.seed}`, `shrunk with ${found.shrinkRuns} runs`];
    const extent = extentOf(new Budget(count), found.explored, count);
    this.#searched.set('random plans', { ...extent, kind: 'random plans', broken: found.broken, remarks });
    return found;
  }

  /** What was searched beyond single faults, and how far: reports say it, also where nothing is red. */
  get searched(): readonly Searched[] {
    return [...this.#searched.values()];
  }

  /** Runs what a token stands for; says whether the code has changed since. */
  async replay(token: string): Promise<Judged & { readonly hasDrifted: boolean }> {
    const { plan, trace } = readToken(token);
    const judged = await this.judge(plan);
    return { ...judged, hasDrifted: judged.run.trace !== trace };
  }

  async close(): Promise<void> {
    await this.#workers?.close();
    await this.simulation.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

interface ExplorationParts {
  readonly name: string;
  readonly scenario: Scenario;
  readonly runner: Runner;
  readonly faults: FaultSet;
  readonly recordings: Recordings;
  readonly recorded: Recorded;
  readonly warm: Recorded | undefined;
}

/** What more randomness may show to be no fault: another state, or another answer. */
const mayBeChance = ({ verdict }: Judged): boolean =>
  verdict.grade === 'broken' &&
  (verdict.difference.length > 0 || verdict.violations.some(({ code }) => code === 'ANSWER' || code === 'ORDER'));

/** Runs that end alike answer alike: the same state, and the same answers but for what they were made of. */
const endingOf = (baseline: Baseline, { state, outcomes }: FinalState, aroundMs: number): string => {
  const answers = outcomes.map(({ status, ok }) => [status, ok]);
  return hashOf([normalise(state, { volatile: baseline.volatile, ignore: [], aroundMs }), answers]);
};

const keyOf = ({ point, kind, isWarm }: Cell): string => `${isWarm ? 'warm ' : ''}${kind.name} @ ${point.name}`;

/** A matrix without cells is no green one. */
function assertExplorable({ cells, faults, baseline, display }: Exploration): void {
  if (cells.length > 0) return;
  const kinds = [...new Set(faults.kinds.map(({ name }) => name))].join(', ') || 'none chosen';
  const calls = pointsOf(baseline.run).map(({ name }) => display(name));
  throw new SquallError(
    'NotExplorable',
    `There is nothing to explore: none of the faults (${kinds}) applies to a call of the scenario.`,
    `Its calls: ${calls.join(', ') || 'none'}.`,
  );
}

export type { CellResult } from './search/explorer.ts';
