import type { Json, JsonRecord } from '../definition/json.ts';
import type { BlockPath } from '../definition/machine.ts';
import type { TaskAnswer } from './task-answer.ts';

/** One line of control of an execution: its own, that of a branch, that of an item. */
export interface Frame {
  /** `0` is the execution's own; `0.2` the third line of control that it began. */
  readonly id: string;
  /** Whose state it is a branch or an item of. */
  readonly parent?: string;
  /** Which branch or item. */
  readonly index?: number;
  readonly path: BlockPath;
  /** The state in which it is. */
  readonly state: string;
  /** What entered the state. */
  readonly input: Json;
  /** Of its own scope; those of its parents are seen as well. */
  readonly variables: JsonRecord;
  /** Id of the event before its next one. */
  readonly previousEvent: number;
  readonly enteredMs: number;
  /** Id of the event by which it entered its state; undefined before that. */
  readonly enteredEvent?: number;
  /** How often the state was tried again, in all and by the index of its retriers. */
  readonly retries?: number;
  readonly retriesBy?: Readonly<Record<number, number>>;
  /** What its context object says of the item. */
  readonly item?: { readonly index: number; readonly value: Json; readonly key?: string; readonly source?: string };
  readonly waiting?: Waiting;
  /** It is over: what came out, until its parent has all. */
  readonly output?: Json;
  /** It is over: what it failed with is its parent's error. */
  readonly hasFailed?: boolean;
}

/** What a frame waits for. */
export type Waiting = WaitingTimer | WaitingTask | WaitingChildren | WaitingMapRun;

/**
 * For a time: the state Wait, what passes before a state is tried again, and the next turn where this one has become too
 * long.
 */
export interface WaitingTimer {
  readonly kind: 'wait' | 'retry' | 'turn';
  readonly id: string;
  /** Of the deferred call. */
  readonly key: string;
}

/** For a task: its service's answer, its token, an activity's worker, the end of a job. */
export interface WaitingTask {
  readonly kind: 'task';
  /** Token of the task. */
  readonly id: string;
  readonly resource: string;
  /** What it is called with. */
  readonly parameters: Json;
  /** Of its Credentials, in place of the machine's. */
  readonly roleArn?: string;
  /** The execution that it began and waits for: it is stopped with the task. */
  readonly jobArn?: string;
  /** How its job ended, where that was heard before the answer to its call. */
  readonly early?: TaskAnswer;
  /** Whether it was handed over: a token or the job's end is waited for. */
  readonly isSubmitted?: boolean;
  readonly timeoutKey?: string;
  readonly heartbeatKey?: string;
  readonly heartbeatMs?: number;
  /** Of the deferred call that makes the task's call. */
  readonly callKey?: string;
}

/** For branches or items; see {@link FanOut}. */
export interface WaitingChildren {
  readonly kind: 'children';
  readonly id: string;
}

/** For a map run, whose children are executions of their own. */
export interface WaitingMapRun {
  readonly kind: 'mapRun';
  readonly id: string;
  readonly mapRunArn: string;
}

export const rootFrame = '0';

/** One object each for all frames of which there is nothing to say. */
export const outermost: BlockPath = Object.freeze([]);
export const noVariables: JsonRecord = Object.freeze({});
