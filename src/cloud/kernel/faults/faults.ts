import type { Caller } from '../identity.ts';
import type { Trace } from '../trace.ts';
import type { FaultModel } from './fault-model.ts';

/** A call that a fault may meet, as it stands before it is applied. */
export interface FaultTarget {
  readonly caller: Caller;
  readonly service: string;
  readonly operation: string;
  readonly resource: string | undefined;
  /** Which attempt (1-based) of an SDK call: `amz-sdk-request: attempt=2; max=3`. */
  readonly attempt: number;
  /** The same for all tries of one SDK call: `amz-sdk-invocation-id`. */
  readonly invocation: string | undefined;
  /** Request id of the hop; hops that it causes name it as their parent. */
  readonly id: string;
  readonly parent: string | undefined;
  /** Where it stands in the tree of its request. */
  readonly trace: Trace;
  readonly input: object;
  /** How calls like this can fail. */
  readonly model: FaultModel;
}

/** The fault of a call. Kinds that end in `After`, and `lost`, let the operation happen and take its answer away. */
export type Fault =
  /** Fails without being applied: the service's modelled 5xx, unless told otherwise. */
  | { readonly kind: 'error'; readonly code?: string; readonly status?: number; readonly message?: string }
  /** Rejected by the service's modelled throttle. */
  | { readonly kind: 'throttle'; readonly retryAfterS?: number }
  /** Rejected because of another writer: the service's modelled conflict. */
  | { readonly kind: 'conflict' }
  /** The connection dies before the call is applied. */
  | { readonly kind: 'reset' }
  /** Applied; then the connection dies, or (`answer: 'error'`) a 5xx is told. */
  | { readonly kind: 'lost'; readonly answer?: 'reset' | 'error' }
  /** Never answered: not applied, applied. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'hangAfter' }
  /** Applied and answered, this much later. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** The calling execution environment dies before or after the call is applied. */
  | { readonly kind: 'crashBefore' }
  | { readonly kind: 'crashAfter' }
  /** An eventually consistent read sees what was there before the last write. */
  | { readonly kind: 'stale' }
  /** A batch answers 200 and leaves entries undone. */
  | { readonly kind: 'partial' }
  /** The call is applied twice, as a duplicated request or delivery would. */
  | { readonly kind: 'duplicate' }
  /** Applied; its answer is larger than the service hands on, which it says in the place of it. */
  | { readonly kind: 'answerTooLarge' };

export type FaultType = Fault['kind'];

/** How a hop ended, for whoever decides the faults. */
export interface Completion {
  readonly output: unknown;
  readonly error: unknown;
}

/**
 * Faults: every hop asks which fault meets it. Live rules decide by what they match; the explorer decides by its plan,
 * and holds hops back until their turn has come.
 */
export interface Faults {
  /** No rules: hops need not even be described. */
  readonly isEmpty: boolean;
  decide(target: FaultTarget): Fault | undefined | Promise<Fault | undefined>;
  /** Told of every hop that was met, once it is over. */
  completed?(target: FaultTarget, completion: Completion): void;
}

/** No faults at all. */
export const noFaults: Faults = { isEmpty: true, decide: () => undefined };
