import type { InvokeContext } from './invoke-context.ts';
import type { Handler } from './load-handler.ts';
import { channelSink, sendError, sendResult, sendStreamEnd } from './replies.ts';
import { ResponseStream } from './response-stream.ts';
import { RuntimeError } from './runtime-errors.ts';

/** Runs one invoke, sends its outcome, and then calls `next` once. */
export type RunHandler = (handler: Handler, event: unknown, context: InvokeContext, next: () => void) => void;

/** What happens when the event loop runs empty during an invoke. */
export const emptyLoop: { act: () => void } = { act: () => {} };

/** Node 24 and later: the value or the promise that the handler returns is the reply; there are no callbacks. */
export const runModern: RunHandler = (handler, event, context, next) => {
  let isSettled = false;
  const settle = (send: () => void) => {
    if (isSettled) return;
    isSettled = true;
    emptyLoop.act = () => {};
    setImmediate(() => {
      send();
      next();
    });
  };
  emptyLoop.act = () => settle(() => sendError('Invoke Error', nodeJsExit()));
  promised(() => handler(event, context)).then(
    (value) => settle(() => sendResult(value)),
    (error) => settle(() => sendError('Invoke Error', error)),
  );
};

/** Up to Node 22: promises, callbacks, `context.done` and friends, and waiting for an empty event loop. */
export const runClassic: RunHandler = (handler, event, context, next) => {
  const call = new ClassicCall(handler, next);
  try {
    const result: unknown = handler(event, call.extend(context), call.callback);
    if (isThenable(result)) result.then(call.succeed, call.fail);
  } catch (error) {
    call.callback(error);
  }
};

/** A handler wrapped by `awslambda.streamifyResponse`. */
export const runStreaming: RunHandler = (handler, event, context, next) => {
  const stream = new ResponseStream(channelSink);
  emptyLoop.act = next;
  const end = (send: () => void) => {
    emptyLoop.act = () => {};
    setImmediate(() => {
      stream.abandon();
      send();
      next();
    });
  };
  const returned: unknown = attempt(() => handler(event, stream, context));
  if (!isThenable(returned)) {
    return end(() => sendError('Invoke Error', new Error('Streaming does not support non-async handlers.')));
  }
  returned.then(
    (value) => {
      if (value !== undefined) console.warn('Streaming handlers ignore return values.');
      if (stream.writableFinished) end(sendStreamEnd);
      else if (stream.writableEnded) stream.once('finish', () => end(sendStreamEnd));
      else end(() => sendError('Invoke Error', new Error('Response stream is not finished.')));
    },
    (error) => end(() => sendError('Invoke Error', error)),
  );
};

class ClassicCall {
  /** Read and set by the handler, through the context. */
  waitsForEmptyLoop = true;
  #isDone = false;
  readonly #next: () => void;

  constructor(handler: Handler, next: () => void) {
    this.#next = next;
    const isAsync = handler.constructor.name === 'AsyncFunction';
    // A callback that is never called answers null; an async handler that never settles is an error.
    emptyLoop.act = () =>
      this.#finish(isAsync ? () => sendError('Invoke Error', nodeJsExit()) : () => sendResult(null));
  }

  readonly callback = (error?: unknown, result?: unknown): void => {
    if (this.#isDone) return;
    if (isSet(error) || !this.waitsForEmptyLoop) {
      this.done(error, result);
      return;
    }
    this.#isDone = true;
    emptyLoop.act = () => {
      this.#isDone = false;
      this.#finish(() => sendResult(result));
    };
  };

  readonly done = (error?: unknown, result?: unknown): void =>
    this.#finish(isSet(error) ? () => sendError('Invoke Error', error) : () => sendResult(result));

  readonly succeed = (result?: unknown): void => this.done(null, result);

  readonly fail = (error?: unknown): void => this.done(isSet(error) ? error : 'handled');

  extend(context: InvokeContext): object {
    const call = this;
    return {
      get callbackWaitsForEmptyEventLoop() {
        return call.waitsForEmptyLoop;
      },
      set callbackWaitsForEmptyEventLoop(value: boolean) {
        call.waitsForEmptyLoop = value;
      },
      succeed: this.succeed,
      fail: this.fail,
      done: this.done,
      ...context,
    };
  }

  #finish(send: () => void): void {
    if (this.#isDone) return;
    this.#isDone = true;
    emptyLoop.act = () => {};
    send();
    this.#next();
  }
}

const isSet = (value: unknown): boolean => value !== undefined && value !== null;

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { readonly then?: unknown } | null | undefined)?.then === 'function';

const promised = async (run: () => unknown): Promise<unknown> => run();

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return Promise.reject(error);
  }
}

const nodeJsExit = (): Error =>
  new RuntimeError(
    'NodeJsExit',
    'The Lambda runtime client detected an unexpected Node.js exit code. This is usually caused by a Promise that is never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
  );
