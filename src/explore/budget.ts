/** Real time, for exploring no longer than wanted. */
export class Budget {
  readonly totalMs: number;
  readonly #startMs = performance.now();

  constructor(totalMs: number) {
    this.totalMs = totalMs;
  }

  get spentMs(): number {
    return performance.now() - this.#startMs;
  }

  get isOver(): boolean {
    return this.spentMs >= this.totalMs;
  }
}
