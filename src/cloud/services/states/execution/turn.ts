import type { HistoryEventType } from '@aws-sdk/client-sfn';
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
import type { Frame } from './frame.ts';
import { type EventDetails, eventKey, frameKey, type HistoryEvent } from './history-event.ts';

/** What wakes a frame of an execution: the input of the operation ContinueExecution. */
export interface Wake {
  readonly ExecutionArn: string;
  readonly Frame: string;
  /** `begin`, or the id of what the frame waits for; any other is of something that is over. */
  readonly Waiting: string;
  readonly Reason: 'begin' | 'time' | 'timeout' | 'heartbeat' | 'machineTimeout' | 'answer';
  readonly Answer?: TaskAnswer;
}

/** How a task or a child execution ended. */
export type TaskAnswer =
  | { readonly output: Json }
  | { readonly error?: string | undefined; readonly cause?: string | undefined };

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
  readonly ready: string[] = [];
  readonly #frames = new Map<string, Frame | undefined>();
  readonly #events: HistoryEvent[] = [];
  readonly #deferred = new Map<string, DeferredCall>();
  readonly #cancelled: string[] = [];
  readonly #tokens = new Map<string, string | undefined>();
  /** By event: the task that it tells of. */
  readonly #tasks = new Map<number, TaskOfEvent>();

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

  /** Frames that have begun below another, in the order in which they began; also those that are over. */
  children({ id }: Frame): Frame[] {
    const found = new Map<string, Frame>();
    const prefix = frameKey(this.execution.arn, `${id}.`);
    for (const [, frame] of this.state.frames.entries({ from: prefix, to: `${prefix}~` })) found.set(frame.id, frame);
    for (const [key, frame] of this.#frames) {
      if (!key.startsWith(`${id}.`)) continue;
      if (frame) found.set(key, frame);
      else found.delete(key);
    }
    return [...found.values()]
      .filter(({ parent }) => parent === id)
      .sort((one, other) => (one.index ?? 0) - (other.index ?? 0));
  }

  /** Takes a frame away with all below it; what they wait for is waited for no more. */
  drop(frame: Frame): void {
    this.dropChildren(frame);
    this.stopWaiting(frame);
    this.#frames.set(frame.id, undefined);
  }

  dropChildren(frame: Frame): void {
    for (const child of this.children(frame)) this.drop(child);
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
    } else if (waiting.kind !== 'children') {
      this.cancel(waiting.key);
    }
    return this.put(rest);
  }

  /** Whoever has the token speaks of the frame. */
  holdToken(token: string, frame: Frame): void {
    this.#tokens.set(token, frame.id);
  }

  /** Writes an event into the history of a frame; answers the frame behind it. */
  record(frame: Frame, type: HistoryEventType, details: EventDetails = {}): Frame {
    const id = this.#recordEvent(frame.previousEvent, type, details);
    const { waiting, enteredMs } = frame;
    if (waiting?.kind === 'task') this.#tasks.set(id, { resource: waiting.resource, enteredMs });
    return this.put({ ...frame, previousEvent: id });
  }

  #recordEvent(previous: number, type: HistoryEventType, details: EventDetails): number {
    const id = this.execution.events + 1;
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

  /** What the expressions of the frame's state see. */
  environment(frame: Frame, more: Partial<Pick<Environment, 'result' | 'errorOutput'>> = {}): Environment {
    const { random } = this.context;
    const turn = this;
    return {
      language: this.machine.languageOf(this.stateOf(frame)),
      input: frame.input,
      get context() {
        return contextObject(turn, frame);
      },
      variables: this.variables(frame),
      random: { uuid: () => random.uuid(), float: () => random.float() },
      ...more,
    };
  }

  /** Variables that a frame sees: its own before those around it. */
  variables({ parent, variables }: Frame): JsonRecord {
    if (parent === undefined) return variables;
    return { ...this.variables(this.frame(parent)), ...variables };
  }

  /** Writes down all that the turn changed: nothing is awaited in here. */
  write(): void {
    const { state, execution, context } = this;
    const isOver = execution.status !== 'RUNNING';
    const isKept = !(isOver && execution.type === 'EXPRESS');
    if (isKept) state.executions.set(execution.arn, execution);
    else state.executions.delete(execution.arn);
    for (const [id, frame] of this.#frames) {
      const key = frameKey(execution.arn, id);
      if (frame) state.frames.set(key, frame);
      else state.frames.delete(key);
    }
    if (execution.type === 'STANDARD') {
      for (const event of this.#events) state.events.set(eventKey(execution.arn, event.id), event);
    }
    for (const [token, frame] of this.#tokens) {
      if (frame === undefined) state.tokens.delete(token);
      else state.tokens.set(token, { execution: execution.arn, frame });
    }
    for (const key of this.#cancelled) context.kernel.scheduler.cancel(key);
    for (const [key, call] of this.#deferred) {
      if (execution.isSync && call.dueMs <= this.nowMs) context.runtime.syncCalls.make(execution.arn, call);
      else context.kernel.scheduler.deferDelivery(call, key);
    }
    tellTurn({ events: this.#events, tasks: this.#tasks, state, execution, revision: this.revision, context });
    context.delivery?.done();
  }
}
