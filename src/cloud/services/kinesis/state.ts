import type { StateScope } from '../../kernel/world.ts';

/** Kinesis in one account and region. */
export type KinesisState = Readonly<Record<string, never>>;

/** Opens the state of one account and region. */
export const openKinesisState = (_scope: StateScope): KinesisState => ({});
