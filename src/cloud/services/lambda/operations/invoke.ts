import type { InvokeCommandInput } from '@aws-sdk/client-lambda';
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
import type { LambdaRuntime } from '../runtime.ts';
import type { LambdaState } from '../state.ts';

/** AWS: payloads of synchronous and asynchronous invokes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const requestBytesMax = 6_291_456;
const eventBytesMax = 1_048_576;
const clientContextBytesMax = 3583;

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
  const owner = /(?:^|:)(\d{12}):function:/.exec(input.FunctionName ?? '')?.[1];
  if (owner !== undefined && owner !== context.account) return invokeOf(owner, input, context);
  const asked = readFunctionName(context, 'Invoke', input.FunctionName ?? '', input.Qualifier);
  // Invoke always names a qualifier in what it complains of, and the function by what the caller asked for.
  const found = findVersion(state, context, { name: asked.name, qualifier: asked.qualifier ?? latest });
  const payload = readPayload(input);
  if (input.InvocationType === 'DryRun') return { StatusCode: 204 };
  if (input.InvocationType === 'Event') {
    acceptEvent(context, { reference: asked, payload, clientContext: readClientContext(input) });
    return { StatusCode: 202, Payload: new Uint8Array() };
  }
  return run(state, input, context, { asked, found, payload });
};

/** Of another account, where the function's policy allows it; a hop in that account. */
function invokeOf(account: string, input: InvokeCommandInput, context: Context): Promise<InvokeOutput> {
  const asked = readFunctionName({ ...context, account }, 'Invoke', input.FunctionName ?? '', input.Qualifier);
  const qualifier = asked.qualifier === latest ? undefined : asked.qualifier;
  const arn = functionArn({ account, region: context.region }, asked.name, qualifier);
  const policy = functionPolicy(stateOfAccount(context, account), arn);
  assertShared(context, { account, action: 'lambda:InvokeFunction', arn, policy });
  return context.call<InvokeOutput>('lambda', 'Invoke', input, { account });
}

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

interface Request {
  readonly asked: FunctionReference;
  readonly found: FoundVersion;
  readonly payload: Uint8Array;
}

async function run(
  state: LambdaState,
  input: InvokeCommandInput,
  context: Context<LambdaRuntime>,
  { asked, found, payload }: Request,
): Promise<InvokeOutput> {
  const { record } = found;
  const version = chooseVersion(state, found, context.random);
  const { account, region } = context;
  const answer = await context.runtime.invoke(
    { account, region, record, version, state },
    {
      requestId: context.requestId,
      payload,
      invokedFunctionArn: functionArn(context, asked.name, asked.qualifier),
      hop: { id: context.requestId, trace: context.trace },
      clientContext: readClientContext(input),
    },
    context.caller,
  );
  return {
    StatusCode: 200,
    ExecutedVersion: version.version,
    Payload: answer.payload,
    ...(answer.contentType !== undefined && { StreamType: answer.contentType }),
    ...(answer.isError && { FunctionError: 'Unhandled' }),
    ...(input.LogType === 'Tail' && { LogResult: answer.logTail }),
  };
}

function refuseUnsupported(input: InvokeCommandInput): void {
  if (input.TenantId !== undefined) throw new UnsupportedError('Lambda tenant isolation (TenantId)');
  if (input.DurableExecutionName !== undefined) throw new UnsupportedError('Lambda durable functions');
}

/** No payload is an empty object; anything that is no JSON is refused before the function runs. */
function readPayload(input: InvokeCommandInput): Uint8Array {
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
function readClientContext({ ClientContext }: InvokeCommandInput): string | undefined {
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
