/** What a {@link Feed} is made with. */
export interface FeedOptions<Value> {
  /** From how much on the maker is asked to wait; 16 values, unless told otherwise. */
  readonly room?: number;
  /** What a value takes of the room: 1, unless told otherwise. */
  readonly sizeOf?: (value: Value) => number;
  /** Nobody reads any more, ahead of the end. */
  readonly onLeave?: () => void;
}

const usualRoom = 16;

/**
 * A stream between one who makes values and one who reads them. Whoever makes them faster than they are read is asked
 * to wait; whoever stops to read (`return`) is gone at once, also while the next value is waited for, which a generator
 * would not let him.
 */
export class Feed<Value> implements AsyncIterableIterator<Value> {
  readonly #values: Value[] = [];
  readonly #sizeOf: (value: Value) => number;
  readonly #room: number;
  readonly #onLeave: (() => void) | undefined;
  #size = 0;
  #end: { readonly error: unknown } | undefined;
  #reader: { resolve(result: IteratorResult<Value>): void; reject(error: unknown): void } | undefined;
  #hasRoom: PromiseWithResolvers<void> | undefined;

  constructor({ room = usualRoom, sizeOf = () => 1, onLeave }: FeedOptions<Value> = {}) {
    this.#room = room;
    this.#sizeOf = sizeOf;
    this.#onLeave = onLeave;
  }

  /** All values are there already. */
  static of<Value>(...values: readonly Value[]): Feed<Value> {
    const feed = new Feed<Value>();
    for (const value of values) void feed.push(value);
    feed.end();
    return feed;
  }

  /** No more values come, or nobody reads them. */
  get isOver(): boolean {
    return this.#end !== undefined;
  }

  /** How many values wait for the reader. */
  get waiting(): number {
    return this.#values.length;
  }

  /** A promise where the reader is behind: fulfilled when there is room, or nobody reads any more. */
  push(value: Value): void | Promise<void> {
    if (this.#end) return;
    if (this.#reader) {
      this.#reader.resolve({ done: false, value });
      this.#reader = undefined;
      return;
    }
    this.#values.push(value);
    this.#size += this.#sizeOf(value);
    if (this.#size < this.#room) return;
    this.#hasRoom ??= Promise.withResolvers();
    return this.#hasRoom.promise;
  }

  /** Takes the oldest value away that nobody has read. */
  dropOldest(): Value | undefined {
    const value = this.#values.shift();
    if (value !== undefined) this.#free(value);
    return value;
  }

  /** After what was pushed comes nothing more, or an error. */
  end(error?: unknown): void {
    if (this.#end) return;
    this.#end = { error };
    if (!this.#reader) return;
    if (error === undefined) this.#reader.resolve({ done: true, value: undefined });
    else this.#reader.reject(error);
    this.#reader = undefined;
  }

  next(): Promise<IteratorResult<Value>> {
    const value = this.#values.shift();
    if (value !== undefined) {
      this.#free(value);
      return Promise.resolve({ done: false, value });
    }
    if (this.#end) {
      const { error } = this.#end;
      this.#end = { error: undefined };
      return error === undefined ? Promise.resolve({ done: true, value: undefined }) : Promise.reject(error);
    }
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<Value>> {
    const isEarly = !this.#end;
    this.end();
    this.#values.length = 0;
    this.#size = 0;
    this.#letGoOn();
    if (isEarly) this.#onLeave?.();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #free(value: Value): void {
    this.#size -= this.#sizeOf(value);
    if (this.#size < this.#room) this.#letGoOn();
  }

  #letGoOn(): void {
    this.#hasRoom?.resolve();
    this.#hasRoom = undefined;
  }
}
