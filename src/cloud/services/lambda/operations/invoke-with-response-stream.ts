import type {
  InvokeWithResponseStreamCommandInput,
  InvokeWithResponseStreamCompleteEvent,
} from '@aws-sdk/client-lambda';
import type { ReplyStream } from '../../../kernel/executor.ts';
import { Feed } from '../../../kernel/streams/feed.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Answer } from '../invocation/environment.ts';
import type { LambdaRuntime } from '../runtime.ts';
import type { LambdaState } from '../state.ts';
import {
  assertInvocable,
  eventOf,
  foreignOwner,
  type InvokeRequest,
  readRequest,
  refuseUnsupported,
} from './invoke.ts';

/** How much of a reply waits for a client that is behind, before its function has to wait. */
const waitingBytesMax = 1024 * 1024;

/** Ours: messages stay well below the 24 MB that clients take. */
const pieceBytesMax = 1024 * 1024;

/** One event of the answer. */
export type ResponseEvent =
  | { readonly PayloadChunk: { readonly Payload: Uint8Array } }
  | { readonly InvokeComplete: InvokeWithResponseStreamCompleteEvent };

export interface ResponseStreamOutput {
  readonly StatusCode: number;
  readonly ExecutedVersion?: string;
  readonly EventStream?: AsyncIterable<ResponseEvent>;
  /** Content type that the function gave its reply; not in AWS's model, for function URLs. */
  readonly StreamType?: string;
}

type InvokeWithResponseStream = Operation<
  InvokeWithResponseStreamCommandInput,
  ResponseStreamOutput,
  LambdaState,
  LambdaRuntime
>;

/**
 * Answers when the reply begins. What goes wrong with the function before or in its midst is told by the last event.
 * https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html
 */
export const invokeWithResponseStream: InvokeWithResponseStream = (state, input, context) => {
  refuseUnsupported(input);
  const owner = foreignOwner(input, context);
  if (owner !== undefined) return invokeOf(owner, input, context);
  const request = readRequest(state, input, context);
  if (input.InvocationType === 'DryRun') return { StatusCode: 204 };
  return run(state, input, context, request);
};

async function invokeOf(
  account: string,
  input: InvokeWithResponseStreamCommandInput,
  context: Context,
): Promise<ResponseStreamOutput> {
  assertInvocable(account, input, context);
  const output = await context.call<ResponseStreamOutput>('lambda', 'InvokeWithResponseStream', input, { account });
  return output.EventStream ? { ...output, EventStream: context.stream(output.EventStream) } : output;
}

async function run(
  state: LambdaState,
  input: InvokeWithResponseStreamCommandInput,
  context: Context<LambdaRuntime>,
  request: InvokeRequest,
): Promise<ResponseStreamOutput> {
  const { target, event } = eventOf(state, input, context, request);
  // A client that goes does not end its function: https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
  const feed = new Feed<ResponseEvent>({ room: waitingBytesMax, sizeOf: bytesOf });
  const { promise: begun, resolve: begin, reject: refuse } = Promise.withResolvers<string | undefined>();
  const reader: ReplyStream = { begin, write: (piece) => pushPieces(feed, piece) };
  context.runtime.invoke(target, event, context.caller, reader).then(
    (answer) => {
      void feed.push({ InvokeComplete: completion(answer, input) });
      feed.end();
      begin(undefined);
    },
    (error: unknown) => {
      feed.end(error);
      refuse(error);
    },
  );
  const StreamType = await begun;
  return {
    StatusCode: 200,
    ExecutedVersion: target.version.version,
    EventStream: context.stream(feed),
    ...(StreamType !== undefined && { StreamType }),
  };
}

const bytesOf = (event: ResponseEvent): number => ('PayloadChunk' in event ? event.PayloadChunk.Payload.byteLength : 0);

function pushPieces(feed: Feed<ResponseEvent>, piece: Uint8Array): void | Promise<void> {
  let room: Promise<void> | undefined;
  for (let from = 0; from < piece.byteLength; from += pieceBytesMax) {
    const waited = feed.push({ PayloadChunk: { Payload: piece.subarray(from, from + pieceBytesMax) } });
    if (waited) room = waited;
  }
  return room;
}

function completion(
  { isError, payload, logTail }: Answer,
  { LogType }: InvokeWithResponseStreamCommandInput,
): InvokeWithResponseStreamCompleteEvent {
  return {
    ...(isError && { ErrorCode: 'Unhandled', ErrorDetails: Buffer.from(payload).toString() }),
    ...(LogType === 'Tail' && { LogResult: logTail }),
  };
}
