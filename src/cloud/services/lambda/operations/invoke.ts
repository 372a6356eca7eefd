import type { InvokeCommandInput, InvokeWithResponseStreamCommandInput } from '@aws-sdk/client-lambda';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { functionPolicy } from '../access.ts';
import { invalidParameter, invalidRequestContent, payloadTooLarge } from '../errors.ts';
import { assertShared, stateOfAccount } from '../foreign-account.ts';
import {
  chooseVersion,
  type FoundVersion,
  type FunctionReference,
  findVersion,
  functionArn,
  latest,
  readFunctionName,
} from '../function-reference.ts';
import { acceptEvent } from '../invocation/async-events.ts';
import type { Event } from '../invocation/environment.ts';
import type { InvokeTarget, LambdaRuntime } from '../runtime.ts';
import type { LambdaState } from '../state.ts';

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

/** AWS: payloads of synchronous and asynchronous invokes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const requestBytesMax = 6_291_456;
const eventBytesMax = 1_048_576;
const clientContextBytesMax = 3583;

/** What the two ways of invoking have in common. */
export type InvokeInput = Pick<
  InvokeCommandInput,
  'FunctionName' | 'Qualifier' | 'InvocationType' | 'Payload' | 'ClientContext' | 'TenantId' | 'DurableExecutionName'
> &
  Pick<InvokeWithResponseStreamCommandInput, 'LogType'>;

/** Which function of this account is invoked with what. */
export interface InvokeRequest {
  readonly asked: FunctionReference;
  readonly found: FoundVersion;
  readonly payload: Uint8Array;
}

/** The account that the function is of, where that is another one. */
export function foreignOwner({ FunctionName = '' }: InvokeInput, { account }: Context): string | undefined {
  const owner = /(?:^|:)(\d{12}):function:/.exec(FunctionName)?.[1];
  return owner === account ? undefined : owner;
}

/** Throws unless the policy of another account's function allows the call; it is then a hop in that account. */
export function assertInvocable(account: string, input: InvokeInput, context: Context): void {
  const asked = readFunctionName({ ...context, account }, 'Invoke', input.FunctionName ?? '', input.Qualifier);
  const qualifier = asked.qualifier === latest ? undefined : asked.qualifier;
  const arn = functionArn({ account, region: context.region }, asked.name, qualifier);
  const policy = functionPolicy(stateOfAccount(context, account), arn);
  assertShared(context, { account, action: 'lambda:InvokeFunction', arn, policy });
}

/** Throws where there is no such function, or its event is none. */
export function readRequest(state: LambdaState, input: InvokeInput, context: Context): InvokeRequest {
  const asked = readFunctionName(context, 'Invoke', input.FunctionName ?? '', input.Qualifier);
  // Invokes always name a qualifier in what they complain of, and the function by what the caller asked for.
  const found = findVersion(state, context, { name: asked.name, qualifier: asked.qualifier ?? latest });
  return { asked, found, payload: readPayload(input) };
}

/** The event on its way into the version that the request leads to. */
export function eventOf(
  state: LambdaState,
  input: InvokeInput,
  context: Context<LambdaRuntime>,
  { asked, found, payload }: InvokeRequest,
): { readonly target: InvokeTarget; readonly event: Event } {
  const { account, region, requestId, trace } = context;
  const { record } = found;
  const version = chooseVersion(state, found, context.random);
  return {
    target: { account, region, record, version, state },
    event: {
      requestId,
      payload,
      invokedFunctionArn: functionArn(context, asked.name, asked.qualifier),
      hop: { id: requestId, trace },
      clientContext: readClientContext(input),
    },
  };
}

/** By name, ahead of everything else. */
export function refuseUnsupported(input: InvokeInput): void {
  if (input.TenantId !== undefined) throw new UnsupportedError('Lambda tenant isolation (TenantId)');
  if (input.DurableExecutionName !== undefined) throw new UnsupportedError('Lambda durable functions');
}

/** No payload is an empty object; anything that is no JSON is refused before the function runs. */
function readPayload(input: InvokeInput): Uint8Array {
  const payload = input.Payload as Uint8Array | undefined;
  if (!payload || payload.byteLength === 0) return Buffer.from('{}');
  const limit = input.InvocationType === 'Event' ? eventBytesMax : requestBytesMax;
  if (payload.byteLength > limit) throw payloadTooLarge(limit);
  try {
    JSON.parse(Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString());
  } catch (error) {
    throw invalidRequestContent(error instanceof Error ? error.message : String(error));
  }
  return payload;
}

/** Base64 of JSON, as the mobile SDKs send it. */
export function readClientContext({ ClientContext }: InvokeInput): string | undefined {
  if (ClientContext === undefined) return undefined;
  const json = Buffer.from(ClientContext, 'base64').toString();
  try {
    if (ClientContext.length > clientContextBytesMax) throw new RangeError('too long');
    JSON.parse(json);
  } catch {
    throw invalidParameter('Client context must be a valid Base64-encoded JSON object.');
  }
  return json;
}
