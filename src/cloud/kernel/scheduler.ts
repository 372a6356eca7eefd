import type { Clock, Timer } from './clock.ts';
import type { Collection } from './collection.ts';
import type { Caller } from './identity.ts';
import type { World } from './world.ts';

/** A call that is due at a time. It is data in the world, so snapshots, restarts and forks keep it. */
export interface DeferredCall {
  readonly dueMs: number;
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  readonly account: string;
  readonly region: string;
  readonly caller: Caller;
}

type Dispatch = (call: DeferredCall) => Promise<unknown>;

/**
 * All that happens later goes through here: retries, expiries, schedules. A deferred call enters the pipeline like any
 * other hop, so that faults and the journal see it.
 */
export class Scheduler {
  readonly #deferred: Collection<DeferredCall>;
  readonly #clock: Clock;
  readonly #dispatch: Dispatch;
  #sequence = 0;
  #timer: Timer | undefined;

  constructor(world: World, clock: Clock, dispatch: Dispatch) {
    this.#deferred = world.collection<DeferredCall>('kernel/deferred');
    this.#clock = clock;
    this.#dispatch = dispatch;
  }

  /** Makes the call at `dueMs`; the key that comes back cancels it. */
  defer(call: DeferredCall): string {
    let key: string;
    do {
      this.#sequence += 1;
      key = `${String(Math.ceil(call.dueMs)).padStart(15, '0')}-${String(this.#sequence).padStart(9, '0')}`;
    } while (this.#deferred.has(key));
    this.#deferred.set(key, call);
    this.rearm();
    return key;
  }

  cancel(key: string): boolean {
    return this.#deferred.delete(key);
  }

  /** What is due when; oldest first. */
  pending(): DeferredCall[] {
    return [...this.#deferred.values()];
  }

  /** Looks at the world again; needed after restore and after opening a data directory. */
  rearm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const call of this.#deferred.values()) {
      this.#timer = this.#clock.setTimer(call.dueMs - this.#clock.now(), () => this.#fire());
      return;
    }
  }

  /** Awaits what it starts, so that `clock.advance` returns when the consequences have happened. */
  async #fire(): Promise<void> {
    const now = this.#clock.now();
    const due = [...this.#deferred.entries({ to: `${String(now).padStart(15, '0')}~` })];
    for (const [key] of due) this.#deferred.delete(key);
    this.rearm();
    // A failed deferred call is in the journal; there is nobody to tell.
    await Promise.allSettled(due.map(([, call]) => this.#dispatch(call)));
  }
}
