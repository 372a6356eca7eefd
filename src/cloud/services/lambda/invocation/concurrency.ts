import { rateExceeded } from '../errors.ts';
import type { FunctionRecord, LambdaState } from '../state.ts';

/** AWS's defaults for an account and region: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const accountConcurrency = 1000;
export const unreservedMin = 100;

/** Counts invokes under way, and refuses those beyond a function's reservation or the account's limit. */
export class Concurrency {
  readonly #byFunction = new Map<string, number>();
  /** By account and region. */
  readonly #unreserved = new Map<string, number>();

  /** Takes a place or throws TooManyRequestsException; the place is given back by calling the result. */
  enter(arn: string, record: FunctionRecord, place: string, state: LambdaState): () => void {
    const running = this.#byFunction.get(arn) ?? 0;
    const reserved = record.reservedConcurrency;
    if (reserved !== undefined && running >= reserved) {
      throw rateExceeded('ReservedFunctionConcurrentInvocationLimitExceeded');
    }
    const isUnreserved = reserved === undefined;
    const unreserved = this.#unreserved.get(place) ?? 0;
    // The first hundred can never be reserved away, so the sum is needed beyond them only.
    if (isUnreserved && unreserved >= unreservedMin && unreserved >= accountConcurrency - reservedTotal(state)) {
      throw rateExceeded('ConcurrentInvocationLimitExceeded');
    }
    this.#byFunction.set(arn, running + 1);
    if (isUnreserved) this.#unreserved.set(place, unreserved + 1);
    return () => {
      this.#leave(this.#byFunction, arn);
      if (isUnreserved) this.#leave(this.#unreserved, place);
    };
  }

  running(arn: string): number {
    return this.#byFunction.get(arn) ?? 0;
  }

  #leave(counts: Map<string, number>, key: string): void {
    const left = (counts.get(key) ?? 1) - 1;
    if (left <= 0) counts.delete(key);
    else counts.set(key, left);
  }
}

/** What functions of this account and region have reserved, one of them left out of the sum if named. */
export function reservedTotal(state: LambdaState, except?: string): number {
  let total = 0;
  for (const { name, reservedConcurrency } of state.functions.values()) {
    if (name !== except) total += reservedConcurrency ?? 0;
  }
  return total;
}
