import type { Scope } from './scope.ts';

/** A function that failed: it answered an error, threw one, was too slow, or its environment did not come up or ended. */
export interface FunctionFailure extends Scope {
  readonly functionName: string;
  /** `$LATEST`, or a number. */
  readonly version: string;
  readonly requestId: string;
  /** The hop that the invoke is part of. */
  readonly hopId: string;
  readonly atMs: number;
  /** What the caller was answered: JSON with `errorType`, `errorMessage` and mostly `trace`. */
  readonly payload: Uint8Array;
  /** Where the function's code lies while it runs: frames of the trace lead into it. */
  readonly codeDirectory: string;
}

export type FunctionFailureListener = (failure: FunctionFailure) => void;

/** Tells whoever watches the cloud of functions that fail, as they do. Nobody listens in most clouds. */
export class FunctionFailures {
  readonly #listeners = new Set<FunctionFailureListener>();

  announce(failure: FunctionFailure): void {
    for (const listener of this.#listeners) listener(failure);
  }

  /** Called in the course of the invoke, ahead of its hop: `listener` must be quick and must not throw. Answers what ends it. */
  subscribe(listener: FunctionFailureListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
