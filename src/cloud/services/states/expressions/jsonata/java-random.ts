const multiplier = 0x5deece66dn;
const mask = (1n << 48n) - 1n;

/** Java's `java.util.Random`, which is what AWS makes of a seed: the same seed gives the same number there and here. */
export class JavaRandom {
  #seed: bigint;

  constructor(seed: number) {
    this.#seed = (BigInt(Number.isFinite(seed) ? seed : 0) ^ multiplier) & mask;
  }

  /** 0 ≤ number < 1. */
  nextDouble(): number {
    return Number((this.#next(26) << 27n) + this.#next(27)) / 2 ** 53;
  }

  #next(bits: number): bigint {
    this.#seed = (this.#seed * multiplier + 0xbn) & mask;
    return this.#seed >> BigInt(48 - bits);
  }
}
