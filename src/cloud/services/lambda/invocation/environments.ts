import type { Clock, Timer } from '../../../kernel/clock.ts';
import { environmentRecycled } from '../errors.ts';
import type { Environment } from './environment.ts';

/** AWS does not say; environments have been seen to live five to fifteen minutes without work. */
const idleMsMax = 10 * 60_000;
/** Ours: processes at once. Invokes beyond it wait for one, where AWS would start another machine. */
const environmentsMax = 64;

interface Place {
  readonly key: string;
  readonly environment: Environment;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** All execution environments: one invoke at a time each, the last used first, gone when idle for long. */
export class Environments {
  readonly #clock: Clock;
  /** By function version and revision. */
  readonly #idle = new Map<string, Environment[]>();
  readonly #busy = new Map<Environment, string>();
  readonly #waiting: Waiter[] = [];
  readonly #onEnd: (environment: Environment) => void;
  #idleCount = 0;
  #sweeper: Timer | undefined;

  constructor(clock: Clock, onEnd: (environment: Environment) => void) {
    this.#clock = clock;
    this.#onEnd = onEnd;
  }

  /** Runs `work` in the environment of `key` that was used last, or in a new one. */
  async with<T>(key: string, create: () => Environment, work: (environment: Environment) => Promise<T>): Promise<T> {
    let environment = this.#takeIdle(key);
    // Nothing may happen between finding room and taking it: invokes that come together would all find the same.
    while (!environment) {
      if (this.#hasRoom()) {
        environment = create();
      } else {
        await new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }));
        environment = this.#takeIdle(key);
      }
    }
    this.#busy.set(environment, key);
    try {
      return await work(environment);
    } finally {
      this.#release({ key, environment });
    }
  }

  /** Ends idle environments whose key begins with `prefix`, and busy ones after their invoke: their code is old. */
  retire(prefix: string): void {
    for (const [key, environments] of this.#idle) {
      if (!key.startsWith(prefix)) continue;
      this.#idle.delete(key);
      this.#idleCount -= environments.length;
      for (const environment of environments) this.#end(environment);
    }
    for (const [environment, key] of this.#busy) if (key.startsWith(prefix)) this.#busy.set(environment, '');
  }

  /** Ends all, also what is under way. */
  destroyAll(): void {
    this.#sweeper?.cancel();
    this.#sweeper = undefined;
    for (const waiter of this.#waiting.splice(0)) waiter.reject(environmentRecycled());
    this.retire('');
    for (const environment of this.#busy.keys()) this.#end(environment);
    this.#busy.clear();
  }

  #takeIdle(key: string): Environment | undefined {
    const environment = this.#idle.get(key)?.pop();
    if (environment) this.#idleCount -= 1;
    return environment;
  }

  #hasRoom(): boolean {
    return this.#busy.size + this.#idleCount < environmentsMax || this.#endOldest();
  }

  #endOldest(): boolean {
    let oldest: { key: string; environment: Environment } | undefined;
    for (const [key, [environment]] of this.#idle) {
      if (environment && (!oldest || environment.idleSinceMs < oldest.environment.idleSinceMs)) {
        oldest = { key, environment };
      }
    }
    if (!oldest) return false;
    this.#idle.get(oldest.key)?.shift();
    this.#idleCount -= 1;
    this.#end(oldest.environment);
    return true;
  }

  #release({ key, environment }: Place): void {
    const current = this.#busy.get(environment);
    this.#busy.delete(environment);
    if (current === key) {
      environment.idleSinceMs = this.#clock.now();
      const stack = this.#idle.get(key);
      if (stack) stack.push(environment);
      else this.#idle.set(key, [environment]);
      this.#idleCount += 1;
      this.#sweeper ??= this.#clock.setTimer(idleMsMax, () => this.#sweep());
    } else if (current !== undefined) {
      this.#end(environment);
    }
    this.#waiting.shift()?.resolve();
  }

  /** One timer for all: it looks who has been idle too long, and comes back when the next one will be. */
  #sweep(): void {
    this.#sweeper = undefined;
    const now = this.#clock.now();
    let nextMs: number | undefined;
    for (const [key, environments] of this.#idle) {
      const kept = environments.filter(({ idleSinceMs }) => now - idleSinceMs < idleMsMax);
      for (const environment of environments) if (!kept.includes(environment)) this.#end(environment);
      this.#idleCount -= environments.length - kept.length;
      if (kept.length === 0) this.#idle.delete(key);
      else this.#idle.set(key, kept);
      for (const { idleSinceMs } of kept)
        nextMs = Math.min(nextMs ?? Number.POSITIVE_INFINITY, idleSinceMs + idleMsMax);
    }
    if (nextMs !== undefined) this.#sweeper = this.#clock.setTimer(nextMs - now, () => this.#sweep());
  }

  #end(environment: Environment): void {
    environment.destroy();
    this.#onEnd(environment);
  }
}
