import { type Cloud, startCloud } from '../../cloud/cloud.ts';
import { durationMs } from '../../cloud/kernel/clock.ts';
import { SquallError } from '../../cloud/kernel/errors.ts';
import type { CloudClient } from '../../harness/cloud-client.ts';
import { resourcesOf } from '../../harness/stack-resources.ts';
import { clientAt } from '../../harness/targets/client-at.ts';
import { emptyStacks } from '../../harness/targets/empty-stacks.ts';
import { readTable } from '../../harness/targets/read-table.ts';
import { stackOf } from '../../harness/targets/stack-of.ts';
import { type FaultSet, f } from '../faults/fault-set.ts';
import type { State } from '../judge/state.ts';
import type { Outcome } from '../run/outcome.ts';
import type { Plan } from '../run/plan.ts';
import type { Run } from '../run/run.ts';
import type { Scenario } from '../scenario.ts';
import { ExploredServices } from '../simulation/explored-services.ts';
import { control } from '../simulation/fake-http.ts';
import { givenVerbs } from '../simulation/given.ts';
import { Names } from '../simulation/names.ts';
import { fakeState, groupOf } from '../simulation/read-state.ts';
import type { Given, When } from '../simulation/scenario-verbs.ts';
import { whenVerbs } from '../simulation/when.ts';
import { Course } from './course.ts';
import type { EndpointOptions } from './endpoint-options.ts';
import { FunctionProxies } from './function-proxies.ts';
import { isOffered } from './offers.ts';
import { RunRecorder } from './run-recorder.ts';
import { ServedRun } from './served-run.ts';
import { SideEffects } from './side-effects.ts';

/** A run ends when nothing happens any more; something that goes on for ever is left. */
const idleMaxMs = 120_000;

interface Parts {
  readonly scenario: Scenario;
  readonly options: EndpointOptions;
  readonly dictionary: Cloud;
  readonly client: CloudClient;
  readonly stack: string;
  readonly names: Names;
  readonly services: ExploredServices;
}

/** Runs of a scenario in another cloud, in real time, with a proxy between its functions and everything they call. */
export class Elsewhere implements AsyncDisposable {
  readonly names: Names;
  readonly faults: FaultSet;
  /** Tables as they were after each run, for invariants. */
  readonly #worlds = new WeakMap<Run, State>();
  readonly #parts: Parts;
  readonly #given: Given;
  readonly #earlier = new Set<string>();
  #proxies: FunctionProxies | undefined;
  #current: ServedRun | undefined;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.names = parts.names;
    this.faults = parts.scenario.faults ?? f.defaults();
    this.#given = givenVerbs(parts.client, parts.names);
  }

  /** Leads the functions of the deployed stack to a proxy. Throws `SquallError` where that cannot be. */
  static async open(scenario: Scenario, options: EndpointOptions): Promise<Elsewhere> {
    const url = new URL(options.url);
    assertHere(url);
    // Never called: by its services calls are told apart, and by its clock time passes.
    const dictionary = await startCloud({ log: 'error' });
    try {
      const client = await clientAt(url.origin, options.region);
      const stack = await stackOf(client, options.stack);
      const services = new ExploredServices(dictionary.kernel);
      const names = new Names(await resourcesOf(client, stack), services);
      const elsewhere = new Elsewhere({ scenario, options, dictionary, client, stack, names, services });
      elsewhere.#proxies = await FunctionProxies.start({
        client,
        functions: names.of('function'),
        fakes: scenario.external ?? [],
        endpoint: url,
        host: options.host ?? '127.0.0.1',
        current: () => elsewhere.#current,
      });
      return elsewhere;
    } catch (error) {
      await dictionary.close();
      throw error;
    }
  }

  /** One run, from an order that the scenario itself makes. Throws what `reset`, `given` and `when` throw. */
  async run(plan: Plan): Promise<Run> {
    const { scenario, options } = this.#parts;
    await this.#prepare();
    const course = new Course(this.#earlier);
    const sideEffects = new SideEffects();
    const kinds = this.faults.kinds.filter(isOffered);
    const recorder = new RunRecorder({ plan, kinds, hangMs: durationMs(options.hang ?? '30s') });
    const served = this.#serve(recorder, course, sideEffects);
    this.#current = served;
    const startMs = Date.now();
    const outcomes: Outcome[] = [];
    try {
      await scenario.when(this.#verbs(served, outcomes, startMs));
      const isQuiet = await recorder.idle(durationMs(options.settle ?? '300ms'), idleMaxMs);
      const run = this.#runOf({ plan, recorder, sideEffects, outcomes, isQuiet, durationMs: Date.now() - startMs });
      this.#worlds.set(run, await this.#world());
      return run;
    } finally {
      this.#current = undefined;
    }
  }

  /** Tables after a run of this exploration. */
  worldOf(run: Run): State {
    return this.#worlds.get(run) ?? {};
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#proxies?.close();
    } finally {
      await this.#parts.dictionary.close();
    }
  }

  async #prepare(): Promise<void> {
    const { scenario, options, client, stack } = this.#parts;
    for (const fake of scenario.external ?? []) fake[control].reset();
    if (options.empty) await emptyStacks(client, [stack]);
    await scenario.reset?.(this.#given);
    await scenario.given?.(this.#given);
  }

  #serve(recorder: RunRecorder, course: Course, sideEffects: SideEffects): ServedRun {
    const { dictionary, names, services, options } = this.#parts;
    const target = new URL(options.url);
    return new ServedRun({
      recorder,
      course,
      sideEffects,
      kernel: dictionary.kernel,
      sources: { names, services },
      target,
    });
  }

  #verbs(served: ServedRun, outcomes: Outcome[], startMs: number): When {
    const { dictionary, client, options } = this.#parts;
    const { port } = new URL(options.url);
    let steps = 0;
    const nextStep = () => {
      steps += 1;
      return steps;
    };
    const host = {
      clock: dictionary.clock,
      names: this.names,
      startMs,
      name: undefined,
      outcomes,
      nextStep,
      isClosed: () => false,
      laterMs: () => undefined,
      letCome: (schedule: string) => {
        throw new SquallError(
          'Unsupported',
          `w.tick('${schedule}') is not offered at an endpoint: its schedules come by its own clock.`,
          'Call what the schedule calls: w.schedule(fn, { every, times }), w.send(queue, body).',
        );
      },
      ask: (request: Parameters<ServedRun['client']>[1], frame: Parameters<ServedRun['client']>[0]) => {
        // The name below which emulators other than ours know APIs, too.
        const name = request.headers.host?.replace(/\.localhost$/, '.localhost.localstack.cloud') ?? '';
        return served.client(frame, { ...request, headers: { ...request.headers, host: `${name}:${port}` } });
      },
      call: ([service, operation, input]: readonly [string, string, object]) => client.call(service, operation, input),
    };
    return whenVerbs(this.#given, host, { index: 0, input: this.#parts.scenario.fuzz?.example });
  }

  async #world(): Promise<State> {
    const { client, scenario } = this.#parts;
    const state: Record<string, readonly unknown[]> = { ...fakeState(scenario.external ?? []) };
    for (const { kind, name, physical } of this.names.of('table')) {
      state[groupOf(kind, name)] = await readTable(client, physical);
    }
    return state;
  }

  #runOf(ran: {
    readonly plan: Plan;
    readonly recorder: RunRecorder;
    readonly sideEffects: SideEffects;
    readonly outcomes: readonly Outcome[];
    readonly isQuiet: boolean;
    readonly durationMs: number;
  }): Run {
    const { plan, recorder, sideEffects, outcomes, isQuiet } = ran;
    const isMet = (point: string, kind: string): boolean =>
      recorder.calls.some((call) => call.point === point && call.faultName === kind);
    return {
      plan,
      boundaryCalls: [...recorder.calls],
      outcomes,
      sideEffects: sideEffects.list,
      state: fakeState(this.#parts.scenario.external ?? []),
      uncompared: [],
      rotated: [],
      logs: [],
      incidents: [],
      timedOut: [],
      decisions: [],
      groups: [],
      unreached: plan.faults.filter(({ point, kind }) => !isMet(point, kind)),
      scenarioError: undefined,
      defects: [],
      end: isQuiet ? 'quiet' : 'endless',
      replay: undefined,
      durationMs: ran.durationMs,
      trace: '',
    };
  }
}

/** Functions elsewhere do not reach a proxy on this machine, and signatures of real calls do not fit it. */
function assertHere({ hostname, href }: URL): void {
  if (['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) return;
  throw new SquallError(
    'Unsupported',
    `${href} is not on this machine: functions there would not reach the proxy here.`,
    'Explore an emulator on this machine, or forward a port of this machine to it. AWS itself cannot be explored so: tests run there with SQUALL_TARGET=aws.',
  );
}
