/** Lines of control that go on in a turn, in order. Each is in it once, and can be taken out of its middle. */
export class ReadyFrames {
  readonly #ids = new Set<string>();

  get size(): number {
    return this.#ids.size;
  }

  push(id: string): void {
    this.#ids.add(id);
  }

  /** The first one, which is then taken out. */
  shift(): string | undefined {
    const [first] = this.#ids;
    if (first !== undefined) this.#ids.delete(first);
    return first;
  }

  delete(id: string): void {
    this.#ids.delete(id);
  }
}
