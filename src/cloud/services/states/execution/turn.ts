import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { Collection } from '../../../kernel/collection.ts';
import type { DeferredCall } from '../../../kernel/scheduler.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { Json, JsonRecord } from '../definition/json.ts';
import type { Machine } from '../definition/machine.ts';
import type { State } from '../definition/states.ts';
import type { Environment } from '../expressions/environment.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { Execution, Revision, StatesState } from '../state.ts';
import { tellTurn } from '../telling/tell-turn.ts';
import type { TaskOfEvent } from '../telling/told-turn.ts';
import { contextObject } from './context-object.ts';
import type { FanOut } from './fan-out.ts';
import type { Frame, WaitingTask } from './frame.ts';
import { keepEvents, startedEvent } from './history.ts';
import { type EventDetails, frameKey, type HistoryEvent } from './history-event.ts';
import { ReadyFrames } from './ready-frames.ts';
import type { TaskAnswer } from './task-answer.ts';

/** Of a standard execution; the last one is always that of its end. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const historyEventsMax = 25_000;

/** What wakes a frame of an execution: the input of the operation ContinueExecution. */
export interface Wake {
  readonly ExecutionArn: string;
  readonly Frame: string;
  /** `begin`, or the id of what the frame waits for; any other is of something that is over. */
  readonly Waiting: string;
  readonly Reason: 'begin' | 'time' | 'timeout' | 'heartbeat' | 'machineTimeout' | 'answer' | 'token';
  readonly Answer?: TaskAnswer;
  /** The execution that ended and gives the answer; which child of a map run it was. */
  readonly Child?: string;
  readonly Index?: number;
}

export type { TaskAnswer };

/**
 * One turn of an execution: from what woke it until all its lines of control wait again, or it is over. What changes is
 * kept here, and written down in one step at the end: a process that dies in between has not begun the turn.
 */
export class Turn {
  readonly state: StatesState;
  readonly context: Context<StatesRuntime>;
  readonly machine: Machine;
  readonly revision: Revision;
  execution: Execution;
  /** Frames that go on in this turn, in order. */
  readonly ready = new ReadyFrames();
  readonly #frames = new Map<string, Frame | undefined>();
  readonly #fanOuts = new Map<string, FanOut | undefined>();
  readonly #items = new Map<string, readonly Json[] | undefined>();
  readonly #events: HistoryEvent[] = [];
  readonly #deferred = new Map<string, DeferredCall>();
  readonly #cancelled: string[] = [];
  readonly #tokens = new Map<string, string | undefined>();
  readonly #steps: (() => void)[] = [];
  /** By event: the task that it tells of. */
  readonly #tasks = new Map<number, TaskOfEvent>();
  #input: { readonly value: Json } | undefined;
  #context: { readonly frame: Frame; readonly value: Json } | undefined;
  /** The last value that was written as a text. */
  #written: { readonly value: Json; readonly text: string } | undefined;

  constructor(state: StatesState, execution: Execution, revision: Revision, context: Context<StatesRuntime>) {
    this.state = state;
    this.context = context;
    this.execution = execution;
    this.revision = revision;
    this.machine = context.runtime.machineOf(revision);
  }

  get nowMs(): number {
    return this.context.clock.now();
  }

  find(id: string): Frame | undefined {
    return this.#frames.has(id) ? this.#frames.get(id) : this.state.frames.get(frameKey(this.execution.arn, id));
  }

  frame(id: string): Frame {
    const frame = this.find(id);
    if (!frame) throw new Error(`${this.execution.arn} has no line of control ${id}`);
    return frame;
  }

  /** Changes a frame; answers it as it is then. */
  put(frame: Frame): Frame {
    this.#frames.set(frame.id, frame);
    return frame;
  }

  stateOf({ path, state }: Frame): State {
    return this.machine.stateAt(path, state);
  }

  /** How far the branches or items of a frame's state are; undefined where they have not begun. */
  fanOut({ id }: Frame): FanOut | undefined {
    return this.#fanOuts.has(id) ? this.#fanOuts.get(id) : this.state.fanOuts.get(frameKey(this.execution.arn, id));
  }

  putFanOut({ id }: Frame, fanOut: FanOut): void {
    this.#fanOuts.set(id, fanOut);
  }

  /** The items of a Map, as they were when it began. */
  items({ id }: Frame): readonly Json[] {
    if (this.#items.has(id)) return this.#items.get(id) ?? [];
    return this.state.items.get(frameKey(this.execution.arn, id)) ?? [];
  }

  putItems({ id }: Frame, items: readonly Json[]): void {
    this.#items.set(id, items);
  }

  /** Frames that have begun below another, in the order of their branches or items; also those that are over. */
  children(frame: Frame): Frame[] {
    return this.below(frame)
      .filter(({ parent }) => parent === frame.id)
      .sort((one, other) => (one.index ?? 0) - (other.index ?? 0));
  }

  /** All frames below another, however deep. It looks at all of them: for rare cases. */
  below({ id }: Frame): Frame[] {
    const found = new Map<string, Frame>();
    const prefix = frameKey(this.execution.arn, `${id}.`);
    for (const [, frame] of this.state.frames.entries({ from: prefix, to: `${prefix}~` })) found.set(frame.id, frame);
    for (const [key, frame] of this.#frames) {
      if (!key.startsWith(`${id}.`)) continue;
      if (frame) found.set(key, frame);
      else found.delete(key);
    }
    return [...found.values()];
  }

  /** Takes a frame away with all below it; what they wait for is waited for no more. */
  drop(frame: Frame): void {
    this.dropChildren(frame);
    this.#dropOne(frame);
  }

  dropChildren(frame: Frame): void {
    if (!this.fanOut(frame)) return;
    for (const below of this.below(frame)) this.#dropOne(below);
    this.#dropFanOut(frame);
  }

  #dropOne(frame: Frame): void {
    this.stopWaiting(frame);
    this.ready.delete(frame.id);
    this.#frames.set(frame.id, undefined);
    this.#dropFanOut(frame);
  }

  #dropFanOut({ id }: Frame): void {
    this.#fanOuts.set(id, undefined);
    this.#items.set(id, undefined);
  }

  /** The frame as one that waits for nothing. */
  stopWaiting(frame: Frame): Frame {
    const { waiting, ...rest } = frame;
    if (!waiting) return frame;
    if (waiting.kind === 'task') {
      for (const key of [waiting.timeoutKey, waiting.heartbeatKey, waiting.callKey]) {
        if (key !== undefined) this.cancel(key);
      }
      this.#tokens.set(waiting.id, undefined);
      this.#stopJob(waiting);
    } else if (waiting.kind === 'mapRun') {
      this.#stopMapRun(frame, waiting.mapRunArn);
    } else if (waiting.kind !== 'children') {
      this.cancel(waiting.key);
    }
    return this.put(rest);
  }

  /** Its map run goes on for nobody. One that is over has nothing to stop. */
  #stopMapRun(frame: Frame, mapRunArn: string): void {
    if (this.state.mapRuns.get(mapRunArn)?.status !== 'RUNNING') return;
    if (this.execution.status === 'RUNNING') this.record(frame, 'MapRunAborted');
    this.defer(this.nowMs, 'StopMapRun', { MapRunArn: mapRunArn });
  }

  /** What a task began and waits for ends with it. */
  #stopJob({ jobArn }: WaitingTask): void {
    if (jobArn === undefined || this.state.executions.get(jobArn)?.status !== 'RUNNING') return;
    this.defer(this.nowMs, 'StopExecution', { executionArn: jobArn });
  }

  /** Whoever has the token speaks of the frame. */
  holdToken(token: string, frame: Frame): void {
    this.#tokens.set(token, frame.id);
  }

  /** The execution begins: the event of its first state follows nobody's. */
  start(frame: Frame): void {
    this.execution = { ...this.execution, events: 1 };
    this.#events.push(startedEvent(this.execution, this.revision));
    this.put(frame);
  }

  /**
   * A value as history writes it. What leaves a state is what enters the next one, and often what the execution began with:
   * it is written once, and one text is kept of it.
   */
  textOf(value: Json): string {
    if (this.#written?.value === value) return this.#written.text;
    const text = JSON.stringify(value);
    const { input } = this.execution;
    this.#written = { value, text: text === input ? input : text };
    return this.#written.text;
  }

  /** Writes an event into the history of a frame; answers the frame behind it. */
  record(frame: Frame, type: HistoryEventType, details: EventDetails = {}): Frame {
    const id = this.#recordEvent(frame.previousEvent, type, details);
    const { waiting, enteredMs } = frame;
    if (waiting?.kind === 'task') this.#tasks.set(id, { resource: waiting.resource, enteredMs });
    return this.put({ ...frame, previousEvent: id });
  }

  /**
   * Writes an event that no other one follows: the next one of the frame names the same predecessor, as AWS has it for
   * `MapIterationSucceeded`, `ParallelStateSucceeded`, `TaskStateAborted` and the like. Answers its id.
   */
  note({ previousEvent }: Pick<Frame, 'previousEvent'>, type: HistoryEventType, details: EventDetails = {}): number {
    return this.#recordEvent(previousEvent, type, details);
  }

  #recordEvent(previous: number, type: HistoryEventType, details: EventDetails): number {
    const id = this.execution.events + 1;
    if (id >= historyEventsMax && this.execution.type === 'STANDARD' && !endings.has(type)) throw new HistoryFull();
    this.execution = { ...this.execution, events: id };
    this.#events.push({ id, type, atMs: this.nowMs, previous, ...details });
    return id;
  }

  /** Wakes a frame at a time; the key cancels it. */
  wakeAt(dueMs: number, wake: Omit<Wake, 'ExecutionArn'>): string {
    return this.defer(dueMs, 'ContinueExecution', { ...wake, ExecutionArn: this.execution.arn });
  }

  /** Calls one of the service's own operations later, at least once. */
  defer(dueMs: number, operation: string, input: object): string {
    const { kernel, account, region, requestId: parent, runtime } = this.context;
    const { traceId, spanId, sampled } = this.context.trace;
    // What waits may wait for a year: it holds no hop, and with it none of those before it.
    const trace = { traceId, spanId, parentId: undefined, sampled };
    const caller = runtime.callerOf(account);
    const key = kernel.scheduler.reserve(dueMs);
    this.#deferred.set(key, { dueMs, service: 'states', operation, input, account, region, caller, parent, trace });
    return key;
  }

  cancel(key: string): void {
    if (!this.#deferred.delete(key)) this.#cancelled.push(key);
  }

  /** Something else that is written down with the turn. */
  also(step: () => void): void {
    this.#steps.push(step);
  }

  /** What the expressions of the frame's state see. */
  environment(frame: Frame, more: Partial<Pick<Environment, 'result' | 'errorOutput'>> = {}): Environment {
    const { random } = this.context;
    const turn = this;
    return {
      language: this.machine.languageOf(this.stateOf(frame)),
      input: frame.input,
      get context() {
        return turn.#contextOf(frame);
      },
      variables: this.variables(frame),
      nowMs: this.nowMs,
      random: { uuid: () => random.uuid(), float: () => random.float() },
      ...more,
    };
  }

  /** Environments are made out of each other, and each of them asks for it. */
  #contextOf(frame: Frame): Json {
    if (this.#context?.frame !== frame) this.#context = { frame, value: contextObject(this, frame) };
    return this.#context.value;
  }

  /** Read once: a Map looks at it for each of its items. */
  get input(): Json {
    this.#input ??= { value: JSON.parse(this.execution.input) as Json };
    return this.#input.value;
  }

  /** Variables that a frame sees: its own before those around it. */
  variables({ parent, variables }: Frame): JsonRecord {
    if (parent === undefined) return variables;
    return { ...this.variables(this.frame(parent)), ...variables };
  }

  /** Writes down all that the turn changed: nothing is awaited in here. */
  write(): void {
    const { state, execution, context } = this;
    const isKept = execution.status === 'RUNNING' || execution.type === 'STANDARD';
    if (isKept) state.executions.set(execution.arn, execution);
    else state.executions.delete(execution.arn);
    writeRows(state.frames, this.#frames, execution.arn);
    writeRows(state.fanOuts, this.#fanOuts, execution.arn);
    writeRows(state.items, this.#items, execution.arn);
    keepEvents(state, execution, this.#events);
    for (const [token, frame] of this.#tokens) {
      if (frame === undefined) state.tokens.delete(token);
      else state.tokens.set(token, { execution: execution.arn, frame });
    }
    for (const step of this.#steps) step();
    for (const key of this.#cancelled) context.kernel.scheduler.cancel(key);
    for (const [key, call] of this.#deferred) {
      if (execution.isSync && call.dueMs <= this.nowMs) context.runtime.syncCalls.make(execution.arn, call);
      else context.kernel.scheduler.deferDelivery(call, key);
    }
    tellTurn({ events: this.#events, tasks: this.#tasks, state, execution, revision: this.revision, context });
    context.delivery?.done();
  }
}

function writeRows<V>(rows: Collection<V>, changed: ReadonlyMap<string, V | undefined>, arn: string): void {
  for (const [id, row] of changed) {
    const key = frameKey(arn, id);
    if (row === undefined) rows.delete(key);
    else rows.set(key, row);
  }
}

const endings: ReadonlySet<HistoryEventType> = new Set<HistoryEventType>([
  'ExecutionSucceeded',
  'ExecutionFailed',
  'ExecutionTimedOut',
  'ExecutionAborted',
]);

/** The execution has used up its history. No state's error: there is nobody to catch it. */
export class HistoryFull extends Error {
  readonly error = 'States.Runtime';
  override readonly cause = `The execution reached the maximum number of history events (${historyEventsMax}).`;
}
