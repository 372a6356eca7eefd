import { PathSyntaxError } from './path.ts';

/** How deep brackets, calls and filters may nest in one text. */
const nestingMax = 50;

/** A text that is read from left to right. */
export class Scanner {
  readonly text: string;
  at = 0;
  #depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** What begins here. */
  starts(word: string): boolean {
    return this.text.startsWith(word, this.at);
  }

  /** Reads a word if it stands here. */
  take(word: string): boolean {
    if (!this.starts(word)) return false;
    this.at += word.length;
    return true;
  }

  expect(word: string): void {
    if (!this.take(word)) this.fail(`expected '${word}'`);
  }

  /** Reads what a sticky pattern matches here. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) return undefined;
    this.at += found.length;
    return found;
  }

  skipSpace(): void {
    this.match(/\s*/y);
  }

  /** Reads something that may contain itself. */
  nested<Result>(read: () => Result): Result {
    this.#depth += 1;
    if (this.#depth > nestingMax) this.fail('it is nested too deeply');
    const result = read();
    this.#depth -= 1;
    return result;
  }

  /** Reads a text in quotes of either kind; a backslash takes the next character as it is. */
  quoted(): string {
    const quote = this.text[this.at];
    this.at += 1;
    let read = '';
    for (; !this.isAtEnd; this.at += 1) {
      const character = this.text[this.at];
      if (character === quote) {
        this.at += 1;
        return read;
      }
      if (character === '\\') this.at += 1;
      read += this.text[this.at] ?? '';
    }
    return this.fail(`the quote ${quote} is not closed`);
  }

  fail(why: string): never {
    throw new PathSyntaxError(`Could not parse '${this.text}' at position ${this.at}: ${why}`);
  }
}
