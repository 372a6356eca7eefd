import type { Scope } from '../../../kernel/scope.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { ArchivesState } from './state.ts';

/** An event as it lies on a bus. */
export interface EventOnBus {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** To the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly 'replay-name'?: string;
  readonly detail: unknown;
}

/** An event on its way to the rules of a bus. */
export interface EventForRules {
  readonly event: EventOnBus;
  /** As JSON, as targets get it. */
  readonly text: string;
  readonly ingestedMs: number;
  /** ARNs of the rules by which it came from other buses. */
  readonly path: readonly string[];
  /** ARNs of the only rules that may take it. */
  readonly onlyRules?: readonly string[];
}

/** What archives and replays need of buses. */
export interface BusCore<State extends ArchivesState> {
  hasBus(state: State, name: string, scope: Scope): boolean;
  /** Hands an event to the rules of a bus, in one step with the call. */
  dispatch(state: State, bus: Scope & { readonly name: string }, event: EventForRules, context: Context): void;
}

/** The bus of an ARN; undefined for what is none of a bus. */
export const busNameIn = (arn: string): string | undefined =>
  /^arn:aws[\w-]*:events:[\w-]+:\d{12}:event-bus\/(.+)$/.exec(arn)?.[1];
