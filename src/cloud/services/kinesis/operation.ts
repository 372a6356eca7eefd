import type { Context, Operation } from '../../service-kit/contract.ts';
import type { Given } from '../../service-kit/input.ts';
import type { KinesisRuntime } from './runtime.ts';
import type { KinesisState } from './state.ts';

export type KinesisContext = Context<KinesisRuntime>;

/** An operation of Kinesis, over the SDK's input type. */
export type KinesisOperation<Input, Output> = Operation<Given<Input>, Output, KinesisState, KinesisRuntime>;

/** What operations answer that tell nothing. */
export const nothing: Readonly<Record<string, never>> = {};
