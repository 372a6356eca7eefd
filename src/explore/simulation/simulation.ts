import { type Cloud, startCloud } from '../../cloud/cloud.ts';
import type { CloudOptions } from '../../cloud/cloud-options.ts';
import { type Faults, noFaults } from '../../cloud/kernel/faults/faults.ts';
import {
  EnvironmentActivity,
  type EnvironmentEvent,
  inProcessExecutor,
} from '../../cloud/services/lambda/executors/in-process/in-process-executor.ts';
import { waitUntilIdle } from '../../cloud/services/lambda/executors/in-process/wait-until-idle.ts';
import { type CloudClient, clientOf } from '../../harness/cloud-client.ts';
import { resourcesOf } from '../../harness/stack-resources.ts';
import type { Snapshot } from '../../index.ts';
import { SquallError } from '../../index.ts';
import { type Deployable, deployApp, prepareApp } from './app.ts';
import { ExploredServices, scheduleKind } from './explored-services.ts';
import { control, type FakeHttp, type HttpResponse } from './fake-http.ts';
import { givenVerbs } from './given.ts';
import { Names } from './names.ts';
import { confirmationUrl, outboundRequest, type WorldRequest } from './outbound-request.ts';
import { scenarioCalls } from './scenario-calls.ts';
import type { Given } from './scenario-verbs.ts';
import { type ConsumedQueue, consumedQueues } from './unserved.ts';

/** What is deployed and how it begins. */
export interface SimulationOptions {
  readonly app: unknown;
  /** What was deployed before it; undefined where nobody asks for its code. */
  readonly previousApp?: unknown;
  readonly parameters: Readonly<Record<string, string>>;
  readonly external: readonly FakeHttp[];
  readonly given: ((w: Given) => unknown) | undefined;
  /** Where relative paths may start; the first one is the project's. */
  readonly directories: readonly string[];
  readonly seed: number;
  /** In place of the registry's. */
  readonly cloudServices?: CloudOptions['services'];
}

/** Decides over a run; exchanged from run to run behind one face that the cloud was started with. */
export interface Rule {
  readonly faults: Faults;
  answer(request: WorldRequest): Promise<HttpResponse>;
  observe(event: EnvironmentEvent): void;
  /** How far the clock of a function is off, in milliseconds. */
  skewOf(functionName: string): number;
}

/** The same moment for every exploration, so that a token means the same tomorrow: a Monday morning. */
const dawnMs = Date.UTC(2026, 0, 5, 8);

/** Told in place of the port that happens to be free: a token must mean the same in another process. */
const toldEndpoint = 'http://127.0.0.1:4566';

/** One cloud with the app in it, put back to its first state before every run. */
export class Simulation {
  readonly cloud: Cloud;
  readonly environments: EnvironmentActivity;
  readonly names: Names;
  readonly fakes: readonly FakeHttp[];
  readonly given: Given;
  readonly client: CloudClient;
  readonly services: ExploredServices;
  /** Queues that functions consume. */
  readonly consumedQueues: readonly ConsumedQueue[];
  /** The code that was deployed before: the published version of each function that holds it. */
  readonly previousVersions: ReadonlyMap<string, string>;
  readonly #rule: { current: Rule };
  #first: Snapshot;
  #fakesFirst: readonly unknown[] = [];
  #seed: number;
  /** That of the functions' own randomness; asked for whenever an environment starts. */
  readonly #seeds: { current: number };
  #firstMs: number;

  private constructor(parts: StageParts) {
    this.cloud = parts.cloud;
    this.environments = parts.environments;
    this.client = parts.client;
    this.names = parts.names;
    this.fakes = parts.fakes;
    this.given = givenVerbs(parts.client, parts.names);
    this.services = parts.services;
    this.consumedQueues = parts.consumedQueues;
    this.previousVersions = parts.previousVersions;
    this.#rule = parts.rule;
    this.#seeds = parts.seeds;
    this.#seed = parts.seeds.current;
    this.#first = parts.cloud.snapshot();
    this.#firstMs = parts.cloud.clock.now();
  }

  /** Starts a cloud, deploys the app and lets `given` put it in order. Throws `SquallError` when that fails. */
  static async open(options: SimulationOptions): Promise<Simulation> {
    const { app, previousApp, parameters, external, given, directories, seed, cloudServices: services } = options;
    const deployable = await prepareApp(app, directories);
    const previous = previousApp === undefined ? undefined : await prepareApp(previousApp, directories);
    const rule: { current: Rule } = { current: idle };
    const seeds = { current: seed };
    const faults: Faults = {
      get isEmpty() {
        return rule.current.faults.isEmpty;
      },
      decide: (target) => rule.current.faults.decide(target),
      completed: (target, completion) => rule.current.faults.completed?.(target, completion),
    };
    const environments = new EnvironmentActivity();
    const executor = inProcessExecutor({
      activity: environments,
      outbound: (request) => rule.current.answer(request),
      observe: (event) => rule.current.observe(event),
      seed: () => seeds.current,
      skewMs: (functionName) => rule.current.skewOf(functionName),
    });
    const cloud = await startCloud({
      clock: 'virtual',
      schedules: 'held',
      seed,
      log: 'error',
      toldEndpoint,
      faults,
      executor,
      outbound: (request) => {
        // Receivers that a fake plays want what they are subscribed to.
        const url = external.some((fake) => fake[control].owns(request.url)) && confirmationUrl(request, toldEndpoint);
        const leaving = outboundRequest(url ? { method: 'GET', url, headers: {} } : request);
        if (url) return cloud.handle(leaving);
        // Subscribers may be APIs of the app itself.
        return request.url.origin === toldEndpoint ? cloud.handle(leaving) : rule.current.answer(leaving);
      },
      ...(services && { services }),
    });
    try {
      cloud.clock.rewind(dawnMs);
      const client = clientOf(cloud);
      const explored = new ExploredServices(cloud.kernel);
      const deploy = async (app: Deployable, isUpdate: boolean): Promise<Names> => {
        const stacks = await deployApp(client, app, parameters, { isUpdate });
        return new Names((await Promise.all(stacks.map((stack) => resourcesOf(client, stack)))).flat(), explored);
      };
      const previousVersions = previous
        ? await pump(
            cloud,
            environments,
            deploy(previous, false).then((before) => publish(client, before)),
          )
        : new Map<string, string>();
      const names = await pump(cloud, environments, deploy(deployable, previous !== undefined));
      // What the deployment has promised for now: receivers are asked whether they want messages.
      const isDue = cloud.kernel.scheduler.pending().some(({ dueMs }) => dueMs <= cloud.clock.now());
      if (isDue) await cloud.clock.advance(0);
      explored.settle();
      for (const fake of external) fake[control].reset();
      const simulation = new Simulation({
        cloud,
        environments,
        client,
        services: explored,
        names,
        previousVersions,
        fakes: external,
        consumedQueues: await consumedQueues(client, names),
        rule,
        seeds,
      });
      if (given) await pump(cloud, environments, Promise.resolve(given(simulation.given)));
      simulation.keep();
      return simulation;
    } catch (error) {
      await cloud.close();
      throw error;
    }
  }

  get startMs(): number {
    return this.#firstMs;
  }

  /** The present value of a secret or a parameter, by the name that scenarios use. Throws `SquallError` when there is none. */
  currentValue(kind: 'secret' | 'parameter', name: string): string {
    const physical = this.names.has(kind, name) ? this.names.find(kind, name).physical : name;
    const value = this.services.currentValue(kind, physical);
    if (value !== undefined) return value;
    throw new SquallError('NotFound', `There is no ${kind} “${name}” with a text as its value.`, 'Set it in given.');
  }

  /** Lets a schedule that is held come at its next time, and tells when that is. Throws `SquallError` where there is none. */
  letCome(schedule: string): number {
    const physical = this.names.has(scheduleKind, schedule)
      ? this.names.find(scheduleKind, schedule).physical
      : schedule;
    const dueMs = this.services.letCome(physical);
    if (dueMs !== undefined) return dueMs;
    const known = this.services.scheduleNames().map((each) => this.names.nameOf(scheduleKind, each));
    throw new SquallError(
      'NotFound',
      `No enabled schedule “${schedule}” comes again and again.`,
      `Those that do: ${known.join(', ') || 'none'}. One-time schedules come by themselves.`,
    );
  }

  /** The state that runs begin with is the present one. */
  keep(): void {
    this.#first = this.cloud.snapshot();
    this.#firstMs = this.cloud.clock.now();
    this.#fakesFirst = this.fakes.map((fake) => fake[control].snapshot());
  }

  /** Everything as it was at the beginning; the same seed gives the same ids. */
  async rewind(
    rule: Rule,
    { shiftMs = 0, seed = this.#seed }: { readonly shiftMs?: number; readonly seed?: number } = {},
  ): Promise<void> {
    this.#rule.current = idle;
    const { cloud } = this;
    cloud.clock.rewind(this.#firstMs + shiftMs);
    await cloud.restore(this.#first);
    // What the last run left behind ends now, and finds a world that is not its own.
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (cloud.clock.now() !== this.#firstMs + shiftMs) cloud.clock.rewind(this.#firstMs + shiftMs);
    cloud.kernel.random.restart(seed);
    this.#seeds.current = seed;
    cloud.journal.clear();
    for (const [index, fake] of this.fakes.entries()) fake[control].restore(this.#fakesFirst[index]);
    this.#rule.current = rule;
  }

  /**
   * The first state once more, while environments stay as they are: warm. Their credentials are state, too, and stay; time
   * goes on.
   */
  rewindState(): void {
    const { world, scheduler } = this.cloud.kernel;
    const kept = world.snapshot().collections.get(credentials);
    const collections = new Map(this.#first.collections);
    if (kept) collections.set(credentials, kept);
    world.restore({ collections });
    scheduler.rearm();
    for (const [index, fake] of this.fakes.entries()) fake[control].restore(this.#fakesFirst[index]);
  }

  /** Ends the rule of a run: calls go through undisturbed. */
  faultFree(): void {
    this.#rule.current = idle;
  }

  async close(): Promise<void> {
    await this.cloud.close();
  }
}

export type { EnvironmentEvent };

/** Where the kernel keeps what it issued. */
const credentials = 'kernel/credentials';

interface StageParts {
  readonly cloud: Cloud;
  readonly environments: EnvironmentActivity;
  readonly client: CloudClient;
  readonly services: ExploredServices;
  readonly names: Names;
  readonly fakes: readonly FakeHttp[];
  readonly consumedQueues: readonly ConsumedQueue[];
  readonly previousVersions: ReadonlyMap<string, string>;
  readonly rule: { current: Rule };
  readonly seeds: { current: number };
}

/** Keeps the present code of every function as a version; answers their numbers. */
async function publish(client: CloudClient, names: Names): Promise<ReadonlyMap<string, string>> {
  const { publishVersion } = scenarioCalls(names);
  const versions = new Map<string, string>();
  for (const { physical } of names.of('function')) {
    const { Version } = await client.call<{ readonly Version: string }>(...publishVersion(physical));
    versions.set(physical, Version);
  }
  return versions;
}

const idle: Rule = {
  faults: noFaults,
  answer: ({ url }) => Promise.reject(Object.assign(new Error(`getaddrinfo ENOTFOUND ${url}`), { code: 'ENOTFOUND' })),
  observe: () => undefined,
  skewOf: () => 0,
};

/** Lets virtual time pass until something is done. */
export async function pump<T>(cloud: Cloud, environments: EnvironmentActivity, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = () => {
    isDone = true;
  };
  work.then(done, done);
  for (;;) {
    await waitUntilIdle(() => cloud.journal.count + environments.entries, environments);
    if (isDone) return work;
    if (!cloud.clock.fireNext()) await new Promise<void>((resolve) => setTimeout(resolve, 1));
  }
}
