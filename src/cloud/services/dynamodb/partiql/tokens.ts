import { notWellFormed } from '../errors/partiql-errors.ts';

type TokenKind = 'word' | 'quoted' | 'text' | 'number' | 'symbol' | 'end';

/** A piece of a statement. */
export interface Token {
  readonly kind: TokenKind;
  /** Without quotes. */
  readonly text: string;
  /** Upper case of a bare word, for keywords; else the text. */
  readonly word: string;
}

const pattern =
  /\s+|--[^\n]*|\/\*.*?\*\/|'((?:[^']|'')*)'|"((?:[^"]|"")*)"|((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_$][\w$]*)|(<<|>>|<>|<=|>=|!=|\|\||[-+*/=<>()[\]{},.:?;])|(.)/gsu;

const end: Token = { kind: 'end', text: '<EOF>', word: '<EOF>' };

/** Splits a statement. Throws ValidationException at a character that belongs to nothing. */
export function tokensOf(statement: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of statement.matchAll(pattern)) {
    const [, text, quoted, number, word, symbol, other] = match;
    if (text !== undefined) tokens.push({ kind: 'text', text: text.replaceAll("''", "'"), word: '' });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted.replaceAll('""', '"'), word: '' });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, word: number });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, word: word.toUpperCase() });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol, word: symbol });
    else if (other !== undefined) throw notWellFormed('');
    if (symbol === '/' && statement.startsWith('/*', match.index)) throw notWellFormed('');
  }
  return tokens;
}

/** Nothing that a statement nests may be deeper: recursion has a bound. */
const depthMax = 100;

/** A reader over the tokens of one statement, and its parameters in order. */
export class Reader<Parameter> {
  readonly #tokens: readonly Token[];
  readonly #parameters: readonly Parameter[];
  #position = 0;
  #parametersRead = 0;
  #depth = 0;

  constructor(statement: string, parameters: readonly Parameter[]) {
    const tokens = tokensOf(statement);
    // One semicolon at the end is allowed.
    this.#tokens = tokens.at(-1)?.word === ';' ? tokens.slice(0, -1) : tokens;
    this.#parameters = parameters;
  }

  get parametersRead(): number {
    return this.#parametersRead;
  }

  peek(ahead = 0): Token {
    return this.#tokens[this.#position + ahead] ?? end;
  }

  next(): Token {
    const token = this.peek();
    this.#position += 1;
    return token;
  }

  /** Whether a keyword or a symbol comes next; what is quoted never matches. */
  is(word: string, ahead = 0): boolean {
    return this.peek(ahead).word === word;
  }

  accept(...words: readonly string[]): boolean {
    if (!words.every((word, index) => this.is(word, index))) return false;
    this.#position += words.length;
    return true;
  }

  expect(word: string): void {
    if (!this.accept(word)) throw this.unexpected(`Expected ${word}`);
  }

  expectEnd(): void {
    if (this.peek().kind !== 'end') throw notWellFormed('Unexpected token after expression');
  }

  /** The value of the next `?`; undefined when there are more of them than parameters. */
  parameter(): Parameter | undefined {
    const value = this.#parameters[this.#parametersRead];
    this.#parametersRead += 1;
    return value;
  }

  nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > depthMax) throw notWellFormed('Expression is nested too deeply');
    const result = read();
    this.#depth -= 1;
    return result;
  }

  unexpected(why: string): Error {
    const token = this.peek();
    return notWellFormed(`${why}, found ${token.kind === 'end' ? 'the end of the statement' : `“${token.text}”`}`);
  }
}
