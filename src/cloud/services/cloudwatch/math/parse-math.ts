import { validationError } from '../errors.ts';

/** An expression of metric math as a tree. */
export type MathNode =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly MathNode[] }
  | { readonly kind: 'negated'; readonly operand: MathNode }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly MathNode[] }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: MathNode; readonly right: MathNode };

/** Weakest first. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
const levels: readonly (readonly string[])[] = [
  ['||', 'OR'],
  ['&&', 'AND'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];

/** Nesting beyond this is refused: expressions come from outside. */
const depthMax = 50;
const tokenPattern =
  /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|"([^"]*)"|'([^']*)'|([A-Za-z_]\w*)|(&&|\|\||==|!=|<=|>=|[-+*/^<>(),[\]]))/y;

interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'sign';
  readonly text: string;
}

/** Parses an expression. Throws ValidationError where it is none. */
export function parseMath(text: string): MathNode {
  return new MathParser(text).parse();
}

class MathParser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = this.#tokenize();
  }

  parse(): MathNode {
    const node = this.#binary(0);
    if (this.#at < this.#tokens.length) throw this.#invalid();
    return node;
  }

  #binary(level: number): MathNode {
    const operators = levels[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (let operator = this.#accept(operators); operator !== undefined; operator = this.#accept(operators)) {
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1) };
    }
    return left;
  }

  #unary(): MathNode {
    if (this.#accept(['-']) === undefined) return this.#primary();
    this.#deeper();
    const operand = this.#unary();
    this.#depth -= 1;
    return { kind: 'negated', operand };
  }

  #primary(): MathNode {
    const token = this.#tokens[this.#at];
    if (!token) throw this.#invalid();
    this.#at += 1;
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token.kind === 'text') return { kind: 'text', value: token.text };
    if (token.kind === 'name') {
      if (this.#accept(['(']) === undefined) return { kind: 'name', name: token.text };
      return { kind: 'call', name: token.text.toUpperCase(), args: this.#items(')') };
    }
    if (token.text === '[') return { kind: 'list', items: this.#items(']') };
    if (token.text !== '(') throw this.#invalid();
    this.#deeper();
    const inner = this.#binary(0);
    this.#depth -= 1;
    if (this.#accept([')']) === undefined) throw this.#invalid();
    return inner;
  }

  #items(end: string): MathNode[] {
    this.#deeper();
    const items: MathNode[] = [];
    if (this.#accept([end]) === undefined) {
      do items.push(this.#binary(0));
      while (this.#accept([',']) !== undefined);
      if (this.#accept([end]) === undefined) throw this.#invalid();
    }
    this.#depth -= 1;
    return items;
  }

  #deeper(): void {
    this.#depth += 1;
    if (this.#depth > depthMax) throw this.#invalid();
  }

  #accept(signs: readonly string[]): string | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'sign' && token?.kind !== 'name') return undefined;
    const text = token.kind === 'name' ? token.text.toUpperCase() : token.text;
    if (!signs.includes(text)) return undefined;
    this.#at += 1;
    return text;
  }

  #tokenize(): Token[] {
    const tokens: Token[] = [];
    const text = this.#text.trimEnd();
    for (let at = 0; at < text.length; at = tokenPattern.lastIndex) {
      tokenPattern.lastIndex = at;
      const match = tokenPattern.exec(text);
      if (!match) throw this.#invalid();
      const [, number, double, single, name, sign] = match;
      if (number !== undefined) tokens.push({ kind: 'number', text: number });
      else if (name !== undefined) tokens.push({ kind: 'name', text: name });
      else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
      else tokens.push({ kind: 'text', text: double ?? single ?? '' });
    }
    return tokens;
  }

  #invalid(): Error {
    return validationError(`Error in expression '${this.#text}': Invalid syntax`);
  }
}
