import type { StateScope } from '../../kernel/world.ts';
import { type ConnectionsState, openConnectionsState } from './connections/state.ts';

/** EventBridge in one account and region. */
export interface EventsState extends ConnectionsState {}

/** Opens the state of one account and region. */
export const openEventsState = (scope: StateScope): EventsState => ({ ...openConnectionsState(scope) });
