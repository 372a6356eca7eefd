import { syntaxError } from '../errors/expression-errors.ts';

/** `name` is a bare word, `#name` and `:value` are placeholders, `index` a number, `symbol` all the rest. */
export type TokenKind = 'name' | '#name' | ':value' | 'index' | 'symbol' | 'end';

/** A piece of an expression with its place, which error messages show. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Upper case of a bare word, for keywords; else the text. */
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

const pattern =
  /[ \t\r\n\f]+|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|([A-Za-z][A-Za-z0-9_]*)|(\d+)|(<>|<=|>=|[^ \t\r\n\f])/gu;

/** Splits an expression; every character belongs to a token or to white space, so it never fails. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(pattern)) {
    const [all, hash, value, name, index, symbol] = match;
    const start = match.index;
    const kind = hash ? '#name' : value ? ':value' : name ? 'name' : index ? 'index' : symbol ? 'symbol' : undefined;
    if (kind) tokens.push({ kind, text: all, word: name ? all.toUpperCase() : all, start, end: start + all.length });
  }
  tokens.push({ kind: 'end', text: '<EOF>', word: '<EOF>', start: text.length, end: text.length });
  return tokens;
}

/** A reader over the tokens of one expression. */
export class TokenReader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  /** The token `ahead` of the current one; the end when there is none. */
  peek(ahead = 0): Token {
    return (this.#tokens[this.#position + ahead] ?? this.#tokens.at(-1)) as Token;
  }

  /** Takes the current token; at the end it stays where it is. */
  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.#position += 1;
    return token;
  }

  /** Takes the keyword or symbol if it comes next. */
  accept(word: string): boolean {
    const found = this.is(word);
    if (found) this.next();
    return found;
  }

  /** Whether a keyword or symbol is there. Placeholders never match, however they are spelled. */
  is(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.word === word && (token.kind === 'name' || token.kind === 'symbol');
  }

  /** Takes what must come next, or throws the syntax error. */
  expect(word: string): void {
    if (!this.accept(word)) throw this.unexpected();
  }

  /** A text that goes on behind a whole expression is a syntax error. */
  expectEnd(): void {
    if (this.peek().kind !== 'end') throw this.unexpected();
  }

  /** AWS shows the token that it did not expect between its neighbours, as they were written. */
  unexpected(): Error {
    const token = this.peek();
    const before = this.#position > 0 ? this.#tokens[this.#position - 1] : undefined;
    const after = this.#tokens[this.#position + 1];
    const end = token.kind === 'end' ? (before ?? token).end : (after && after.kind !== 'end' ? after : token).end;
    return syntaxError(token.text, this.#text.slice((before ?? token).start, end));
  }
}
