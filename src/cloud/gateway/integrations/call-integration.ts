import type { Clock } from '../../kernel/clock.ts';
import { AwsError, UnsupportedError } from '../../kernel/errors.ts';
import type { HttpResponse } from '../../kernel/http.ts';
import { serviceCaller } from '../../kernel/identity.ts';
import { type Hold, setLimit } from '../../kernel/inspection/hold.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { TraceOrigin } from '../../kernel/trace.ts';
import type { FunctionTarget } from './function-target.ts';
import type { Outbound, OutboundRequest } from './outbound.ts';

/** One call of a function on behalf of an API. */
export interface FunctionCall {
  readonly target: FunctionTarget;
  /** Or its JSON text. */
  readonly event: object | string;
  /** Nobody waits for the function: Lambda takes the event and answers at once. */
  readonly isAsync?: boolean;
  /** The API's. */
  readonly account: string;
  /** What the function's policy must allow; undefined where a role calls, which needs no permission of the function. */
  readonly sourceArns: readonly string[] | undefined;
  readonly timeoutMs: number;
  /** The hop of the request. */
  readonly parent: string;
  readonly trace: TraceOrigin;
}

/** How a call ended; each kind of API words it in its own way. */
export type FunctionOutcome =
  /** `payload` is JSON text, `status` Lambda's own. */
  | { readonly kind: 'answer'; readonly payload: string; readonly status: number }
  /** The function failed; `reason` is its message, or all that it left, which `payload` has whole. */
  | { readonly kind: 'functionError'; readonly reason: string; readonly payload: string }
  /** Its policy does not let the API call it. */
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'throttled'; readonly message: string }
  /** The event is larger than Lambda takes. */
  | { readonly kind: 'tooLarge' }
  /** Too slow; it runs on, and its effects stay. */
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unsupported'; readonly message: string }
  /** Lambda refused for any other reason. */
  | { readonly kind: 'refused'; readonly message: string };

/** Calls the function and waits, no longer than the call allows. Throws only what is no answer of Lambda's. */
export function callFunction(kernel: Kernel, call: FunctionCall): Promise<FunctionOutcome> {
  const hold = kernel.inspection?.holdOf(call.target.name);
  return within(kernel.clock, call.timeoutMs, invoke(kernel, call), () => ({ kind: 'timeout' }) as const, hold);
}

interface InvokeOutput {
  readonly StatusCode?: number;
  readonly FunctionError?: string;
  readonly Payload?: Uint8Array | string;
}

/** One event of a function that streams. */
export interface StreamedEvent {
  readonly PayloadChunk?: { readonly Payload: Uint8Array };
  readonly InvokeComplete?: { readonly ErrorCode?: string };
}

type StreamOutcome =
  | { readonly kind: 'stream'; readonly events: AsyncIterable<StreamedEvent>; readonly status: number }
  | Exclude<FunctionOutcome, { readonly kind: 'answer' }>;

/** Calls a function that streams, and waits until its answer begins. */
export function streamFunction(kernel: Kernel, call: FunctionCall): Promise<StreamOutcome> {
  const hold = kernel.inspection?.holdOf(call.target.name);
  return within(kernel.clock, call.timeoutMs, invokeStream(kernel, call), () => ({ kind: 'timeout' }) as const, hold);
}

async function invokeStream(kernel: Kernel, call: FunctionCall): Promise<StreamOutcome> {
  const { input, options } = invocationOf(call);
  try {
    const { StatusCode = 200, EventStream } = await kernel.call<{
      readonly StatusCode?: number;
      readonly EventStream?: AsyncIterable<StreamedEvent>;
    }>('lambda', 'InvokeWithResponseStream', input, options);
    return EventStream
      ? { kind: 'stream', events: EventStream, status: StatusCode }
      : { kind: 'refused', message: 'The function streams nothing' };
  } catch (error) {
    return outcomeOf(error);
  }
}

function invocationOf({ target, event, isAsync, parent, trace, sourceArns, account }: FunctionCall) {
  const input = {
    FunctionName: target.name,
    ...(target.qualifier && { Qualifier: target.qualifier }),
    InvocationType: isAsync ? 'Event' : 'RequestResponse',
    Payload: Buffer.from(typeof event === 'string' ? event : JSON.stringify(event)),
  };
  // Who calls, as far as functions and their policies can tell.
  const caller = serviceCaller('apigateway.amazonaws.com', account);
  return { input, options: { caller, parent, trace, account: target.account, region: target.region, sourceArns } };
}

async function invoke(kernel: Kernel, call: FunctionCall): Promise<FunctionOutcome> {
  const { input, options } = invocationOf(call);
  try {
    const output = await kernel.call<InvokeOutput>('lambda', 'Invoke', input, options);
    const payload = textOf(output.Payload);
    if (output.FunctionError !== undefined) return { kind: 'functionError', reason: reasonOf(payload), payload };
    return { kind: 'answer', payload, status: output.StatusCode ?? 200 };
  } catch (error) {
    return outcomeOf(error);
  }
}

function outcomeOf(error: unknown): Exclude<FunctionOutcome, { readonly kind: 'answer' }> {
  if (error instanceof UnsupportedError) return { kind: 'unsupported', message: error.message };
  if (!(error instanceof AwsError)) throw error;
  switch (error.code) {
    case 'AccessDeniedException':
      return { kind: 'forbidden' };
    case 'TooManyRequestsException':
      return { kind: 'throttled', message: error.message };
    // The API reference names the first one, Lambda answers with the second.
    case 'RequestTooLargeException':
    case 'RequestEntityTooLargeException':
      return { kind: 'tooLarge' };
    default:
      return { kind: 'refused', message: error.message };
  }
}

function reasonOf(payload: string): string {
  try {
    return String((JSON.parse(payload) as { readonly errorMessage?: unknown }).errorMessage ?? payload);
  } catch {
    // A function can die without words; then the payload is what there is.
    return payload;
  }
}

function textOf(payload: Uint8Array | string | undefined): string {
  if (payload === undefined) return 'null';
  if (typeof payload === 'string') return payload;
  return Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('utf8');
}

/** How a call of an HTTP backend ended; each kind of API words it in its own way. */
export type BackendOutcome =
  | { readonly kind: 'answer'; readonly response: HttpResponse }
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** Too slow: the connection was given up. */
  | { readonly kind: 'timeout' };

/** Sends a request to a backend as it is, and waits no longer than `timeoutMs`. */
export function callBackend(
  outbound: Outbound,
  clock: Clock,
  request: Omit<OutboundRequest, 'signal'>,
  timeoutMs: number,
): Promise<BackendOutcome> {
  const abort = new AbortController();
  const work = outbound.send({ ...request, signal: abort.signal }).then(
    (response): BackendOutcome => ({ kind: 'answer', response }),
    (error: unknown): BackendOutcome => ({
      kind: 'unreachable',
      reason: error instanceof Error ? error.message : String(error),
    }),
  );
  return within(clock, timeoutMs, work, () => {
    abort.abort();
    return { kind: 'timeout' } as const;
  });
}

/**
 * The outcome of `work`, or after `timeoutMs` what `onTimeout` answers or throws. The work itself goes on: API Gateway
 * stops waiting, it stops nobody. While `hold` is held the time does not count.
 */
export function within<T, U>(
  clock: Clock,
  timeoutMs: number,
  work: Promise<T>,
  onTimeout: () => U,
  hold?: Hold,
): Promise<T | U> {
  return new Promise((resolve, reject) => {
    const expire = () => {
      try {
        resolve(onTimeout());
      } catch (error) {
        reject(error);
      }
    };
    const timer = hold ? setLimit(clock, timeoutMs, expire, hold) : clock.setTimer(timeoutMs, expire);
    const settle = (finish: () => void) => {
      timer.cancel();
      finish();
    };
    work.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}
