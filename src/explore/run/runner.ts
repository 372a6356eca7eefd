import { clientLink } from '../simulation/client-link.ts';
import type { Webhook } from '../simulation/fake-http.ts';
import { readState } from '../simulation/read-state.ts';
import type { When } from '../simulation/scenario-verbs.ts';
import type { EnvironmentEvent, Rule, Simulation } from '../simulation/simulation.ts';
import { whenVerbs } from '../simulation/when.ts';
import type { BoundaryCall } from './boundary-call.ts';
import { type Driven, drive } from './drive.ts';
import { isFailedReply } from './failed-reply.ts';
import { Latency } from './latency.ts';
import type { Outcome } from './outcome.ts';
import { Outside } from './outside.ts';
import { faultFree, type Plan } from './plan.ts';
import { PlannedFaults } from './planned-faults.ts';
import type { Failing, Incident, Run, TimedOut } from './run.ts';
import type { RunnerOptions, RunOptions } from './run-options.ts';
import { type Decide, type Faults, type FaultTarget, Scheduler } from './scheduler.ts';
import { traceOf } from './trace.ts';

/** Told of a function that went on after nothing but real time had passed. */
const uncountedWork = 'work outside of JavaScript that cannot be counted';

/** Shorter than an idle environment lives, in milliseconds: what was warmed up must still be there. */
const warmSettleMs = 60_000;

/** Deliveries that fail in a row without any fault, of a message that comes back for ever: the next ones fail, too. */
const failuresMax = 3;

/** Of a message that comes back for ever, with or without faults: so many failures in a row end waiting for the next. */
const redeliveriesMax = 20;

/** How providers send webhooks that were not taken. */
const webhookAgainMs = 1000;
const webhookClient = { retries: 6, on: ['network', '4xx', '5xx'] } as const;

const clientNames = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Runs plans on a simulation, one after the other; equal plans give equal runs. */
export class Runner {
  readonly simulation: Simulation;
  readonly #options: RunnerOptions;
  #course: Course | undefined;

  constructor(simulation: Simulation, options: RunnerOptions) {
    this.simulation = simulation;
    this.#options = options;
  }

  /** A rule under which nothing happens, for looking at the first state. */
  idle(): Rule {
    return new Course(this.simulation, this.#options, faultFree);
  }

  /** A run in which an environment patched code that it shared with others says nothing: it is made again, unshared. */
  async run(plan: Plan = faultFree, options: RunOptions = {}): Promise<Run> {
    for (;;) {
      const run = await this.#runOnce(plan, options);
      if (!this.simulation.environments.unsharePatched()) return run;
    }
  }

  async #runOnce(plan: Plan, options: RunOptions): Promise<Run> {
    const course = new Course(this.simulation, this.#options, plan, options);
    this.#course = course;
    try {
      course.input = await this.#options.inputOf?.(plan.input);
      await this.simulation.rewind(course, options);
      if (this.#options.warm || plan.warm) await course.warmUp();
      return await course.take(options);
    } finally {
      course.scheduler.close();
    }
  }

  /** Ends the run that is under way: it rejects with `reason`. */
  cancel(reason: Error): void {
    this.#course?.end.abort(reason);
  }
}

/** One run, from its first request to its end. */
class Course {
  readonly scheduler: Scheduler;
  readonly end = new AbortController();
  /** What the client sends. */
  input: unknown;
  readonly #outside: Outside;
  readonly #simulation: Simulation;
  readonly #options: RunnerOptions;
  readonly #plan: Plan;
  readonly #slow: RunOptions['slow'];
  readonly #isSlowAlone: boolean;
  #aloneUntilMs = Number.NEGATIVE_INFINITY;
  readonly #planned: PlannedFaults;
  readonly #latency: Latency | undefined;
  readonly #incidents: Incident[] = [];
  readonly #timedOut: TimedOut[] = [];
  /** Invocations that go on, by their environments. */
  readonly #working = new Map<string, { readonly invocation: string; readonly deadlineMs: number }>();
  readonly #defects: string[] = [];
  readonly #outcomes: Outcome[] = [];
  /** Some function replied while timers of its were still to come. */
  #hasLeftovers = false;
  #isReplaying = false;
  #hasTicked = false;
  #webhooks = 0;
  #onRelease: RunOptions['onRelease'];
  #startMs = 0;

  constructor(simulation: Simulation, options: RunnerOptions, plan: Plan, how: RunOptions = {}) {
    this.#simulation = simulation;
    this.#options = options;
    this.#plan = plan;
    this.#slow = how.slow;
    this.#isSlowAlone = how.isSlowAlone ?? false;
    this.#latency = plan.latency === undefined ? undefined : new Latency(plan.latency);
    this.#planned = new PlannedFaults({
      simulation,
      scheduler: () => this.scheduler,
      plan,
      kinds: options.faults.kinds,
      onDefect: (text) => this.#defects.push(text),
    });
    const { names, services, cloud, fakes } = simulation;
    const nowMs = () => cloud.clock.now();
    const decide: Decide = (boundaryCall, target) => this.#decide(boundaryCall, target);
    this.scheduler = new Scheduler({ names, services, nowMs, decide });
    this.#outside = new Outside({
      kernel: cloud.kernel,
      scheduler: this.scheduler,
      fakes,
      isMalformed: (hop) => this.#planned.isMalformed(hop),
      onDefect: (text) => this.#defects.push(text),
      currentValue: (kind, name) => simulation.currentValue(kind, name),
      webhookFault: (hop) => this.#planned.webhookFault(hop),
      send: (webhook) => this.#sendWebhook(webhook),
    });
  }

  get faults(): Faults {
    return this.scheduler;
  }

  readonly skewOf = (functionName: string): number => this.#planned.skewOf(functionName);

  readonly answer = (request: Parameters<Outside['answer']>[0]) => this.#outside.answer(request);

  readonly observe = (event: EnvironmentEvent): void => {
    this.scheduler.activity += 1;
    if (event.kind === 'invoked') {
      const hop = this.#simulation.cloud.kernel.environments.currentOf(event.accessKeyId)?.id;
      this.#planned.observe(event, hop === undefined ? undefined : this.scheduler.callOf(hop));
      const invocation = this.scheduler.invoked({ ...event, hop });
      const deadlineMs = this.#simulation.cloud.clock.now() + event.remainingMs;
      this.#working.set(event.accessKeyId, { invocation, deadlineMs });
    } else this.#planned.observe(event, undefined);
    const functionName = this.#simulation.names.nameOf('function', event.functionName);
    const note = (kind: Incident['kind'], detail: string) => this.#incidents.push({ kind, functionName, detail });
    this.#noteEnd(event, functionName);
    if (event.kind === 'looped') note('looped', event.where);
    if (event.kind === 'refused') note('refused', event.what);
    if (event.kind === 'sentAfterReply') note('sentAfterReply', event.request);
    if (event.kind === 'replied') {
      // Of a failed try nothing was acknowledged. What it goes on with is seen when it is let go on.
      if (!isFailedReply(event.outcome)) for (const request of event.outstanding) note('outstanding', request);
      if (event.pendingTimers + event.outstanding.length > 0) this.#hasLeftovers = true;
    }
  };

  /** An environment that ends when its function's time is up, and has not replied, was ended by that. */
  #noteEnd({ kind, accessKeyId }: EnvironmentEvent, functionName: string): void {
    if (kind !== 'replied' && kind !== 'ended') return;
    const work = this.#working.get(accessKeyId);
    this.#working.delete(accessKeyId);
    const atMs = this.#simulation.cloud.clock.now();
    if (kind === 'replied' || !work || atMs < work.deadlineMs - 1) return;
    this.#timedOut.push({ functionName, invocation: work.invocation, atMs });
  }

  /** What `when` leaves behind in memory, and nothing that it did to the state. */
  async warmUp(): Promise<void> {
    await this.#drive([this.#verbs('warm', [], 0)], warmSettleMs);
    this.#simulation.rewindState();
    this.scheduler.boundaryCalls.length = 0;
    this.#incidents.length = 0;
    this.#timedOut.length = 0;
    this.#hasLeftovers = false;
    this.#outside.sideEffects.length = 0;
  }

  async take({ replay: wantsReplay = false, onRelease, againAfterMs }: RunOptions): Promise<Run> {
    this.#onRelease = onRelease;
    const { cloud, services } = this.#simulation;
    this.#startMs = cloud.clock.now();
    this.scheduler.isEmpty = false;
    const count = this.#plan.clients ?? 1;
    const verbs = Array.from({ length: count }, (_, index) =>
      this.#verbs(count === 1 ? undefined : clientNames[index], this.#outcomes, index),
    );
    const { serial } = this.#plan;
    const { driven, error } = await (serial
      ? this.#driveInTurn(serial.map((index) => verbs[index]))
      : this.#drive(verbs));
    const durationMs = cloud.clock.now() - this.#startMs;
    // Before the same is asked for once more: that may fail where nobody said that it would not.
    const failing = this.#failing();
    const state = readState(this.#simulation);
    const uncompared = services.uncompared();
    const boundaryCalls = [...this.scheduler.boundaryCalls];
    const sideEffects = this.#outside.sideEffects.map((effect) => ({ ...effect }));
    const incidents = [...this.#incidents];
    const timedOut = [...this.#timedOut];
    const outcomes = inOrder(this.#outcomes);
    const isWanted = typeof wantsReplay === 'function' ? wantsReplay({ state, outcomes }) : wantsReplay;
    const replay = isWanted && error === undefined ? await this.#replay(againAfterMs) : undefined;
    const logs = services.logs();
    return {
      plan: this.#plan,
      ...(this.#plan.input && { input: this.input }),
      boundaryCalls,
      outcomes,
      sideEffects,
      state,
      uncompared,
      rotated: [...this.#planned.rotated],
      logs,
      incidents,
      timedOut,
      decisions: driven.decisions,
      groups: driven.groups,
      unreached: this.#planned.unreached,
      scenarioError: error,
      defects: [...this.#defects],
      end: driven.end,
      ...(failing && { failing }),
      ...(this.#hasTicked && { hasTicked: true }),
      replay,
      durationMs,
      trace: traceOf(boundaryCalls, outcomes),
    };
  }

  /**
   * Timers that are left behind do no harm by themselves: mostly they only guard what is over. So they are let go on, as
   * they would with the next event: whatever is called then was work that the reply had not waited for.
   */
  readonly #thawLeftovers = (): void => {
    if (this.#hasLeftovers) this.#simulation.environments.thawLeftovers();
  };

  /** The same once more, without faults: whoever gives a key expects the answer that it gave before. */
  async #replay(afterMs?: number): Promise<Run['replay']> {
    const before = this.#outside.sideEffects.length;
    const outcomes: Outcome[] = [];
    this.#isReplaying = true;
    if (afterMs !== undefined) await this.#simulation.cloud.clock.advance(afterMs);
    await this.#drive([this.#verbs('again', outcomes, 0)]);
    this.#isReplaying = false;
    return { outcomes: inOrder(outcomes), sideEffects: this.#outside.sideEffects.length - before };
  }

  #verbs(name: string | undefined, outcomes: Outcome[], index: number): When {
    const { cloud, names, given } = this.#simulation;
    const letCome = (schedule: string) => {
      this.#hasTicked = true;
      return this.#simulation.letCome(schedule);
    };
    let steps = 0;
    const nextStep = () => {
      steps += 1;
      return steps;
    };
    const laterMs = (path: string) => this.#planned.laterMs(path);
    return whenVerbs(
      given,
      {
        ...clientLink(cloud, this.scheduler),
        names,
        startMs: this.#startMs,
        name,
        outcomes,
        nextStep,
        laterMs,
        letCome,
      },
      { index, input: this.input },
    );
  }

  /** Ends with the first try; providers try again for as long as nobody takes it. */
  async #sendWebhook({ path, json, headers }: Webhook): Promise<void> {
    this.#webhooks += 1;
    const verbs = this.#verbs(`webhook${this.#webhooks}`, [], 0);
    const { ok } = await verbs.client().post(path, { json, headers });
    if (ok) return;
    void verbs.sleep(webhookAgainMs).then(() => verbs.client(webhookClient).post(path, { json, headers }));
  }

  async #driveInTurn(
    verbs: readonly (When | undefined)[],
  ): Promise<{ readonly driven: Driven; readonly error: unknown }> {
    let last = await this.#drive([]);
    for (const each of verbs) if (each && last.error === undefined) last = await this.#drive([each]);
    return last;
  }

  async #drive(
    verbs: readonly When[],
    settleMs?: number,
  ): Promise<{ readonly driven: Driven; readonly error: unknown }> {
    let waiting = verbs.length;
    let error: unknown;
    for (const each of verbs) {
      Promise.resolve()
        .then(() => this.#options.when(each))
        .catch((thrown: unknown) => {
          error ??= thrown ?? new Error('when threw nothing');
        })
        .finally(() => {
          waiting -= 1;
        });
    }
    const driven = await drive({
      scheduler: this.scheduler,
      clock: this.#simulation.cloud.clock,
      plan: this.#isReplaying ? faultFree : this.#plan,
      answered: () => this.#simulation.cloud.journal.count,
      environments: this.#simulation.environments,
      onUnknownWork: (name) => {
        const functionName = this.#simulation.names.nameOf('function', name);
        this.#incidents.push({ kind: 'refused', functionName, detail: uncountedWork });
      },
      ...(this.#isSlowAlone && { aloneUntilMs: () => this.#aloneUntilMs }),
      signal: this.end.signal,
      isHopeless: () => this.#failing() !== undefined,
      isDone: () => waiting === 0,
      onCalm: this.#thawLeftovers,
      // Warming up ends while environments live, whatever is still to come.
      ...(settleMs === undefined && { pendingUntilMs: this.#pendingUntilMs }),
      settleMs,
    });
    return { driven, error };
  }

  /** What is known to come: work that services hand over later, and messages that are hidden from their consumers. */
  readonly #pendingUntilMs = (): number | undefined => {
    const { consumedQueues, services } = this.#simulation;
    const times = consumedQueues.flatMap(({ queue, consumer, isForEver }) => {
      const failed = isForEver ? this.scheduler.failedInRow(consumer) : undefined;
      return queue === undefined || (failed && failed.count >= redeliveriesMax)
        ? []
        : (services.comesMs('queue', queue) ?? []);
    });
    const handedOverMs = services.handedOverMs();
    if (handedOverMs !== undefined) times.push(handedOverMs);
    return times.length === 0 ? undefined : Math.max(...times);
  };

  /** Without faults nobody fails for ever but by a mistake; with them it is a finding, and takes its time. */
  #failing(): Failing | undefined {
    const { consumedQueues, names } = this.#simulation;
    if (this.#plan.faults.length > 0 || this.#plan.clients !== undefined) return undefined;
    for (const { queue, consumer: arn, isForEver } of consumedQueues) {
      if (!isForEver) continue;
      const failed = this.scheduler.failedInRow(arn);
      if (!failed || failed.count < failuresMax) continue;
      const functionName = names.nameOf('function', arn.split(':').at(6) ?? arn);
      return { functionName, source: queue === undefined ? 'stream' : 'queue', ...failed };
    }
    return undefined;
  }

  /** What the plan says to a call that is released. */
  #decide(boundaryCall: BoundaryCall, target: FaultTarget): ReturnType<Decide> {
    if (this.#isReplaying) return undefined;
    this.#onRelease?.(boundaryCall);
    if (this.#slow && boundaryCall.isFromFunction) {
      const delayMs = this.#slow(boundaryCall.id);
      this.#aloneUntilMs = this.#simulation.cloud.clock.now() + delayMs;
      return { kind: 'slow', delayMs };
    }
    const decided = this.#planned.decide(boundaryCall, target);
    if (decided || !this.#latency || !boundaryCall.isFromFunction) return decided;
    return { kind: 'slow', delayMs: this.#latency.of(boundaryCall) };
  }
}

/** As they were asked for, client by client: answers may overtake one another. */
const inOrder = (outcomes: readonly Outcome[]): Outcome[] =>
  [...outcomes].sort((a, b) => (a.client < b.client ? -1 : a.client > b.client ? 1 : a.step - b.step));
