import type { App, Stage } from './app-types.ts';
import type { BudgetOptions } from './budget.ts';
import type { EndpointOptions } from './elsewhere/endpoint-options.ts';
import type { FaultSet } from './faults/fault-set.ts';
import type { Outcome } from './run/outcome.ts';
import type { SideEffect } from './run/run.ts';
import type { FakeHttp } from './simulation/fake-http.ts';
import type { Given, When } from './simulation/scenario-verbs.ts';
import type { StateView } from './simulation/state-view.ts';

/** What a user's invariant may look at after a run. */
export interface RunResult {
  /** Of the first request of `when`, and of all of them in order. */
  readonly outcome: Outcome;
  readonly outcomes: readonly Outcome[];
  /** Tables, queues, secrets, buckets and fakes as they are at the end. */
  readonly world: StateView;
  readonly state: StateView;
  /** Calls other than GET that changed something outside of the cloud. */
  readonly sideEffects: readonly SideEffect[];
  /** Every log event of every function, in order. */
  readonly logs: readonly string[];
}

/** How many clients do the same at once, and how often they may get into each other's way. */
export interface Race {
  /** Default 2. */
  readonly clients?: number;
  /** Switches away from somebody who could go on; default 1. */
  readonly preemptions?: number;
  /** Calls that may be held back until just before their function's time is up; default 1. */
  readonly holds?: number;
  /** Whether to put single faults into the races as well. Default: not. */
  readonly faults?: boolean;
}

/** An arbitrary of fast-check, as far as types must know it where that is not installed. */
export interface Arbitrary<T> {
  generate(mrng: never, biasFactor: number | undefined): { readonly value: T };
}

/** Generated inputs, each with faults: what is sent is in `w.input`. Needs the package fast-check. */
export interface Fuzz<T = unknown> {
  readonly input: Arbitrary<T>;
  /** What is sent where nothing is generated: in the matrix, in pairs and in races. */
  readonly example: T;
  /** Inputs that are generated; default 20. */
  readonly inputs?: number;
  /** Single faults that each of them is tried with, beside none; default 10. */
  readonly faults?: number;
  /** Default: the scenario's. */
  readonly seed?: number;
}

/** One thing that users do, and what must hold after it whatever fails. */
export interface Scenario {
  /**
   * The app under test: a CDK app's source or command, a cloud assembly's directory, a CloudFormation template (a file
   * or an object), or a CDK `App`. Default: what `cdk.json` says.
   */
  readonly app?: App | Stage | string | object;
  /** Values of the template's parameters. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Stateful stand-ins for the services outside of AWS that the functions call. */
  readonly external?: readonly FakeHttp[];
  /** Puts the world into its first state; done once, at an `endpoint` before every run. */
  readonly given?: (w: Given) => unknown;
  /**
   * Another cloud to explore in, by its address: an emulator on this machine in which the app is deployed already. In real
   * time and from outside: `squall explore` says what cannot be offered there. From the command line alone.
   */
  readonly endpoint?: string | EndpointOptions;
  /** At an `endpoint` nothing is put back between runs: removes what the last one left. Done before `given`, every time. */
  readonly reset?: (w: Given) => unknown;
  /** What the client does. In a race every client does it. */
  readonly when: (w: When) => Promise<unknown> | unknown;
  /** Invariants: throws when one is broken. Run after every plan, and after the fault-free run. */
  readonly then?: (result: RunResult) => unknown;
  /** Faults that go together: 1 (default) tries each, 2 every pair that can matter. */
  readonly depth?: 1 | 2;
  readonly race?: Race;
  /**
   * How many plans pairs and orders may take, each: `500` (default 1000), or `{ plans: 500, time: '60s' }`. Plans are the
   * same on every machine; time (`'60s'`) is a cap alone. Single faults are always explored to the end.
   */
  readonly budget?: number | string | BudgetOptions;
  /**
   * Orders in which one ends before the next begins that are tried, where calls overlap without any fault, until what they
   * leave counts as that of none; default 120. The finding says how many of how many.
   */
  readonly ordersMax?: number;
  /** Whether pairs and orders that the budget cut short may pass. Default: they fail, as nothing is known of the rest. */
  readonly allowIncomplete?: boolean;
  /** Which faults to inject; default `f.defaults()`. */
  readonly faults?: FaultSet;
  /** Cells that may stay red, by the call's name and the fault's, with the reason. */
  readonly allow?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** State that need not converge, and parts of answers: `'Audit'`, `'Orders.attempts'`, `'answer.total'`; `*` stands for anything. */
  readonly ignore?: readonly string[];
  /**
   * Begins every run with warm environments: `when` ran once before, unjudged. `'both'`: every cell is judged with cold
   * environments and with warm ones.
   */
  readonly warm?: boolean | 'both';
  /** Generates what `when` sends: `fuzz: { input: fc.record({ … }), example: { … } }`, sent as `w.input`. */
  readonly fuzz?: Fuzz;
  readonly seed?: number;
  /**
   * Threads that explore at once; default: one for each core, where so much is left to explore that it is worth it. The
   * results and their order are the same. 1 keeps all in the thread of the test: `then` may print and be debugged.
   */
  readonly workers?: number;
}
