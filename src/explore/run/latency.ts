import { Random } from '../../cloud/kernel/random.ts';
import type { BoundaryCall } from './boundary-call.ts';

/** Milliseconds of one call after another, from a seed: each is fast or slow, so that some overtake others. */
export function fastOrSlow(seed: number): () => number {
  const random = new Random(seed);
  return () => (random.int(2) === 0 ? 1 : 90) + random.int(20);
}

/** The longest usual wait of a call, in milliseconds. */
const usualMsMax = 40;
/** What the one who falls behind waits on top at each call, in milliseconds: less than any client or function waits. */
const behindMs = 400;
/** Among the first so many calls lies the one at which priorities change. */
const callsMax = 24;

/**
 * How long each call of a function takes, from a seed, after PCT with d = 2: everybody who works has a pace of his own, and
 * at one call somebody falls behind all others.
 * https://www.microsoft.com/en-us/research/publication/a-randomized-scheduler-with-probabilistic-guarantees-of-finding-bugs/
 */
export class Latency {
  readonly #random: Random;
  readonly #paceMs = new Map<string, number>();
  readonly #changesAt: number;
  #calls = 0;
  #behind: string | undefined;

  constructor(seed: number) {
    this.#random = new Random(seed);
    this.#changesAt = 1 + this.#random.int(callsMax);
  }

  of({ actor }: BoundaryCall): number {
    this.#calls += 1;
    if (this.#calls === this.#changesAt) this.#behind = actor;
    const paceMs = this.#paceMs.get(actor) ?? 1 + this.#random.int(usualMsMax);
    this.#paceMs.set(actor, paceMs);
    return paceMs + (this.#behind === actor ? behindMs : 0);
  }
}
