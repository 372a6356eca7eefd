import type { Invocation, InvokeOutcome } from '../../../../kernel/executor.ts';
import { isStreaming, ResponseStream } from '../process/bootstrap/response-stream.ts';
import { errorPayload, RuntimeError } from '../process/bootstrap/runtime-errors.ts';
import type { EnvironmentHost } from './environment-host.ts';

export type Handler = (event: unknown, context: unknown, third?: unknown) => unknown;

export interface RunParts {
  readonly host: EnvironmentHost;
  readonly handler: Handler;
  readonly invocation: Invocation;
  /** Of the runtime: 24 has no callbacks any more. */
  readonly major: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly remainingMs: () => number;
  readonly logError: (what: string, error: unknown) => void;
  readonly onOutcome: (outcome: InvokeOutcome) => void;
}

/** An invoke that is under way. */
export interface Call {
  start(): void;
}

const peakMemoryMb = 96;
const modernSince = 24;
const callbacksRemoved =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.';

/** Runs one event through a handler by the rules of its runtime; the outcome is told once. */
export function runHandler(parts: RunParts): Call {
  const { handler, invocation, major, onOutcome, logError } = parts;
  let isTold = false;
  const tell = (outcome: InvokeOutcome) => {
    if (isTold) return;
    isTold = true;
    onOutcome(outcome);
  };
  const fail = (error: unknown) => {
    if (isTold) return;
    logError('Invoke Error', error);
    tell({ kind: 'error', payload: Buffer.from(JSON.stringify(errorPayload(error))), peakMemoryMb });
  };
  const succeed = (value: unknown) => {
    try {
      const json = JSON.stringify(value === undefined ? null : value) ?? 'null';
      tell({ kind: 'result', payload: Buffer.from(json), peakMemoryMb });
    } catch {
      fail(new RuntimeError('JSONStringifyError', 'Unable to stringify response body'));
    }
  };
  const ways: Ways = { succeed, fail, tell };
  const context = contextOf(parts);
  return {
    start() {
      const event: unknown = JSON.parse(Buffer.from(invocation.event).toString('utf8'));
      try {
        if (isStreaming(handler as never)) stream(parts, event, context, ways);
        else if (major >= modernSince) modern(parts, event, context, ways);
        else classic(parts, event, context, ways);
      } catch (error) {
        fail(error);
      }
    },
  };
}

interface Ways {
  readonly succeed: (value: unknown) => void;
  readonly fail: (error: unknown) => void;
  readonly tell: (outcome: InvokeOutcome) => void;
}

function modern({ handler }: RunParts, event: unknown, context: object, { succeed, fail }: Ways): void {
  if (handler.length >= 3) throw new RuntimeError('CallbackHandlerDeprecated', callbacksRemoved);
  Promise.resolve(handler(event, context)).then(succeed, fail);
}

/** Promises, callbacks, `context.done` and friends; a callback waits for the loop to run empty, unless told not to. */
function classic({ handler, host }: RunParts, event: unknown, context: object, { succeed, fail }: Ways): void {
  let waits = true;
  const whenEmpty = (run: () => void) => {
    if (!waits || host.pending === 0) run();
    else host.timers.setTimeout(() => whenEmpty(run), 1).unref();
  };
  const isSet = (value: unknown): boolean => value !== undefined && value !== null;
  const callback = (error?: unknown, result?: unknown) =>
    isSet(error) ? fail(error) : whenEmpty(() => succeed(result));
  const done = (error?: unknown, result?: unknown) => (isSet(error) ? fail(error) : succeed(result));
  const extended = Object.defineProperty(
    { ...context, done, succeed, fail: (error?: unknown) => fail(error ?? 'handled') },
    'callbackWaitsForEmptyEventLoop',
    {
      get: () => waits,
      set: (value: boolean) => {
        waits = value;
      },
      enumerable: true,
    },
  );
  const result = handler(event, extended, callback);
  if (typeof (result as PromiseLike<unknown> | undefined)?.then === 'function') {
    (result as PromiseLike<unknown>).then(succeed, fail);
  }
}

/** A handler wrapped by `awslambda.streamifyResponse`. */
function stream({ handler }: RunParts, event: unknown, context: object, { fail, tell }: Ways): void {
  const chunks: Uint8Array[] = [];
  const out = new ResponseStream({ begin: () => {}, write: (piece) => void chunks.push(piece) });
  const returned = handler(event, out, context) as PromiseLike<unknown> | undefined;
  if (typeof returned?.then !== 'function') throw new Error('Streaming does not support non-async handlers.');
  const end = () =>
    tell({ kind: 'result', payload: Buffer.concat(chunks), contentType: out.contentType, peakMemoryMb });
  returned.then(() => {
    if (out.writableFinished) end();
    else if (out.writableEnded) out.once('finish', end);
    else fail(new Error('Response stream is not finished.'));
  }, fail);
}

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function contextOf({ invocation, variables, remainingMs }: RunParts): object {
  const variable = (name: string): string => variables[name] ?? '';
  return {
    functionVersion: variable('AWS_LAMBDA_FUNCTION_VERSION'),
    functionName: variable('AWS_LAMBDA_FUNCTION_NAME'),
    memoryLimitInMB: variable('AWS_LAMBDA_FUNCTION_MEMORY_SIZE'),
    logGroupName: variable('AWS_LAMBDA_LOG_GROUP_NAME'),
    logStreamName: variable('AWS_LAMBDA_LOG_STREAM_NAME'),
    clientContext: invocation.clientContext === undefined ? undefined : JSON.parse(invocation.clientContext),
    identity: undefined,
    invokedFunctionArn: invocation.invokedFunctionArn,
    awsRequestId: invocation.requestId,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: remainingMs,
  };
}
