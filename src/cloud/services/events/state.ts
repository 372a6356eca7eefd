import type { StateScope } from '../../kernel/world.ts';

/** EventBridge in one account and region. */
export type EventsState = Readonly<Record<string, never>>;

/** Opens the state of one account and region. */
export const openEventsState = (_scope: StateScope): EventsState => ({});
