import type { StateScope } from '../../kernel/world.ts';
import { type ArchivesState, openArchivesState } from './archives/state.ts';
import { type ConnectionsState, openConnectionsState } from './connections/state.ts';
import { openRuleSchedulesState, type RuleSchedulesState } from './schedules/state.ts';

/** EventBridge in one account and region. */
export interface EventsState extends ConnectionsState, ArchivesState, RuleSchedulesState {}

/** Opens the state of one account and region. */
export const openEventsState = (scope: StateScope): EventsState => ({
  ...openConnectionsState(scope),
  ...openArchivesState(scope),
  ...openRuleSchedulesState(scope),
});
