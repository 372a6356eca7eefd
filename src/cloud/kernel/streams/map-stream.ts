/** What {@link mapStream} does with what passes. */
export interface StreamMapping<In, Out> {
  /** Undefined leaves a value out. */
  map(value: In): Out | undefined;
  /** What is told in place of an error, as the last value; undefined lets it be thrown. */
  onError?(error: unknown): Out | undefined;
  /** Called once: at the end, with the error that ended it, or when nobody reads any more. */
  onEnd?(error?: unknown): void;
}

/**
 * A stream with each value changed on its way. No generator: its `return` would wait for the value that is being waited
 * for, and a client that goes must end its stream at once.
 */
export function mapStream<In, Out>(
  source: AsyncIterable<In>,
  mapping: StreamMapping<In, Out>,
): AsyncIterableIterator<Out> {
  return new MappedStream(source[Symbol.asyncIterator](), mapping);
}

/** The same stream; whoever made it hears once that it is over. */
export const watchStream = <Value>(
  source: AsyncIterable<Value>,
  { onValue, onEnd }: { onValue?(value: Value): void; onEnd(error?: unknown): void },
): AsyncIterableIterator<Value> =>
  mapStream<Value, Value>(source, {
    map: (value) => {
      onValue?.(value);
      return value;
    },
    onEnd,
  });

/** The stream with one value more, ahead of all others. */
export function startWith<Value>(first: Value, source: AsyncIterable<Value>): AsyncIterableIterator<Value> {
  const rest = source[Symbol.asyncIterator]();
  let isTold = false;
  return mapStream<Value, Value>(
    {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          if (isTold) return rest.next();
          isTold = true;
          return Promise.resolve({ done: false, value: first });
        },
        return: () => rest.return?.() ?? Promise.resolve({ done: true, value: undefined }),
      }),
    },
    { map: (value) => value },
  );
}

/** Nobody will read it: whoever makes it may stop. */
export async function leaveStream(stream: AsyncIterable<unknown>): Promise<void> {
  await stream[Symbol.asyncIterator]().return?.();
}

class MappedStream<In, Out> implements AsyncIterableIterator<Out> {
  readonly #source: AsyncIterator<In>;
  readonly #mapping: StreamMapping<In, Out>;
  #isOver = false;

  constructor(source: AsyncIterator<In>, mapping: StreamMapping<In, Out>) {
    this.#source = source;
    this.#mapping = mapping;
  }

  async next(): Promise<IteratorResult<Out>> {
    try {
      while (!this.#isOver) {
        const result = await this.#source.next();
        if (result.done) break;
        const value = this.#mapping.map(result.value);
        if (value !== undefined) return { done: false, value };
      }
    } catch (error) {
      const told = this.#isOver ? undefined : this.#mapping.onError?.(error);
      this.#finish(error);
      if (told === undefined) throw error;
      return { done: false, value: told };
    }
    this.#finish();
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<Out>> {
    this.#finish();
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #finish(error?: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#mapping.onEnd?.(error);
  }
}
