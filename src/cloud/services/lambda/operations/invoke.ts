import type { InvokeCommandInput } from '@aws-sdk/client-lambda';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { acceptEvent } from '../invocation/async-events.ts';
import type { LambdaRuntime } from '../runtime.ts';
import type { LambdaState } from '../state.ts';
import {
  assertInvocable,
  eventOf,
  foreignOwner,
  type InvokeRequest,
  readClientContext,
  readRequest,
  refuseUnsupported,
} from './invoke-request.ts';

export interface InvokeOutput {
  readonly StatusCode: number;
  readonly ExecutedVersion?: string;
  readonly Payload?: Uint8Array;
  readonly FunctionError?: string;
  readonly LogResult?: string;
  /** Content type of what a streaming handler wrote; not in AWS's model, for function URLs. */
  readonly StreamType?: string;
}

type Invoke = Operation<InvokeCommandInput, InvokeOutput, LambdaState, LambdaRuntime>;

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export const invoke: Invoke = (state, input, context) => {
  refuseUnsupported(input);
  const owner = foreignOwner(input, context);
  if (owner !== undefined) {
    assertInvocable(owner, input, context);
    return context.call<InvokeOutput>('lambda', 'Invoke', input, { account: owner });
  }
  const request = readRequest(state, input, context);
  const { asked, payload } = request;
  if (input.InvocationType === 'DryRun') return { StatusCode: 204 };
  if (input.InvocationType === 'Event') {
    acceptEvent(context, { reference: asked, payload, clientContext: readClientContext(input) });
    return { StatusCode: 202, Payload: new Uint8Array() };
  }
  return run(state, input, context, request);
};

/** The oldest way to hand over an event. https://docs.aws.amazon.com/lambda/latest/api/API_InvokeAsync.html */
export const invokeAsync: Operation<InvokeAsyncInput, { readonly Status: number }, LambdaState, LambdaRuntime> = async (
  state,
  { FunctionName, InvokeArgs },
  context,
) => {
  const { StatusCode } = await invoke(
    state,
    { FunctionName, InvocationType: 'Event', ...(InvokeArgs && { Payload: InvokeArgs }) },
    context,
  );
  return { Status: StatusCode };
};

interface InvokeAsyncInput {
  readonly FunctionName: string | undefined;
  readonly InvokeArgs: Uint8Array | undefined;
}

async function run(
  state: LambdaState,
  input: InvokeCommandInput,
  context: Context<LambdaRuntime>,
  request: InvokeRequest,
): Promise<InvokeOutput> {
  const { target, event } = eventOf(state, input, context, request);
  const answer = await context.runtime.invoke(target, event, context.caller);
  return {
    StatusCode: 200,
    ExecutedVersion: target.version.version,
    Payload: answer.payload,
    ...(answer.contentType !== undefined && { StreamType: answer.contentType }),
    ...(answer.isError && { FunctionError: 'Unhandled' }),
    ...(input.LogType === 'Tail' && { LogResult: answer.logTail }),
  };
}
