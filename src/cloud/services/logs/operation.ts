import type { Given } from '../../kernel/input.ts';
import type { Operation } from '../../kernel/service.ts';
import type { LogsState } from './state.ts';

/** An operation of CloudWatch Logs, over the SDK's input type with its required members there. */
export type LogsOperation<Input, Output> = Operation<Given<Input>, Output, LogsState>;
