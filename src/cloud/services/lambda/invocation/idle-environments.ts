import type { Clock, Timer } from '../../../kernel/clock.ts';
import type { Environment } from './environment.ts';

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
