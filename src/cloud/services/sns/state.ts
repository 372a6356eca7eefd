import type { StateScope } from '../../kernel/world.ts';

/** SNS in one account and region. */
export type SnsState = Readonly<Record<string, never>>;

/** Opens the state of one account and region. */
export const openSnsState = (_scope: StateScope): SnsState => ({});
