interface Range<T> {
  readonly low: number;
  readonly high: number;
  readonly content: T;
}

/** Ranges of numbers, ends included, that are asked which of them contain a number. */
export class Ranges<T> {
  readonly #byEnds = new Map<string, Range<T>>();
  /** By their lower ends, as a balanced tree: the middle of each part is its root. Made when it is asked. */
  #sorted: readonly Range<T>[] | undefined;
  /** The highest end within the part of which this is the root. */
  #highest: number[] = [];

  /** What is kept for a range; `create` makes it where there is nothing. */
  at<U extends T | undefined>(low: number, high: number, create: () => U): T | U {
    const key = `${low} ${high}`;
    const range = this.#byEnds.get(key);
    if (range) return range.content;
    const content = create();
    if (content === undefined) return content;
    this.#byEnds.set(key, { low, high, content });
    this.#sorted = undefined;
    return content;
  }

  /** Visits all that contain the number. */
  visit(value: number, visit: (content: T) => void): void {
    this.#sorted ??= this.#sort();
    this.#visit(this.#sorted, 0, this.#sorted.length, value, visit);
  }

  #sort(): readonly Range<T>[] {
    const sorted = [...this.#byEnds.values()].sort((a, b) => a.low - b.low);
    this.#highest = sorted.map(() => Number.NEGATIVE_INFINITY);
    const measure = (from: number, to: number): number => {
      if (from >= to) return Number.NEGATIVE_INFINITY;
      const middle = (from + to) >> 1;
      const own = sorted[middle]?.high ?? Number.NEGATIVE_INFINITY;
      const highest = Math.max(own, measure(from, middle), measure(middle + 1, to));
      this.#highest[middle] = highest;
      return highest;
    };
    measure(0, sorted.length);
    return sorted;
  }

  #visit(sorted: readonly Range<T>[], from: number, to: number, value: number, visit: (content: T) => void): void {
    if (from >= to) return;
    const middle = (from + to) >> 1;
    const range = sorted[middle];
    if (!range || (this.#highest[middle] ?? value) < value) return;
    this.#visit(sorted, from, middle, value, visit);
    if (range.low > value) return;
    if (range.high >= value) visit(range.content);
    this.#visit(sorted, middle + 1, to, value, visit);
  }
}
