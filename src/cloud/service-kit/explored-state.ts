import type { Clock } from '../kernel/clock.ts';
import type { Random } from '../kernel/random.ts';
import type { Scheduler } from '../kernel/scheduler.ts';
import type { Scope } from '../kernel/scope.ts';

/**
 * What is kept of one thing, or of all things of the kind where there is no `name`. Rows are plain data: equal states
 * have equal rows, and what a row leaves out is not compared.
 */
export interface RowGroup {
  readonly name?: string;
  readonly rows: readonly unknown[];
}

/** The members of an operation's input. */
type Input = Readonly<Record<string, unknown>>;

/** What the things of a service are called, in scenarios and in reports. */
interface Things {
  /** `table`, `queue`: how scenarios and reports call one of them. */
  readonly kind: string;
  /** CloudFormation types whose resources are such things. */
  readonly resourceTypes: readonly string[];
  /** Ids are made up by the service: a stack's thing is called by its construct alone. */
  readonly hasGeneratedIds?: boolean;
  /** The plain name in an ARN, a URL or a physical id. */
  nameOf(reference: string): string;
}

interface Calls {
  /** How its calls are called in reports: `ddb` of `ddb.PutItem(Orders)`. Default: the service's name. */
  readonly shortName?: string;
  /** The things that a batch or a transaction addresses, where the input names several of them. */
  addressed?(operation: string, input: Input): readonly string[];
}

/** A step of something that goes on by itself, as a state machine's execution does. */
export interface Step {
  /** The thing whose execution it is. */
  readonly thing: string;
  /** Tells executions apart: what they call stands where they were begun, whatever wakes them. */
  readonly execution: string;
  /** `Reserve`, `Reserve[2]` of the third item. */
  readonly name: string;
}

/** What the things of a service are planned with. */
export interface Planning extends Scope {
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
  readonly kernel: { readonly scheduler: Scheduler };
}

/** Schedules of a service: those that come again and again come to scenarios when these say so. */
export interface Schedules<State> {
  /** CloudFormation types whose resources may be schedules. */
  readonly resourceTypes: readonly string[];
  /** Names of those that come again. */
  names(state: State): readonly string[];
  /**
   * The key of the deferred call that is the next run of a schedule that comes again, planned anew where its time went by
   * while it was held. Undefined where there is none.
   */
  next(state: State, name: string, planning: Planning): string | undefined;
}

/** What `DescribeExecution` and `GetExecutionHistory` answer of one execution. */
export interface ToldExecution {
  readonly execution: {
    readonly executionArn: string;
    readonly stateMachineArn: string;
    readonly name: string;
    readonly status: string;
    readonly startDate: Date;
    readonly stopDate?: Date;
    readonly error?: string;
    readonly cause?: string;
  };
  readonly events: readonly {
    readonly id: number;
    readonly type: string;
    readonly timestamp: Date;
    readonly previousEventId: number;
    readonly [details: string]: unknown;
  }[];
}

/** A service whose state is compared between runs. */
export interface ComparedState<State> extends Things, Calls {
  /** All that users keep there. Read beside the API: reading must change nothing. */
  rows(state: State): readonly RowGroup[];
  /**
   * Exactly what a call reads or writes, for telling which orders of calls can make a difference; a name that ends in `*`
   * stands for all that begins with it. Default: the thing that is addressed. Nothing for what changes no state itself.
   */
  footprint?(operation: string, input: Input, state: State): readonly string[];
  /** Which step of which execution a call is; undefined for what is none. What it calls is told as done in its course. */
  step?(operation: string, input: Input, state: State): Step | undefined;
  /** Values that must be seen nowhere: in no log, answer or URL. */
  secrets?(state: State): readonly string[];
  /** The present value of a thing that is a value, for fakes that look at the world; undefined where there is none. */
  currentValue?(state: State, name: string): string | undefined;
  /** ARNs of the things that receive what nobody could handle: dead-letter queues, destinations of failures. */
  deadLetters?(state: State): readonly string[];
  /**
   * When something in a thing comes to whoever waits for it by the mere passing of time, in milliseconds since the epoch: a
   * message becomes visible. Undefined when nothing will. A run does not end before.
   */
  comesMs?(state: State, name: string): number | undefined;
  readonly schedules?: Schedules<State>;
  /** Executions of state machines with their histories, as the API tells them. Read beside it: reading is no call. */
  executions?(state: State): readonly ToldExecution[];
  /** What functions wrote to their logs, oldest first. */
  logs?(state: State): readonly string[];
}

/** A service whose state is not compared; a run that writes to it says so, with the reason. */
export interface UncomparedState<State> extends Partial<Things>, Calls {
  /** Completes "kms is not compared: …". */
  readonly none: string;
  /** What time makes of what was deployed, where nobody calls it: runs begin with an app that has been there for a while. */
  settle?(state: State, planning: Planning): void;
}

/** All that the explorer knows of a service: `explored-state.ts`. */
export type ExploredState<State> = ComparedState<State> | UncomparedState<State>;

/** Whether the service's state is compared. */
export const isCompared = <State>(explored: ExploredState<State>): explored is ComparedState<State> =>
  !('none' in explored);

/** For {@link Things.nameOf} of services whose ARNs and URLs name their thing at the end. */
export const lastStep = (reference: string): string => reference.split(/[/:]/).at(-1) ?? reference;
