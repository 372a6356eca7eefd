import type { Scope } from '../../../kernel/scope.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { AcceptedEvent, BusAt } from '../dispatch/accepted-event.ts';
import type { ArchivesState } from './state.ts';

/** What archives and replays need of buses. */
export interface BusCore<State extends ArchivesState> {
  hasBus(state: State, name: string, scope: Scope): boolean;
  /** Hands an event to the rules of a bus, in one step with the call. */
  dispatch(state: State, bus: BusAt, event: AcceptedEvent, context: Context): void;
}

/** The bus of an ARN; undefined for what is none of a bus. */
export const busNameIn = (arn: string): string | undefined =>
  /^arn:aws[\w-]*:events:[\w-]+:\d{12}:event-bus\/(.+)$/.exec(arn)?.[1];
