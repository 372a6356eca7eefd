import type { State } from '../judge/state.ts';
import type { BoundaryCall } from './boundary-call.ts';
import type { Outcome } from './outcome.ts';
import type { Plan, PlannedFault } from './plan.ts';

/** A call other than GET to a service outside of AWS that changed something there. */
export interface SideEffect {
  /** `POST api.stripe.test/charges` */
  readonly route: string;
  readonly boundaryCall: number;
  readonly client: string;
  readonly idempotencyKey: string | undefined;
  readonly request: string;
  readonly response: string;
  /** Undone by a later effect that named it; or itself one that undid another: a refund. */
  readonly undone: boolean;
  /** It undoes what was undone already: the route of that. */
  readonly undoesAgain?: string;
}

/** Something that a function did and should not have, told by its environment. */
export interface Incident {
  readonly kind: 'looped' | 'refused' | 'outstanding' | 'sentAfterReply';
  readonly functionName: string;
  readonly detail: string;
}

/** An invocation that was ended because its function's time was up. */
export interface TimedOut {
  readonly functionName: string;
  /** `try1 > orders` */
  readonly invocation: string;
  /** In virtual milliseconds. */
  readonly atMs: number;
}

/** How often an order could have been chosen, for searching the other ones. */
export interface Decision {
  /** Actors who had a call waiting, and the call of each. */
  readonly options: readonly { readonly actor: string; readonly boundaryCall: number }[];
  readonly chosen: string;
  /** Whose call was released before; undefined at the beginning. */
  readonly previous: string | undefined;
}

/** A function that fails with whatever is delivered to it, and gets it again for ever. */
export interface Failing {
  readonly functionName: string;
  /** Where it comes from. */
  readonly source: 'queue' | 'stream';
  /** Deliveries in a row that failed. */
  readonly count: number;
  /** It threw, or it reported what it had not done. */
  readonly how: 'thrown' | 'reported';
}

/** All that there is to know about a run. */
export interface Run {
  readonly plan: Plan;
  /** What the client sent, where that was generated. */
  readonly input?: unknown;
  readonly boundaryCalls: readonly BoundaryCall[];
  readonly outcomes: readonly Outcome[];
  readonly sideEffects: readonly SideEffect[];
  readonly state: State;
  /** Services that were written to and whose state is not compared, by name. */
  readonly uncompared: readonly string[];
  /** Groups of the state that the plan itself changed: secrets that it rotated. */
  readonly rotated: readonly string[];
  readonly logs: readonly string[];
  readonly incidents: readonly Incident[];
  readonly timedOut: readonly TimedOut[];
  readonly decisions: readonly Decision[];
  /** Calls that one invocation made at once, as they came. */
  readonly groups: readonly (readonly string[])[];
  /** Faults whose call never came. */
  readonly unreached: readonly PlannedFault[];
  /** `when` threw: not a matter of the run but of the scenario. */
  readonly scenarioError: unknown;
  /** What the fake or the explorer could not do. */
  readonly defects: readonly string[];
  /** Why it ended: nothing was left to do, or it would never have ended. */
  readonly end: 'quiet' | 'endless' | 'stuck';
  /** Why a run without faults was given up. */
  readonly failing?: Failing;
  /** Answers of a second, identical request after the run; undefined when there was none. */
  readonly replay: { readonly outcomes: readonly Outcome[]; readonly sideEffects: number } | undefined;
  /** The scenario let schedules come. */
  readonly hasTicked?: boolean;
  /** Virtual milliseconds. */
  readonly durationMs: number;
  /** Hash of the trace: calls, orders, outcomes. */
  readonly trace: string;
}
