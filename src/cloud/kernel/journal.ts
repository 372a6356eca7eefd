import type { Caller } from './identity.ts';

/** How a hop ended. */
export type Outcome = 'ok' | 'error' | 'fault' | 'unsupported' | 'bug';

/** One boundaryCall: a call by somebody to a service, over HTTP or inside the process. */
export interface Hop {
  /** Request id, as told to the caller. */
  readonly id: string;
  /** The hop in whose course this one was made. */
  readonly parent: string | undefined;
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
  /** True when the outcome was put there by a fault rule. */
  readonly injected: boolean;
  readonly startMs: number;
  readonly durationMs: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
}

const hopsMax = 10_000;

type Slot = { -readonly [Member in keyof Hop]: Hop[Member] };

/**
 * The last hops, in a ring: it costs the same after a day as after a minute. Slots are written over, not replaced: ten
 * thousand objects that live just long enough to be moved out of the nursery were a seventh of a request's time.
 */
export class Journal {
  readonly #ring: (Slot | undefined)[];
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
