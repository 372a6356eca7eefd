import type { StateScope } from '../../kernel/world.ts';

/** EventBridge Scheduler in one account and region. */
export type SchedulerState = Readonly<Record<string, never>>;

/** Opens the state of one account and region. */
export const openSchedulerState = (_scope: StateScope): SchedulerState => ({});
