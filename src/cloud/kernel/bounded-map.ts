/** A cache that cannot grow without end: beyond so many entries the one that was set first goes. */
export class BoundedMap<K, V> extends Map<K, V> {
  readonly #max: number;

  constructor(max: number) {
    super();
    this.#max = max;
  }

  /** What is set again becomes the youngest. */
  override set(key: K, value: V): this {
    this.delete(key);
    if (this.size >= this.#max) this.delete(this.keys().next().value as K);
    return super.set(key, value);
  }
}
