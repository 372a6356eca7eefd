/**
 * A text that a regular expression of the simple kind matches: literals, classes, groups, alternatives and counts.
 * Undefined for what needs more.
 */
export function patternSample(pattern: string): string | undefined {
  const reader = new PatternReader(pattern);
  try {
    const text = reader.alternatives();
    return new RegExp(pattern, 'u').test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

const classes: Readonly<Record<string, string>> = { d: '1', w: 'a', s: ' ', D: 'a', W: '-', S: 'a' };

/** Longer ones are for machines. */
const countMax = 1000;

/** Takes of each choice the first, and of each count the least, but one rather than none. */
class PatternReader {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  alternatives(): string {
    const first = this.#sequence();
    while (this.#takes('|')) this.#sequence();
    return first;
  }

  #sequence(): string {
    let text = '';
    while (this.#at < this.#pattern.length && !'|)'.includes(this.#next())) text += this.#counted(this.#atom());
    return text;
  }

  #atom(): string {
    const char = this.#take();
    if (char === '^' || char === '$') return '';
    if (char === '.') return 'a';
    if (char === '\\') return this.#escaped();
    if (char === '[') return this.#class();
    if (char !== '(') return char;
    if (this.#takes('?')) this.#skip(':');
    const text = this.alternatives();
    this.#skip(')');
    return text;
  }

  #escaped(): string {
    const char = this.#take();
    if (char === 'b') return '';
    return classes[char] ?? char;
  }

  #class(): string {
    if (this.#next() === '^') throw new Error('what is left over is not looked for');
    const first = this.#take();
    const text = first === '\\' ? this.#escaped() : first;
    while (this.#take() !== ']') if (this.#at >= this.#pattern.length) throw new Error('no end');
    return text;
  }

  #counted(atom: string): string {
    const count = this.#count();
    this.#takes('?');
    return atom.repeat(Math.min(count, countMax));
  }

  #count(): number {
    if (this.#takes('*') || this.#takes('+') || this.#takes('?')) return 1;
    const range = /^\{(\d+)(?:,\d*)?\}/.exec(this.#pattern.slice(this.#at));
    if (!range) return 1;
    this.#at += range[0].length;
    return Number(range[1]) || 1;
  }

  #next(): string {
    return this.#pattern.charAt(this.#at);
  }

  #take(): string {
    const char = this.#next();
    if (char === '') throw new Error('no end');
    this.#at += 1;
    return char;
  }

  #takes(char: string): boolean {
    if (this.#next() !== char) return false;
    this.#at += 1;
    return true;
  }

  #skip(char: string): void {
    if (!this.#takes(char)) throw new Error(`no ${char}`);
  }
}
