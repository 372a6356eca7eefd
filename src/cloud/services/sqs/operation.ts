import type { Context, Operation } from '../../service-kit/contract.ts';
import type { SqsRuntime } from './runtime.ts';
import type { SqsState } from './state.ts';

/** An operation of SQS, over the SDK's input type; members may be missing, the operations say so in SQS's words. */
export type SqsOperation<Input, Output> = Operation<Partial<Input>, Output, SqsState, SqsRuntime>;

export type SqsContext = Context<SqsRuntime>;
