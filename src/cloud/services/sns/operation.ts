import type { Context, Operation } from '../../service-kit/contract.ts';
import type { Given } from '../../service-kit/input.ts';
import type { SnsRuntime } from './runtime.ts';
import type { SnsState } from './state.ts';

/** An operation of SNS, over the SDK's input type. */
export type SnsOperation<Input, Output = object> = Operation<Given<Input>, Output, SnsState, SnsRuntime>;

export type SnsContext = Context<SnsRuntime>;
