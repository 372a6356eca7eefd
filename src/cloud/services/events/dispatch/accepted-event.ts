import type { Scope } from '../../../kernel/scope.ts';
import type { Trace } from '../../../kernel/trace.ts';
import type { BusEvent } from './bus-event.ts';

/** An event that came to a bus. */
export interface AcceptedEvent {
  readonly event: BusEvent;
  /** The event as JSON, as targets get it. */
  readonly text: string;
  readonly ingestedMs: number;
  /** ARNs of the rules by which it came from other buses: none of them takes it again. */
  readonly path: readonly string[];
  /** As the entry names it; else that of the call. */
  readonly trace?: Trace;
  /** ARNs of the only rules that may take it: of a replay. */
  readonly onlyRules?: readonly string[];
}

/** A bus of one account and region. */
export interface BusAt extends Scope {
  readonly name: string;
}
