import type { Given } from '../../kernel/input.ts';
import type { Operation } from '../../kernel/service.ts';
import type { IamState } from './state.ts';

/** An operation of IAM, over the SDK's input type with its required members there. */
export type IamOperation<Input, Output> = Operation<Given<Input>, Output, IamState>;

/** What operations answer that have nothing to tell. */
export type Nothing = Record<never, never>;
