import type { Clock, Timer } from '../../../kernel/clock.ts';
import { rateExceeded } from '../errors.ts';
import type { FunctionRecord, LambdaState } from '../state.ts';
import type { Environment } from './environment.ts';

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

/** An invoke that waits for an execution environment. */
export interface WaitingInvoke {
  readonly create: () => Environment;
  readonly resolve: (environment: Environment) => void;
  readonly reject: (error: unknown) => void;
}

/** Invokes that wait: first come, first served among those of one function, and the functions in turn. */
export class InvokeQueue {
  /** By function version and revision; whose turn comes first is first. */
  readonly #byKey = new Map<string, WaitingInvoke[]>();

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  count(key: string): number {
    return this.#byKey.get(key)?.length ?? 0;
  }

  add(key: string, invoke: WaitingInvoke): void {
    const waiting = this.#byKey.get(key);
    if (waiting) waiting.push(invoke);
    else this.#byKey.set(key, [invoke]);
  }

  /** Of a nested invoke, which others wait for: chains are finished before new ones begin. */
  addFirst(key: string, invoke: WaitingInvoke): void {
    const waiting = this.#byKey.get(key);
    if (waiting) waiting.unshift(invoke);
    else this.#byKey.set(key, [invoke]);
  }

  first(key: string): WaitingInvoke | undefined {
    return this.#byKey.get(key)?.[0];
  }

  take(key: string): WaitingInvoke | undefined {
    const waiting = this.#byKey.get(key);
    const invoke = waiting?.shift();
    if (waiting?.length === 0) this.#byKey.delete(key);
    return invoke;
  }

  /** Takes one out that gives up. */
  remove(key: string, invoke: WaitingInvoke): void {
    const left = this.#byKey.get(key)?.filter((other) => other !== invoke) ?? [];
    if (left.length === 0) this.#byKey.delete(key);
    else this.#byKey.set(key, left);
  }

  /** It had its turn: it is asked last from now on. */
  yieldTurn(key: string): void {
    const waiting = this.#byKey.get(key);
    if (!waiting) return;
    this.#byKey.delete(key);
    this.#byKey.set(key, waiting);
  }

  /** In the order of their turns, with how many invokes of each wait. */
  *keys(): Iterable<readonly [key: string, count: number]> {
    for (const [key, waiting] of this.#byKey) yield [key, waiting.length];
  }

  rejectAll(error: () => Error): void {
    const all = [...this.#byKey.values()].flat();
    this.#byKey.clear();
    for (const invoke of all) invoke.reject(error());
  }
}

/** AWS does not say; environments have been seen to live five to fifteen minutes without work. */
const idleMsMax = 10 * 60_000;

/** Environments without work, by function version and revision: the last used is taken first, the longest idle ends. */
export class IdleEnvironments {
  readonly #clock: Clock;
  readonly #end: (environment: Environment) => void;
  readonly #byKey = new Map<string, Environment[]>();
  #count = 0;
  #sweeper: Timer | undefined;

  constructor(clock: Clock, end: (environment: Environment) => void) {
    this.#clock = clock;
    this.#end = end;
  }

  get count(): number {
    return this.#count;
  }

  countOf(key: string): number {
    return this.#byKey.get(key)?.length ?? 0;
  }

  take(key: string): Environment | undefined {
    const environment = this.#byKey.get(key)?.pop();
    if (environment) this.#count -= 1;
    return environment;
  }

  add(key: string, environment: Environment): void {
    environment.idleSinceMs = this.#clock.now();
    const stack = this.#byKey.get(key);
    if (stack) stack.push(environment);
    else this.#byKey.set(key, [environment]);
    this.#count += 1;
    this.#sweeper ??= this.#clock.setTimer(idleMsMax, () => this.#sweep());
  }

  /** Ends the one that has been idle the longest; false when there is none. */
  endOldest(): boolean {
    let oldest: { readonly key: string; readonly environment: Environment } | undefined;
    for (const [key, [environment]] of this.#byKey) {
      if (environment && (!oldest || environment.idleSinceMs < oldest.environment.idleSinceMs)) {
        oldest = { key, environment };
      }
    }
    if (!oldest) return false;
    this.#byKey.get(oldest.key)?.shift();
    this.#count -= 1;
    this.#end(oldest.environment);
    return true;
  }

  /** Ends those whose key begins with `prefix`. */
  retire(prefix: string): void {
    for (const [key, environments] of this.#byKey) {
      if (!key.startsWith(prefix)) continue;
      this.#byKey.delete(key);
      this.#count -= environments.length;
      for (const environment of environments) this.#end(environment);
    }
  }

  endAll(): void {
    this.#sweeper?.cancel();
    this.#sweeper = undefined;
    this.retire('');
  }

  /** One timer for all: it looks who has been idle too long, and comes back when the next one will be. */
  #sweep(): void {
    this.#sweeper = undefined;
    const now = this.#clock.now();
    let nextMs: number | undefined;
    for (const [key, environments] of this.#byKey) {
      const kept = environments.filter(({ idleSinceMs }) => now - idleSinceMs < idleMsMax);
      for (const environment of environments) if (!kept.includes(environment)) this.#end(environment);
      this.#count -= environments.length - kept.length;
      if (kept.length === 0) this.#byKey.delete(key);
      else this.#byKey.set(key, kept);
      for (const { idleSinceMs } of kept)
        nextMs = Math.min(nextMs ?? Number.POSITIVE_INFINITY, idleSinceMs + idleMsMax);
    }
    if (nextMs !== undefined) this.#sweeper = this.#clock.setTimer(nextMs - now, () => this.#sweep());
  }
}
