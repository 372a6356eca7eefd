import { MalformedPattern } from './malformed-pattern.ts';

export type Token = '{' | '}' | '[' | ']' | 'name' | 'string' | 'number' | 'true' | 'false' | 'null' | 'end';

/** As many characters of the source as an error quotes. */
const quotedCharsMax = 500;
/** Jackson's limit. */
const depthMax = 1000;
const numberForm = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordForm = /[\w$]+/y;
const anyValue = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

/**
 * Reads JSON token by token, with the positions of AWS's parser (Jackson), which its errors tell: a text that was not
 * looked at ends after its opening quote, and a name is read together with the beginning of its value.
 */
export class JsonReader {
  readonly #source: string;
  readonly #open: { readonly kind: '{' | '['; readonly at: number; entries: number }[] = [];
  #at = 0;
  #token: Token = 'end';
  #text = '';
  /** What was read together with a name. */
  #ahead: Token | undefined;
  #aheadText = '';
  /** The text at the position is not read to its end. */
  #isInText = false;

  constructor(source: string) {
    this.#source = source;
  }

  /** Reads on. Throws {@link MalformedPattern}. */
  next(): Token {
    if (this.#ahead) {
      this.#token = this.#ahead;
      this.#text = this.#aheadText;
      this.#ahead = undefined;
      return this.#token;
    }
    this.#finishText();
    this.#token = this.#read();
    return this.#token;
  }

  /** Of the current name, text, number or word. Moves the position behind it. */
  text(): string {
    if (this.#token !== 'name') this.#finishText();
    return this.#text;
  }

  /** The error that AWS tells at this position. */
  fail(message: string): never {
    throw new MalformedPattern(`${message}\n at ${this.#location(this.#at)}`);
  }

  /** What `read` says of what follows, without moving; false where it is malformed. */
  peek(read: (reader: JsonReader) => boolean): boolean {
    const copy = new JsonReader(this.#source);
    copy.#at = this.#at;
    copy.#token = this.#token;
    copy.#ahead = this.#ahead;
    copy.#aheadText = this.#aheadText;
    copy.#isInText = this.#isInText;
    copy.#open.push(...this.#open.map((level) => ({ ...level })));
    try {
      return read(copy);
    } catch (error) {
      if (error instanceof MalformedPattern) return false;
      throw error;
    }
  }

  /** Reads to the end of the structure that the current token opened. */
  skip(): void {
    if (this.#token !== '{' && this.#token !== '[') return;
    for (const depth = this.#open.length; this.#open.length >= depth; ) this.next();
  }

  /** Refuses what follows the whole value. */
  end(): void {
    this.#skipSpace();
    if (this.#at >= this.#source.length) return;
    this.#unexpected('Expected space separating root-level values');
  }

  #location(at: number): string {
    const before = this.#source.slice(0, at).split(/\r\n|\n|\r/);
    const rest = this.#source.length - quotedCharsMax;
    const quoted = `"${this.#source.slice(0, quotedCharsMax)}"${rest > 0 ? `[truncated ${rest} chars]` : ''}`;
    return `[Source: (String)${quoted}; line: ${before.length}, column: ${(before.at(-1) ?? '').length + 1}]`;
  }

  #skipSpace(): void {
    while (' \t\r\n'.includes(this.#source[this.#at] ?? '-')) this.#at += 1;
  }

  #unexpected(wanted: string): never {
    const character = this.#source[this.#at] ?? '';
    this.#at += 1;
    return this.fail(`Unexpected character ('${character}' (code ${character.charCodeAt(0)})): ${wanted}`);
  }

  #endOfInput(level: { readonly kind: '{' | '['; readonly at: number }): never {
    const marker = `(start marker at ${this.#location(level.at)})`;
    return this.fail(
      `Unexpected end-of-input: expected close marker for ${level.kind === '{' ? 'Object' : 'Array'} ${marker}`,
    );
  }

  /** Behind a comma, and on both sides of a colon. */
  #endBetweenEntries(kind: '{' | '['): never {
    return this.fail(`Unexpected end-of-input within/between ${kind === '{' ? 'Object' : 'Array'} entries`);
  }

  #read(): Token {
    this.#skipSpace();
    const level = this.#open.at(-1);
    if (!level) return this.#at >= this.#source.length ? 'end' : this.#readValue();
    if (this.#at >= this.#source.length) this.#endOfInput(level);
    const close = level.kind === '{' ? '}' : ']';
    if (this.#source[this.#at] === close) {
      this.#at += 1;
      this.#open.pop();
      return close;
    }
    if (level.entries > 0) this.#readComma(level.kind);
    level.entries += 1;
    return level.kind === '{' ? this.#readName() : this.#readValue();
  }

  #readComma(kind: '{' | '['): void {
    if (this.#source[this.#at] !== ',') {
      this.#unexpected(`was expecting comma to separate ${kind === '{' ? 'Object' : 'Array'} entries`);
    }
    this.#at += 1;
    this.#skipSpace();
    if (this.#at >= this.#source.length) this.#endBetweenEntries(kind);
  }

  #readName(): Token {
    if (this.#source[this.#at] !== '"') this.#unexpected('was expecting double-quote to start field name');
    this.#at += 1;
    this.#isInText = true;
    this.#finishText('name');
    const name = this.#text;
    this.#skipSpace();
    if (this.#at >= this.#source.length) this.#endBetweenEntries('{');
    if (this.#source[this.#at] !== ':') this.#unexpected('was expecting a colon to separate field name and value');
    this.#at += 1;
    this.#skipSpace();
    if (this.#at >= this.#source.length) this.#endBetweenEntries('{');
    this.#ahead = this.#readValue();
    this.#aheadText = this.#text;
    this.#text = name;
    return 'name';
  }

  #readValue(): Token {
    const character = this.#source[this.#at];
    if (character === undefined) this.#endOfInput(this.#open.at(-1) ?? { kind: '{', at: 0 });
    if (character === '"') {
      this.#at += 1;
      this.#isInText = true;
      return 'string';
    }
    if (character === '{' || character === '[') {
      if (this.#open.length >= depthMax)
        this.fail(`Document nesting depth (${depthMax + 1}) exceeds the maximum allowed (${depthMax})`);
      this.#open.push({ kind: character, at: this.#at, entries: 0 });
      this.#at += 1;
      return character;
    }
    return this.#readNumber() ?? this.#readWord();
  }

  #readNumber(): Token | undefined {
    numberForm.lastIndex = this.#at;
    const number = numberForm.exec(this.#source)?.[0];
    if (number === undefined) return undefined;
    this.#at += number.length;
    this.#text = number;
    return 'number';
  }

  #readWord(): Token {
    wordForm.lastIndex = this.#at;
    const word = wordForm.exec(this.#source)?.[0];
    if (word === undefined) this.#unexpected(`expected a valid value ${anyValue}`);
    this.#at += word.length;
    this.#text = word;
    if (word === 'true' || word === 'false' || word === 'null') return word;
    return this.fail(`Unrecognized token '${word}': was expecting ${anyValue}`);
  }

  #finishText(what: 'name' | 'string value' = 'string value'): void {
    if (!this.#isInText) return;
    this.#isInText = false;
    const start = this.#at;
    for (;;) {
      const code = this.#source.charCodeAt(this.#at);
      if (Number.isNaN(code)) {
        this.fail(
          what === 'name'
            ? 'Unexpected end-of-input in field name'
            : 'Unexpected end-of-input: was expecting closing quote for a string value',
        );
      }
      this.#at += 1;
      if (code === 0x22) break;
      if (code === 0x5c) this.#at += 1;
      if (code < 0x20) {
        this.fail(
          `Illegal unquoted character ((CTRL-CHAR, code ${code})): has to be escaped using backslash to be included in ${what}`,
        );
      }
    }
    try {
      this.#text = JSON.parse(`"${this.#source.slice(start, this.#at - 1)}"`) as string;
    } catch {
      this.fail('Unrecognized character escape');
    }
  }
}
