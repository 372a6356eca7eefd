/**
 * The members of a JSON object's first level as API Gateway reads a mock's request template: names and texts may lack
 * quotes or have single ones, commas may be too many, values that are structures are passed over. Undefined for what is
 * no object even so.
 */
export function lenientMembers(text: string): Map<string, string | number> | undefined {
  const reader = new Reader(text);
  const members = reader.object();
  return members && reader.isDone ? members : undefined;
}

const blank = /[\s]*/y;
const bare = /[^\s,:{}[\]"']+/y;
const quoted = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/sy;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isDone(): boolean {
    this.#take(blank);
    return this.#at >= this.#text.length;
  }

  object(): Map<string, string | number> | undefined {
    if (!this.#sign('{')) return undefined;
    const members = new Map<string, string | number>();
    while (!this.#sign('}')) {
      if (this.#sign(',')) continue;
      const name = this.#word();
      if (name === undefined || !this.#sign(':')) return undefined;
      const value = this.#value();
      if (value === undefined) return undefined;
      if (value !== null) members.set(String(name), value);
      if (!this.#sign(',') && this.#text[this.#at] !== '}') return undefined;
    }
    return members;
  }

  /** Null for a structure. */
  #value(): string | number | null | undefined {
    this.#take(blank);
    const first = this.#text[this.#at];
    if (first === '{' || first === '[') return this.#structure() ? null : undefined;
    const isQuoted = first === '"' || first === "'";
    const word = this.#word();
    return word !== undefined && !isQuoted && /^-?\d+$/.test(word) ? Number(word) : word;
  }

  #word(): string | undefined {
    this.#take(blank);
    const text = this.#take(quoted);
    return text === undefined ? this.#take(bare) : text.slice(1, -1);
  }

  /** Whether the brackets of one close before the text ends; what is between them does not matter. */
  #structure(): boolean {
    let depth = 0;
    while (this.#at < this.#text.length) {
      if (this.#take(quoted) !== undefined) continue;
      const sign = this.#text[this.#at++];
      if (sign === '{' || sign === '[') depth++;
      else if ((sign === '}' || sign === ']') && --depth === 0) return true;
    }
    return false;
  }

  #sign(sign: string): boolean {
    this.#take(blank);
    if (this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}
