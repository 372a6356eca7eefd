import type { Context, Operation } from '../../service-kit/contract.ts';
import type { Given } from '../../service-kit/input.ts';
import type { EventsState } from './state.ts';

/** An operation of EventBridge, over the SDK's input type; what is required is there. */
export type EventsOperation<Input, Output> = Operation<Given<Input>, Output, EventsState>;

export type EventsContext = Context;
