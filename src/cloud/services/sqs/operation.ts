import type { Context, Operation } from '../../kernel/service.ts';
import type { SqsMachinery } from './machinery.ts';
import type { SqsState } from './state.ts';

/** An operation of SQS, over the SDK's input type; members may be missing, the operations say so in SQS's words. */
export type SqsOperation<Input, Output> = Operation<Partial<Input>, Output, SqsState, SqsMachinery>;

export type SqsContext = Context<SqsMachinery>;
