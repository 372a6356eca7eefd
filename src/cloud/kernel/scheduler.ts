import { type Backoff, isPassing, waitAfter } from './backoff.ts';
import type { Clock, Timer } from './clock.ts';
import type { Collection } from './collection.ts';
import type { Caller } from './identity.ts';
import type { Log } from './log.ts';
import type { Random } from './random.ts';
import type { Scope } from './scope.ts';
import type { Trace } from './trace.ts';
import type { World } from './world.ts';

/** A call that is due at a time. It is data in the world, so snapshots, restarts and forks keep it. */
export interface DeferredCall extends Scope {
  readonly dueMs: number;
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  readonly caller: Caller;
  /** The hop that deferred it, where it is a consequence of one. */
  readonly parent?: string;
  readonly trace?: Trace;
  /** One of a series without end: a schedule's. */
  readonly isRecurring?: boolean;
  /** Users wait for it, however late it comes: a one-time schedule's. */
  readonly isAwaited?: boolean;
}

/** As it lies in the world. Entries of older data directories have no kind and are deliveries. */
interface Entry extends DeferredCall {
  readonly kind?: 'timer' | 'delivery';
  /** Of a delivery that did not get as far as its operation: how often, and since when. */
  readonly held?: { readonly times: number; readonly sinceMs: number };
}

/**
 * A claimed delivery: its call is being made. The entry stays in the world until {@link Delivery.done}, so a process that
 * dies before that makes the call again after its restart.
 */
export interface Delivery {
  readonly key: string;
  /**
   * False once the world was replaced or the cloud closed. What the call has found out since is of no use: the entry, if
   * the present world has it, will be delivered again.
   */
  readonly isCurrent: boolean;
  /**
   * Removes the entry and defers what follows from it (a retry), in one step: no record of the log can have neither. They
   * are durable with the next commit. Does nothing, and answers false, when the delivery is not current any more or is
   * done already.
   */
  done(next?: readonly DeferredCall[]): boolean;
}

/** Lambda's waits between attempts; https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const heldBackoff: Backoff = { firstMs: 1000, factor: 2, maxMs: 300_000, jitter: 0.5 };
/** As long as Lambda keeps an event by default. */
const heldMsMax = 6 * 3_600_000;

interface Parts {
  readonly random?: Random;
  readonly log?: Log;
  /** Recurring calls are not made by themselves: a run of the explorer would never end. */
  readonly holdsRecurring?: boolean;
}

type Dispatch = (call: DeferredCall, delivery: Delivery | undefined) => Promise<unknown>;

/**
 * All that happens later goes through here: retries, expiries, schedules. A deferred call enters the pipeline like any
 * other hop, so that faults and the journal see it.
 *
 * Timers are made at most once: their entry is removed first. Deliveries are made at least once: their entry is claimed,
 * the call made, and only then the entry removed.
 */
export class Scheduler {
  readonly #world: World;
  readonly #deferred: Collection<Entry>;
  readonly #clock: Clock;
  readonly #dispatch: Dispatch;
  readonly #parts: Parts;
  #sequence = 0;
  #timer: Timer | undefined;
  #again: Timer | undefined;
  /** Keys of deliveries that are being made. Each world has a set of its own, by which its deliveries know it. */
  #claimed = new Set<string>();
  /** Below it there are only claimed entries, so that nobody has to look at them again and again. */
  #floor = '';
  #isClosed = false;

  constructor(world: World, clock: Clock, dispatch: Dispatch, parts: Parts = {}) {
    this.#world = world;
    this.#deferred = world.collection<Entry>('kernel/deferred');
    this.#clock = clock;
    this.#dispatch = dispatch;
    this.#parts = parts;
  }

  /**
   * Makes the call at `dueMs`, at most once: for what only concerns ourselves and whose loss nobody notices. The key that
   * comes back cancels it.
   */
  deferTimer(call: DeferredCall): string {
    return this.#defer({ ...call, kind: 'timer' });
  }

  /**
   * Makes the call at `dueMs`, at least once, through kills and restarts: for whatever was promised to somebody. Its
   * operation must bear to be made twice. The key that comes back cancels it. `key` must come from {@link reserve} for the
   * same time.
   */
  deferDelivery(call: DeferredCall, key?: string): string {
    return this.#defer({ ...call, kind: 'delivery' }, key);
  }

  /** A key for a call that is deferred later, for who writes it down before that. Nobody else gets it. */
  reserve(dueMs: number): string {
    let key: string;
    do {
      this.#sequence += 1;
      key = [timePart(Math.ceil(dueMs)), '-', String(this.#sequence).padStart(9, '0')].join('');
    } while (this.#deferred.has(key));
    return key;
  }

  cancel(key: string): boolean {
    return this.#deferred.delete(key);
  }

  /** When a deferred call is due; undefined where there is none of that key. */
  dueMsOf(key: string): number | undefined {
    return this.#deferred.get(key)?.dueMs;
  }

  /** Lets one call of a series come at its time though such are held; answers when that is. Undefined where there is none. */
  letCome(key: string): number | undefined {
    const entry = this.#deferred.get(key);
    if (!entry) return undefined;
    const { isRecurring: _isHeld, ...once } = entry;
    this.#deferred.set(key, { ...once, isAwaited: true });
    if (key < this.#floor) this.#floor = key;
    this.#arm();
    return entry.dueMs;
  }

  /** What is due when, oldest first; deliveries under way are among it. */
  pending(): DeferredCall[] {
    return [...this.#deferred.values()];
  }

  /** The world was replaced: what is under way belongs to the one before. Nothing is made until {@link rearm}. */
  forget(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#again?.cancel();
    this.#again = undefined;
    this.#claimed = new Set();
    this.#floor = '';
  }

  /** Begins with the world as it is; needed after restore and after opening a data directory. */
  rearm(): void {
    this.forget();
    this.#arm();
  }

  /** Nothing is made any more. Deliveries under way stay in the world, for the next opening. */
  close(): void {
    this.#isClosed = true;
    this.forget();
  }

  #defer({ dueMs, ...entry }: Entry, key = this.reserve(dueMs)): string {
    // Whole milliseconds, as its key has them: a clock that was moved to a part of one must not see it as due for ever.
    this.#deferred.set(key, { dueMs: Math.ceil(dueMs), ...entry });
    if (key < this.#floor) this.#floor = key;
    this.#arm();
    return key;
  }

  #arm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#isClosed) return;
    for (const [key, { dueMs, isRecurring }] of this.#deferred.entries({ from: this.#floor })) {
      if (this.#claimed.has(key) || (isRecurring && this.#parts.holdsRecurring)) continue;
      this.#timer = this.#clock.setTimer(dueMs - this.#clock.now(), () => this.#fire());
      return;
    }
  }

  /** Awaits what it starts, so that `clock.advance` returns when the consequences have happened. */
  async #fire(): Promise<void> {
    const now = `${timePart(Math.floor(this.#clock.now()))}~`;
    const due = [...this.#deferred.entries({ from: this.#floor, to: now })].filter(
      ([key, { isRecurring }]) => !this.#claimed.has(key) && !(isRecurring && this.#parts.holdsRecurring),
    );
    for (const [key, { kind }] of due) {
      if (kind === 'timer') this.#deferred.delete(key);
      else this.#claimed.add(key);
    }
    this.#floor = now;
    this.#arm();
    await Promise.all(
      due.map(([key, { kind, ...call }]) => (kind === 'timer' ? this.#make(call) : this.#deliver(key, call))),
    );
  }

  /** A failed deferred call is in the journal; there is nobody to tell. Answers why it failed. */
  #make(call: DeferredCall, delivery?: Delivery): Promise<unknown> {
    return this.#dispatch(call, delivery).then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  /**
   * A call whose operation failed was made: whether it is tried again is for the operation to say. One that did not get
   * as far (throttled, or the service failed ahead of it) is tried again here, since nobody else can.
   */
  async #deliver(key: string, { held, ...call }: Entry): Promise<void> {
    const delivery = this.#claim(key);
    const error = await this.#make(call, delivery);
    // The pipeline has done so already, with what the operation changed; a call that did not get that far has not.
    if (!this.#claimed.has(key)) {
      if (delivery.isCurrent && this.#deferred.has(key)) this.#lookAgain();
      return;
    }
    if (delivery.done(this.#postponed(call, held, error))) this.#world.commit();
  }

  /** What a delivery changed could not be written down (a full disk) and was undone, the removal of its entry included. */
  #lookAgain(): void {
    this.#again ??= this.#clock.setTimer(heldBackoff.maxMs, () => {
      this.#again = undefined;
      this.#floor = '';
      this.#arm();
    });
  }

  #postponed(call: DeferredCall, held: Entry['held'], error: unknown): Entry[] {
    if (!isPassing(error)) return [];
    const { times, sinceMs } = { times: (held?.times ?? 0) + 1, sinceMs: held?.sinceMs ?? call.dueMs };
    const dueMs = this.#clock.now() + waitAfter(times, heldBackoff, this.#parts.random);
    if (dueMs - sinceMs <= heldMsMax) return [{ ...call, dueMs, held: { times, sinceMs } }];
    this.#parts.log?.warn(`${call.service}:${call.operation} is given up after ${times} attempts: ${String(error)}`);
    return [];
  }

  #claim(key: string): Delivery {
    const claimed = this.#claimed;
    const isCurrent = () => claimed === this.#claimed;
    return {
      key,
      get isCurrent() {
        return isCurrent();
      },
      done: (next = []) => {
        if (!isCurrent() || !claimed.has(key)) return false;
        this.#deferred.delete(key);
        claimed.delete(key);
        for (const call of next) this.deferDelivery(call);
        return true;
      },
    };
  }
}

/** Keys sort by time, which is told in whole milliseconds: with parts of one it would sort behind all others. */
const timePart = (ms: number): string => String(ms).padStart(15, '0');
