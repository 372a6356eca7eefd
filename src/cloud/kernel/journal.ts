import type { FaultType } from './faults/faults.ts';
import type { Caller } from './identity.ts';
import type { Trace } from './trace.ts';

/** How a hop ended. */
export type Outcome = 'ok' | 'error' | 'fault' | 'unsupported' | 'bug';

/** One boundaryCall: a call by somebody to a service, over HTTP or inside the process. */
export interface Hop {
  /** Request id, as told to the caller. */
  readonly id: string;
  /** The hop in whose course this one was made. */
  readonly parent: string | undefined;
  /** Its place in the tree of its request, over all processes: the hops of one trace id belong together. */
  readonly trace: Trace;
  readonly caller: Caller;
  readonly service: string;
  readonly operation: string;
  /** Name of the table, function, secret … that was addressed. */
  readonly resource: string | undefined;
  /** 1 for the first try of a logical call, from `amz-sdk-request`. */
  readonly attempt: number;
  /** The same over all attempts of one logical call, from `amz-sdk-invocation-id`. */
  readonly invocation: string | undefined;
  readonly outcome: Outcome;
  /** AWS's error code where there is one. */
  readonly code: string | undefined;
  /** A fault was done to it, by a rule or by the explorer. */
  readonly injected: boolean;
  /** Which one. */
  readonly fault: FaultType | undefined;
  readonly startMs: number;
  readonly durationMs: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
}

/** Hears of hops; see {@link Journal.subscribe}. */
export type HopListener = (hop: Hop) => void;

const hopsMax = 10_000;

type Slot = { -readonly [Member in keyof Hop]: Hop[Member] };

/**
 * The last hops, in a ring: it costs the same after a day as after a minute. Slots are written over, not replaced: ten
 * thousand objects that live just long enough to be moved out of the nursery were a seventh of a request's time.
 */
export class Journal {
  readonly #ring: (Slot | undefined)[];
  readonly #listeners = new Set<HopListener>();
  #count = 0;

  constructor(capacity: number = hopsMax) {
    this.#ring = new Array<Slot | undefined>(capacity).fill(undefined);
  }

  /** How many hops there ever were, also those that the ring has forgotten. */
  get count(): number {
    return this.#count;
  }

  add(hop: Hop): void {
    const index = this.#count % this.#ring.length;
    const slot = this.#ring[index];
    if (slot) Object.assign(slot, hop);
    else this.#ring[index] = { ...hop };
    this.#count += 1;
    for (const listener of this.#listeners) listener(hop);
  }

  /**
   * Tells `listener` of every hop from now on, in the order in which they end, and returns what ends that. It is called
   * in the course of the request, so it must be quick and must not throw.
   */
  subscribe(listener: HopListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** What the ring still holds, oldest first, from hop number `since` on. */
  hops(since = 0): Hop[] {
    const first = Math.max(since, this.#count - this.#ring.length);
    const hops: Hop[] = [];
    for (let index = first; index < this.#count; index += 1) {
      const slot = this.#ring[index % this.#ring.length];
      if (slot) hops.push({ ...slot });
    }
    return hops;
  }

  clear(): void {
    this.#ring.fill(undefined);
    this.#count = 0;
  }
}
