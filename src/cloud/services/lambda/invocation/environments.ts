import type { Clock, Timer } from '../../../kernel/clock.ts';
import type { EnvironmentLimits } from '../../../kernel/executor.ts';
import { environmentLimitExceeded, waitEnded } from '../errors.ts';
import { IdleEnvironments, InvokeQueue, type WaitingInvoke } from './concurrency.ts';
import type { Environment } from './environment.ts';

/** An init phase that takes longer waits for something, and is no longer counted among those that need a processor. */
const startMsMax = 1000;

export interface EnvironmentsOptions {
  readonly clock: Clock;
  readonly limits: EnvironmentLimits;
  readonly onEnd: (environment: Environment) => void;
}

/** What an invoke needs. */
export interface EnvironmentRequest {
  /** Function version and revision. */
  readonly key: string;
  readonly create: () => Environment;
  /** The environment in which the invoke was made, when it is a nested one. */
  readonly parent?: Environment | undefined;
  /** The function is debugged: other invokes wait for its environment, as a debugger sees one. Nested invokes do not wait. */
  readonly isAlone?: boolean;
}

/** One environment that starts or works. */
interface Place {
  readonly key: string;
  isStarting: boolean;
  /** Its function changed meanwhile. */
  isOld: boolean;
  /** Nested invokes that it has made and that are not done. */
  nested: number;
  /** Gives its share of the processors back, while it has one. */
  startTimer: Timer | undefined;
}

interface Tally {
  active: number;
  starting: number;
}

/**
 * All execution environments: one invoke at a time each. An invoke that finds no idle one waits for whichever is free
 * first, one that is done with its work or one that was started meanwhile.
 *
 * Nothing waits for itself: an environment that waits for a nested invoke is not counted as active, and where even the
 * total is exhausted nested invokes are refused. So whoever is active ends, by itself or by its timeout.
 */
export class Environments {
  readonly #options: EnvironmentsOptions;
  readonly #idle: IdleEnvironments;
  readonly #places = new Map<Environment, Place>();
  readonly #queue = new InvokeQueue();
  /** Keys of functions that have one environment at a time. */
  readonly #alone = new Set<string>();
  /** Places with nested invokes. */
  #lending = 0;
  #starting = 0;

  constructor(options: EnvironmentsOptions) {
    this.#options = options;
    this.#idle = new IdleEnvironments(options.clock, (environment) => this.#end(environment));
  }

  /**
   * Runs `work` in the idle environment of the key that was used last, or in the one that is free first. Throws
   * TooManyRequestsException when a nested invoke finds the total exhausted.
   */
  async with<T>(request: EnvironmentRequest, work: (environment: Environment) => Promise<T>): Promise<T> {
    const resume = this.#lend(request.parent);
    if (request.isAlone) this.#alone.add(request.key);
    try {
      const environment = this.#takeIdle(request) ?? (await this.#wait(request));
      try {
        return await work(environment);
      } finally {
        // Before the environment is free: with the parent they may be one too many.
        resume();
        this.#release(environment);
      }
    } finally {
      resume();
    }
  }

  /** Ends idle environments whose key begins with `prefix`, and the others after their work: their code is old. */
  retire(prefix: string): void {
    this.#idle.retire(prefix);
    for (const key of this.#alone) if (key.startsWith(prefix)) this.#alone.delete(key);
    for (const place of this.#places.values()) if (place.key.startsWith(prefix)) place.isOld = true;
    this.#advance();
  }

  /** Ends all, also what is under way; invokes that wait are told. */
  destroyAll(): void {
    this.#idle.endAll();
    const environments = [...this.#places.keys()];
    for (const place of this.#places.values()) this.#endStart(place);
    this.#places.clear();
    this.#lending = 0;
    this.#queue.rejectAll(waitEnded);
    for (const environment of environments) this.#end(environment);
  }

  #takeIdle({ key, parent }: EnvironmentRequest): Environment | undefined {
    const environment = this.#idle.take(key);
    if (!environment) return undefined;
    this.#occupy(environment, key);
    // The parent's place was taken by none.
    if (parent) this.#advance();
    return environment;
  }

  #occupy(environment: Environment, key: string): Place {
    const place = { key, isStarting: false, isOld: false, nested: 0, startTimer: undefined };
    this.#places.set(environment, place);
    return place;
  }

  #wait({ key, create, parent }: EnvironmentRequest): Promise<Environment> {
    return new Promise((resolve, reject) => {
      let isWaiting = true;
      const invoke: WaitingInvoke = {
        create,
        resolve: (environment) => {
          isWaiting = false;
          resolve(environment);
        },
        reject: (error) => {
          isWaiting = false;
          reject(error);
        },
      };
      if (parent) this.#queue.addFirst(key, invoke);
      else this.#queue.add(key, invoke);
      this.#advance();
      if (!isWaiting || !parent || !this.#isExhausted(key)) return;
      this.#queue.remove(key, invoke);
      reject(environmentLimitExceeded(this.#options.limits.total));
    });
  }

  /** None can be started for a nested invoke, and none is starting for it either. */
  #isExhausted(key: string): boolean {
    return (
      this.#total >= this.#options.limits.total && this.#queue.count(key) > (this.#tally().get(key)?.starting ?? 0)
    );
  }

  /** The parent does nothing but wait: neither its place nor its start counts until it is answered. */
  #lend(parent: Environment | undefined): () => void {
    const place = parent && this.#places.get(parent);
    if (!place) return () => {};
    place.nested += 1;
    if (place.nested === 1) this.#lending += 1;
    this.#endStart(place);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      place.nested -= 1;
      if (place.nested === 0 && this.#places.get(parent) === place) this.#lending -= 1;
    };
  }

  #release(environment: Environment): void {
    const place = this.#leave(environment);
    // Without a place it was ended with all the others.
    if (place) this.#pass(environment, place);
  }

  #leave(environment: Environment): Place | undefined {
    const place = this.#places.get(environment);
    if (!place) return undefined;
    this.#places.delete(environment);
    // A handler may answer without awaiting what it has invoked.
    if (place.nested > 0) this.#lending -= 1;
    this.#endStart(place);
    return place;
  }

  /** To the next invoke of its function that waits, or to a function that waits and has fewer, or to the idle ones. */
  #pass(environment: Environment, { key, isOld }: Place): void {
    const isOwed = this.#owesPlace(key);
    const invoke = isOwed ? undefined : this.#queue.take(key);
    if (invoke) {
      this.#occupy(environment, key).isOld = isOld;
      invoke.resolve(environment);
    } else if (isOwed || isOld || this.#isSurplus(key)) {
      this.#end(environment);
    } else {
      this.#idle.add(key, environment);
    }
    this.#advance();
  }

  /** Whether a function with fewer environments waits for the place that this one's environment leaves. */
  #owesPlace(key: string): boolean {
    const { active, guaranteed } = this.#options.limits;
    const poorest = this.#poorest();
    if (poorest === undefined || poorest.key === key || poorest.active < guaranteed) return false;
    return this.#active + 1 >= active && poorest.active + 1 <= (this.#tally().get(key)?.active ?? 0);
  }

  /** Parents that are done waiting make environments too many; a few of each function stay warm all the same. */
  #isSurplus(key: string): boolean {
    const { active, guaranteed } = this.#options.limits;
    if (this.#active + this.#idle.count < active) return false;
    return (this.#tally().get(key)?.active ?? 0) + this.#idle.countOf(key) >= guaranteed;
  }

  /** Starts what is missing, as far as there is room. */
  #advance(): void {
    for (let next = this.#poorest(); next !== undefined && this.#makeRoom(next.active); next = this.#poorest()) {
      this.#queue.yieldTurn(next.key);
      this.#start(next.key);
    }
  }

  /** Of the functions for which more should start the one with the fewest environments; they take turns. */
  #poorest(): { readonly key: string; readonly active: number } | undefined {
    if (this.#queue.isEmpty || this.#starting >= (this.#options.limits.starting ?? Number.POSITIVE_INFINITY)) return;
    const tally = this.#tally();
    let poorest: { readonly key: string; readonly active: number } | undefined;
    for (const [key, waiting] of this.#queue.keys()) {
      const { active, starting } = tally.get(key) ?? { active: 0, starting: 0 };
      if (active > 0 && this.#alone.has(key)) continue;
      if (waiting > starting && (!poorest || active < poorest.active)) poorest = { key, active };
    }
    return poorest;
  }

  /** What each function has, without what waits for nested invokes. */
  #tally(): Map<string, Tally> {
    const tally = new Map<string, Tally>();
    for (const { key, nested, isStarting } of this.#places.values()) {
      const entry = tally.get(key) ?? { active: 0, starting: 0 };
      if (nested === 0) entry.active += 1;
      if (isStarting) entry.starting += 1;
      tally.set(key, entry);
    }
    return tally;
  }

  get #active(): number {
    return this.#places.size - this.#lending;
  }

  get #total(): number {
    return this.#places.size + this.#idle.count;
  }

  /** Room for one more of a function that has `active`; where that helps, the longest idle end for it. */
  #makeRoom(active: number): boolean {
    const { limits } = this.#options;
    const isWithin = this.#active < limits.active;
    if (!isWithin && active >= limits.guaranteed) return false;
    const isCrowded = () => isWithin && this.#active + this.#idle.count >= limits.active;
    while ((isCrowded() || this.#total >= limits.total) && this.#idle.endOldest());
    return this.#total < limits.total;
  }

  #start(key: string): void {
    const environment = this.#create(key);
    if (!environment) return;
    const place = this.#occupy(environment, key);
    if (this.#options.limits.starting === undefined) {
      this.#queue.take(key)?.resolve(environment);
      return;
    }
    place.isStarting = true;
    this.#starting += 1;
    place.startTimer = this.#options.clock.setTimer(startMsMax, () => {
      this.#endStart(place);
      this.#advance();
    });
    environment.initialize().then(
      () => this.#release(environment),
      (error: unknown) => this.#fail(environment, error),
    );
  }

  #create(key: string): Environment | undefined {
    try {
      return this.#queue.first(key)?.create();
    } catch (error) {
      this.#queue.take(key)?.reject(error);
      return undefined;
    }
  }

  /** It could not be started at all: whoever waits the longest hears why, and the next one tries again. */
  #fail(environment: Environment, error: unknown): void {
    const place = this.#leave(environment);
    if (!place) return;
    this.#end(environment);
    this.#queue.take(place.key)?.reject(error);
    this.#advance();
  }

  #endStart(place: Place): void {
    if (!place.startTimer) return;
    place.startTimer.cancel();
    place.startTimer = undefined;
    this.#starting -= 1;
  }

  #end(environment: Environment): void {
    environment.destroy();
    this.#options.onEnd(environment);
  }
}
