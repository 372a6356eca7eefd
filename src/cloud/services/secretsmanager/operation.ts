import type { Given } from '../../kernel/input.ts';
import type { Operation } from '../../kernel/service.ts';
import type { SecretsState } from './state.ts';

/** An operation of Secrets Manager, over the SDK's input type with its required members there. */
export type SecretsOperation<Input, Output> = Operation<Given<Input>, Output, SecretsState>;
