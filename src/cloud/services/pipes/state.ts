import type { StateScope } from '../../kernel/world.ts';

/** EventBridge Pipes in one account and region. */
export type PipesState = Readonly<Record<string, never>>;

/** Opens the state of one account and region. */
export const openPipesState = (_scope: StateScope): PipesState => ({});
