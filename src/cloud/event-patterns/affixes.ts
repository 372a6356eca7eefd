/** Beginnings (or ends) of texts, that are asked which of them a text has. */
export class Affixes<T> {
  readonly #byText = new Map<string, T>();
  readonly #lengths = new Set<number>();
  readonly #cut: (text: string, length: number) => string;

  private constructor(cut: (text: string, length: number) => string) {
    this.#cut = cut;
  }

  static beginnings<T>(): Affixes<T> {
    return new Affixes((text, length) => text.slice(0, length));
  }

  static ends<T>(): Affixes<T> {
    return new Affixes((text, length) => text.slice(text.length - length));
  }

  /** What is kept for an affix; `create` makes it where there is nothing. */
  at<U extends T | undefined>(affix: string, create: () => U): T | U {
    const found = this.#byText.get(affix);
    if (found !== undefined) return found;
    const content = create();
    if (content === undefined) return content;
    this.#byText.set(affix, content);
    this.#lengths.add(affix.length);
    return content;
  }

  /** Visits all that the text has: one look-up for each length there is. */
  visit(text: string, visit: (content: T) => void): void {
    for (const length of this.#lengths) {
      if (length > text.length) continue;
      const content = this.#byText.get(this.#cut(text, length));
      if (content !== undefined) visit(content);
    }
  }
}
