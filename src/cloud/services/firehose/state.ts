import type { StateScope } from '../../kernel/world.ts';

/** Firehose in one account and region. */
export type FirehoseState = Readonly<Record<string, never>>;

/** Opens the state of one account and region. */
export const openFirehoseState = (_scope: StateScope): FirehoseState => ({});
