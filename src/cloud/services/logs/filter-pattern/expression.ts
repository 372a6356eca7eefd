import { invalidPattern } from '../errors.ts';
import { type Comparison, compileComparison, type Operand, type Operator } from './comparison.ts';

/** Reads a field of an event; undefined when there is none. */
type Lookup = (selector: string) => unknown;
/** Holds of one event, whose fields `lookup` reads. */
export type Condition = (lookup: Lookup) => boolean;

interface Token {
  readonly kind: 'selector' | 'operator' | 'paren' | 'logic' | 'quoted' | 'regex' | 'word';
  readonly text: string;
}

/** Nesting beyond this is refused: patterns come from outside. */
const depthMax = 50;

/**
 * Conditions joined by `&&`, `||` and parentheses; both JSON and space-delimited patterns are made of them. A selector
 * that stands alone is no condition.
 */
export class ExpressionParser {
  readonly selectors: string[] = [];
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string, selector: RegExp) {
    this.#tokens = tokenize(text, selector);
  }

  parse(): Condition {
    if (this.#tokens.length === 0) return () => true;
    const condition = this.#parseOr();
    const rest = this.#tokens[this.#at];
    if (rest) throw unexpected(rest);
    return condition;
  }

  #parseOr(): Condition {
    const alternatives = [this.#parseAnd()];
    while (this.#accept('logic', '||')) alternatives.push(this.#parseAnd());
    return alternatives.length === 1 ? first(alternatives) : (lookup) => alternatives.some((holds) => holds(lookup));
  }

  #parseAnd(): Condition {
    const parts = [this.#parsePart()];
    while (this.#accept('logic', '&&')) parts.push(this.#parsePart());
    return parts.length === 1 ? first(parts) : (lookup) => parts.every((holds) => holds(lookup));
  }

  #parsePart(): Condition {
    if (!this.#accept('paren', '(')) return this.#parseComparison();
    this.#depth += 1;
    if (this.#depth > depthMax) throw invalidPattern('too many parentheses');
    const condition = this.#parseOr();
    if (!this.#accept('paren', ')')) throw invalidPattern('missing )');
    this.#depth -= 1;
    return condition;
  }

  #parseComparison(): Condition {
    const selector = this.#take('selector').text;
    if (!this.selectors.includes(selector)) this.selectors.push(selector);
    const next = this.#tokens[this.#at];
    if (next?.kind === 'operator') {
      this.#at += 1;
      const compare = compileComparison(next.text as Operator, this.#operand());
      return (lookup) => compare(lookup(selector));
    }
    if (next?.kind === 'word') return this.#parseTest(selector);
    return () => true;
  }

  /** `IS NULL`, `IS TRUE`, `IS FALSE`, `NOT EXISTS` */
  #parseTest(selector: string): Condition {
    const words = `${this.#take('word').text} ${this.#take('word').text}`.toUpperCase();
    const test = Object.hasOwn(tests, words) ? tests[words] : undefined;
    if (!test) throw invalidPattern(`${words} is not known`);
    return (lookup) => test(lookup(selector));
  }

  #operand(): Operand {
    const token = this.#tokens[this.#at];
    if (!token) throw invalidPattern('a value is missing');
    this.#at += 1;
    if (token.kind === 'regex') return { kind: 'regex', source: token.text };
    if (token.kind === 'quoted') return { kind: 'text', text: token.text, isQuoted: true };
    if (token.kind === 'word' || token.kind === 'selector') return { kind: 'text', text: token.text, isQuoted: false };
    throw unexpected(token);
  }

  #take(kind: Token['kind']): Token {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind) throw token ? unexpected(token) : invalidPattern('it ends early');
    this.#at += 1;
    return token;
  }

  #accept(kind: Token['kind'], text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind || token.text !== text) return false;
    this.#at += 1;
    return true;
  }
}

const tests: Readonly<Record<string, Comparison>> = {
  'IS NULL': (value) => value === null,
  'IS TRUE': (value) => value === true,
  'IS FALSE': (value) => value === false,
  'NOT EXISTS': (value) => value === undefined,
};

const unexpected = ({ text }: Token) => invalidPattern(`unexpected ${text}`);

const first = (conditions: readonly Condition[]): Condition => conditions[0] ?? (() => true);

/** Order matters: longer signs stand before their beginnings. */
function tokenize(text: string, selector: RegExp): Token[] {
  const kinds: readonly (readonly [Token['kind'], RegExp])[] = [
    ['logic', /&&|\|\|/y],
    ['operator', /!=|<=|>=|=|<|>/y],
    ['paren', /[()]/y],
    ['quoted', /"((?:[^"\\]|\\.)*)"/y],
    ['regex', /%([^%]*)%/y],
    ['selector', new RegExp(selector.source, 'y')],
    ['word', /[^\s()=!<>&|"]+/y],
  ];
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const token = tokenAt(text, at, kinds);
    if (!token) throw invalidPattern(`unexpected ${text.charAt(at)}`);
    tokens.push(token.token);
    at += token.length;
  }
  return tokens;
}

function tokenAt(text: string, at: number, kinds: readonly (readonly [Token['kind'], RegExp])[]) {
  for (const [kind, pattern] of kinds) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) continue;
    const inner = match[1] ?? match[0];
    const token: Token = { kind, text: kind === 'quoted' ? inner.replace(/\\(.)/g, '$1') : inner };
    return { token, length: match[0].length };
  }
  return undefined;
}
