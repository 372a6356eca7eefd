import { createHash } from 'node:crypto';
import type { Faults, FaultTarget } from '../../cloud/kernel/faults/faults.ts';
import { rootCaller } from '../../cloud/kernel/identity.ts';
import { rotateSecret } from '../../cloud/rotate-secret.ts';
import type { IsolateEvent } from '../../cloud/services/lambda/executors/isolate/isolate-executor.ts';
import { isolateTurns } from '../../cloud/services/lambda/executors/isolate/turns.ts';
import type { FaultSet } from '../faults/fault-set.ts';
import type { FaultKind } from '../faults/kinds.ts';
import type { When } from '../stage/hands.ts';
import { account, readState } from '../stage/read-state.ts';
import type { Rule, Stage } from '../stage/stage.ts';
import { whenHands } from '../stage/when.ts';
import type { Crossing } from './crossing.ts';
import { type Driven, drive } from './drive.ts';
import { type Decide, Gatekeeper } from './gatekeeper.ts';
import { readLogs } from './logs.ts';
import type { Outcome } from './outcome.ts';
import { Outside } from './outside.ts';
import { calm, type Fault, type Plan } from './plan.ts';
import type { Incident, Run } from './run.ts';

export interface RunnerOptions {
  readonly when: (w: When) => unknown;
  readonly faults: FaultSet;
  readonly warm: boolean;
}

export interface RunOptions {
  /** Moves the beginning, to find out what depends on time. */
  readonly shiftMs?: number;
  readonly seed?: number;
  /** Whether the client asks for the same once more when all is over. */
  readonly replay?: boolean | ((ending: Ending) => boolean);
}

/** How a run ended, for deciding what more is to be learnt from it. */
export type Ending = Pick<Run, 'state' | 'outcomes'>;

/** Shorter than an idle environment lives, in milliseconds: what was warmed up must still be there. */
const warmSettleMs = 60_000;

const clientNames = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Runs plans on a stage, one after the other; equal plans give equal runs. */
export class Runner {
  readonly stage: Stage;
  readonly #options: RunnerOptions;

  constructor(stage: Stage, options: RunnerOptions) {
    this.stage = stage;
    this.#options = options;
  }

  /** A rule under which nothing happens, for looking at the first state. */
  idle(): Rule {
    return new Course(this.stage, this.#options, calm);
  }

  async run(plan: Plan = calm, options: RunOptions = {}): Promise<Run> {
    const course = new Course(this.stage, this.#options, plan);
    await this.stage.rewind(course, options);
    if (this.#options.warm) await course.warmUp();
    return course.take(options.replay ?? false);
  }
}

/** One run, from its first request to its end. */
class Course {
  readonly gatekeeper: Gatekeeper;
  readonly #outside: Outside;
  readonly #stage: Stage;
  readonly #options: RunnerOptions;
  readonly #plan: Plan;
  readonly #kinds: ReadonlyMap<string, FaultKind>;
  readonly #malformed = new Set<string>();
  readonly #reached = new Set<Fault>();
  /** Of outages: the further calls that met them. */
  readonly #further = new Map<Fault, Set<string>>();
  readonly #skewMs = new Map<string, number>();
  readonly #incidents: Incident[] = [];
  readonly #defects: string[] = [];
  readonly #outcomes: Outcome[] = [];
  #isReplaying = false;
  #startMs = 0;

  constructor(stage: Stage, options: RunnerOptions, plan: Plan) {
    this.#stage = stage;
    this.#options = options;
    this.#plan = plan;
    this.#kinds = new Map(options.faults.kinds.map((kind) => [kind.name, kind]));
    const { names, keysOf, cloud, fakes, timeoutsMs } = stage;
    const nowMs = () => cloud.clock.now();
    this.gatekeeper = new Gatekeeper(
      { names, keysOf, nowMs, decide: (crossing, target) => this.#decide(crossing, target) },
      timeoutsMs,
    );
    this.#outside = new Outside({
      kernel: cloud.kernel,
      gatekeeper: this.gatekeeper,
      fakes,
      isMalformed: (hop) => this.#malformed.has(hop),
      onDefect: (text) => this.#defects.push(text),
    });
  }

  get faults(): Faults {
    return this.gatekeeper;
  }

  readonly answer = (request: Parameters<Outside['answer']>[0]) => this.#outside.answer(request);

  readonly observe = (event: IsolateEvent): void => {
    this.gatekeeper.activity += 1;
    if (event.kind === 'invoked') this.gatekeeper.invoked(event.accessKeyId, event.functionName, event.requestId);
    const functionName = this.#stage.names.nameOf('function', event.functionName);
    const note = (kind: Incident['kind'], detail: string) => this.#incidents.push({ kind, functionName, detail });
    if (event.kind === 'looped') note('looped', event.where);
    if (event.kind === 'refused') note('refused', event.what);
    if (event.kind === 'sentAfterReply') note('sentAfterReply', event.request);
    if (event.kind === 'replied') for (const request of event.outstanding) note('outstanding', request);
  };

  /** What `when` leaves behind in memory, and nothing that it did to the state. */
  async warmUp(): Promise<void> {
    await this.#drive([this.#hands('warm', [], 0)], warmSettleMs);
    this.#stage.rewindState();
    this.gatekeeper.crossings.length = 0;
    this.#incidents.length = 0;
    this.#outside.effects.length = 0;
  }

  async take(wantsReplay: NonNullable<RunOptions['replay']>): Promise<Run> {
    const { cloud, names, fakes } = this.#stage;
    this.#startMs = cloud.clock.now();
    this.gatekeeper.isCalm = false;
    const count = this.#plan.clients ?? 1;
    const hands = Array.from({ length: count }, (_, index) =>
      this.#hands(count === 1 ? undefined : clientNames[index], this.#outcomes, index),
    );
    const { serial } = this.#plan;
    const { driven, error } = await (serial
      ? this.#driveInTurn(serial.map((index) => hands[index]))
      : this.#drive(hands));
    const durationMs = cloud.clock.now() - this.#startMs;
    const state = readState(cloud, names, fakes);
    const crossings = [...this.gatekeeper.crossings];
    const effects = this.#outside.effects.map((effect) => ({ ...effect }));
    const incidents = [...this.#incidents];
    const outcomes = [...this.#outcomes];
    const isWanted = typeof wantsReplay === 'function' ? wantsReplay({ state, outcomes }) : wantsReplay;
    const replay = isWanted && error === undefined ? await this.#replay() : undefined;
    const logs = await readLogs(cloud);
    this.gatekeeper.close();
    return {
      plan: this.#plan,
      crossings,
      outcomes,
      effects,
      state,
      logs,
      incidents,
      decisions: driven.decisions,
      unreached: this.#plan.faults.filter((fault) => !this.#reached.has(fault)),
      scenarioError: error,
      defects: [...this.#defects],
      end: driven.end,
      replay,
      durationMs,
      trace: traceOf(crossings, outcomes),
    };
  }

  /** The same once more, in fair weather: whoever gives a key expects the answer that it gave before. */
  async #replay(): Promise<Run['replay']> {
    const before = this.#outside.effects.length;
    const outcomes: Outcome[] = [];
    this.#isReplaying = true;
    await this.#drive([this.#hands('again', outcomes, 0)]);
    this.#isReplaying = false;
    return { outcomes, effects: this.#outside.effects.length - before };
  }

  #hands(name: string | undefined, outcomes: Outcome[], index: number): When {
    const { cloud, names, given } = this.#stage;
    let steps = 0;
    const nextStep = () => {
      steps += 1;
      return steps;
    };
    return whenHands(
      given,
      { cloud, names, gatekeeper: this.gatekeeper, startMs: this.#startMs, name, outcomes, nextStep },
      index,
    );
  }

  async #driveInTurn(
    hands: readonly (When | undefined)[],
  ): Promise<{ readonly driven: Driven; readonly error: unknown }> {
    let last = await this.#drive([]);
    for (const each of hands) if (each && last.error === undefined) last = await this.#drive([each]);
    return last;
  }

  async #drive(
    hands: readonly When[],
    settleMs?: number,
  ): Promise<{ readonly driven: Driven; readonly error: unknown }> {
    let waiting = hands.length;
    let error: unknown;
    for (const each of hands) {
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
      gatekeeper: this.gatekeeper,
      clock: this.#stage.cloud.clock,
      plan: this.#isReplaying ? calm : this.#plan,
      turns: () => isolateTurns() + this.#stage.cloud.journal.count,
      isDone: () => waiting === 0,
      settleMs,
    });
    return { driven, error };
  }

  /** What the plan says to a call that is released. */
  #decide(crossing: Crossing, target: FaultTarget): ReturnType<Decide> {
    if (this.#isReplaying) return undefined;
    for (const fault of this.#plan.faults) {
      const kind = this.#kinds.get(fault.kind);
      if (!kind || !this.#isMet(fault, kind, crossing)) continue;
      this.#reached.add(fault);
      crossing.fault = fault.kind;
      return this.#happen(kind, target);
    }
    return undefined;
  }

  #isMet(fault: Fault, { scope, furtherCalls = 0 }: FaultKind, { point }: Crossing): boolean {
    if (fault.point === point) return scope === 'always' || !this.#reached.has(fault);
    if (!this.#reached.has(fault) || baseOf(point) !== baseOf(fault.point)) return false;
    const met = this.#further.get(fault) ?? new Set<string>();
    if (!met.has(point) && met.size >= furtherCalls) return false;
    this.#further.set(fault, met.add(point));
    return true;
  }

  #happen({ effect }: FaultKind, target: FaultTarget): ReturnType<Decide> {
    switch (effect.kind) {
      case 'malformed':
        this.#malformed.add(target.id);
        return undefined;
      case 'rotate':
        return this.#rotate(effect.secret);
      case 'skew':
        this.#skewMs.set((target.input as { readonly FunctionName?: string }).FunctionName ?? '', effect.offsetMs);
        return undefined;
      default:
        return effect;
    }
  }

  /** How far the clock of a function's environments is off. */
  readonly skewOf = (functionName: string): number => {
    for (const [name, skewMs] of this.#skewMs) if (name.includes(functionName)) return skewMs;
    return 0;
  };

  async #rotate(secret: string): Promise<undefined> {
    const { names, cloud } = this.#stage;
    const wasCalm = this.gatekeeper.isCalm;
    this.gatekeeper.isCalm = true;
    // A secret that no stack made is called by its own name.
    const name = names.has('secret', secret) ? names.find('secret', secret).physical : secret;
    const caller = rootCaller(account, account);
    await rotateSecret(cloud.kernel, name, undefined, { caller }).catch((error: unknown) => {
      this.#defects.push(String(error));
    });
    this.gatekeeper.isCalm = wasCalm;
  }
}

/** A call's name without who makes it and how often. */
const baseOf = (point: string): string => (point.split(' > ').at(-1) ?? point).replace(/#\d+$/, '');

/** Who called what, in which order, and how it ended: what two equal runs have in common. */
export const traceOf = (crossings: readonly Crossing[], outcomes: readonly Outcome[]): string => {
  const hash = createHash('sha1');
  for (const line of traceLines(crossings)) hash.update(`${line}\n`);
  for (const { client, status, body, tries } of outcomes) hash.update(`${client} ${status} ${body} ${tries.length}\n`);
  return hash.digest('base64url').slice(0, 12);
};

export const traceLines = (crossings: readonly Crossing[]): string[] =>
  crossings.map(
    ({ point, attempt, arrivedMs, status, code, digest }) =>
      `${arrivedMs} ${point} @${attempt} ${status} ${code ?? ''} ${digest}`,
  );
