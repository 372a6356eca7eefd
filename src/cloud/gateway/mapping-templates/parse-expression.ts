import type { BinaryOperator, Expression, Node, Reference, Step } from './nodes.ts';
import type { Scanner } from './scanner.ts';
import { TemplateError } from './template-error.ts';
import { digitsMax } from './values.ts';

/** Reads the text of an interpolated string, which is a template itself. */
export type ParseText = (text: string, depth: number) => readonly Node[];

/** How deep expressions may be nested: a template must not end in an overflow of the stack. */
const depthMax = 100;

const identifier = /[A-Za-z_][\w-]*/y;

/** Binary operators from the loosest to the tightest, with the words that stand for them. */
const levels: readonly (readonly (readonly [RegExp, BinaryOperator])[])[] = [
  [[/(?:\|\||or\b)/y, '||']],
  [[/(?:&&|and\b)/y, '&&']],
  [
    [/(?:==|eq\b)/y, '=='],
    [/(?:!=|ne\b)/y, '!='],
  ],
  [
    [/(?:<=|le\b)/y, '<='],
    [/(?:>=|ge\b)/y, '>='],
    [/(?:<|lt\b)/y, '<'],
    [/(?:>|gt\b)/y, '>'],
  ],
  [
    [/\+/y, '+'],
    [/-/y, '-'],
  ],
  [
    [/\*/y, '*'],
    [/\//y, '/'],
    [/%/y, '%'],
  ],
];

/** The grammar of expressions and references: https://velocity.apache.org/engine/1.7/vtl-reference.html */
export class ExpressionParser {
  readonly #scanner: Scanner;
  readonly #parseText: ParseText;
  #depth: number;

  constructor(scanner: Scanner, parseText: ParseText, depth = 0) {
    this.#scanner = scanner;
    this.#parseText = parseText;
    this.#depth = depth;
  }

  expression(): Expression {
    return this.#nested(() => this.#binary(0));
  }

  /** Behind the dollar sign; undefined, and nothing taken, when no reference stands here. `start` is where it began. */
  reference(start: number, escapes: number): Reference | undefined {
    const scanner = this.#scanner;
    const before = scanner.at;
    scanner.take('!');
    const isFormal = scanner.take('{');
    const name = scanner.match(identifier)?.[0];
    const steps = name === undefined ? [] : this.#steps();
    if (name === undefined || (isFormal && !scanner.take('}'))) {
      scanner.at = before;
      return undefined;
    }
    return { kind: 'reference', name, steps, source: scanner.text.slice(start, scanner.at), escapes };
  }

  /** Arguments behind an opening bracket, commas between them, up to `end`. */
  list(end: string): Expression[] {
    const scanner = this.#scanner;
    const items: Expression[] = [];
    scanner.skipSpace();
    if (scanner.take(end)) return items;
    for (;;) {
      items.push(this.expression());
      scanner.skipSpace();
      if (scanner.take(end)) return items;
      scanner.expect(',');
    }
  }

  #steps(): Step[] {
    const scanner = this.#scanner;
    const steps: Step[] = [];
    for (;;) {
      const before = scanner.at;
      if (scanner.take('[')) {
        steps.push({ kind: 'index', index: this.expression() });
        scanner.skipSpace();
        scanner.expect(']');
        continue;
      }
      const name = scanner.take('.') ? scanner.match(identifier)?.[0] : undefined;
      if (name === undefined) {
        scanner.at = before;
        return steps;
      }
      if (scanner.take('(')) steps.push({ kind: 'method', name, args: this.list(')') });
      else steps.push({ kind: 'property', name });
    }
  }

  #binary(level: number): Expression {
    const operators = levels[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      this.#scanner.skipSpace();
      const found = operators.find(([pattern]) => this.#scanner.match(pattern));
      if (!found) return left;
      left = { kind: 'binary', operator: found[1], left, right: this.#binary(level + 1) };
    }
  }

  #unary(): Expression {
    const scanner = this.#scanner;
    scanner.skipSpace();
    if (!scanner.startsWith('!=') && scanner.match(/(?:!|not\b)/y)) {
      return { kind: 'not', operand: this.#nested(() => this.#unary()) };
    }
    if (/^-[\s$(]/.test(scanner.peek() + scanner.peek(1)) && scanner.take('-')) {
      return { kind: 'negate', operand: this.#nested(() => this.#unary()) };
    }
    return this.#primary();
  }

  #primary(): Expression {
    const scanner = this.#scanner;
    const start = scanner.at;
    if (scanner.take('$')) return this.reference(start, 0) ?? this.#unexpected();
    if (scanner.take('"')) return this.#interpolated(this.#quoted('"'));
    if (scanner.take("'")) return { kind: 'literal', value: this.#quoted("'") };
    if (scanner.take('(')) return this.#closed(this.expression(), ')');
    if (scanner.take('[')) return this.#listOrRange();
    if (scanner.take('{')) return this.#map();
    const number = scanner.match(/-?(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y)?.[0];
    if (number !== undefined) return numberLiteral(number);
    const word = scanner.match(/(?:true|false|null)\b/y)?.[0];
    if (word === undefined) return this.#unexpected();
    return { kind: 'literal', value: word === 'null' ? null : word === 'true' };
  }

  #unexpected(): never {
    throw this.#scanner.error(`Encountered "${this.#scanner.peek() || '<EOF>'}"`);
  }

  #closed(expression: Expression, end: string): Expression {
    this.#scanner.skipSpace();
    this.#scanner.expect(end);
    return expression;
  }

  #listOrRange(): Expression {
    const scanner = this.#scanner;
    scanner.skipSpace();
    if (scanner.take(']')) return { kind: 'list', items: [] };
    const first = this.expression();
    scanner.skipSpace();
    if (scanner.take('..')) return this.#closed({ kind: 'range', from: first, to: this.expression() }, ']');
    if (scanner.take(']')) return { kind: 'list', items: [first] };
    scanner.expect(',');
    return { kind: 'list', items: [first, ...this.list(']')] };
  }

  #map(): Expression {
    const scanner = this.#scanner;
    const entries: [Expression, Expression][] = [];
    scanner.skipSpace();
    if (scanner.take('}')) return { kind: 'map', entries };
    for (;;) {
      const key = this.expression();
      scanner.skipSpace();
      scanner.expect(':');
      entries.push([key, this.expression()]);
      scanner.skipSpace();
      if (scanner.take('}')) return { kind: 'map', entries };
      scanner.expect(',');
    }
  }

  /** Behind the opening quote; a quote written twice stands for one. Backslashes stay as they are. */
  #quoted(quote: '"' | "'"): string {
    const pattern = quote === '"' ? /((?:[^"\\]|\\[\s\S]|"")*)"/y : /((?:[^']|'')*)'/y;
    const content = this.#scanner.match(pattern)?.[1];
    if (content === undefined) throw this.#scanner.error('A text in quotes has no end');
    return content.replaceAll(quote + quote, quote);
  }

  #interpolated(text: string): Expression {
    if (!/[$#]/.test(text)) return { kind: 'literal', value: text };
    return { kind: 'interpolation', nodes: this.#nested(() => this.#parseText(text, this.#depth)) };
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > depthMax) throw this.#scanner.error('The template is nested too deeply');
    const value = read();
    this.#depth--;
    return value;
  }
}

function numberLiteral(text: string): Expression {
  if (/[.eE]/.test(text)) return { kind: 'double', value: Number(text) };
  if (text.length > digitsMax) throw new TemplateError('A number has too many digits');
  const value = Number(text);
  return { kind: 'literal', value: Number.isSafeInteger(value) ? value : BigInt(text) };
}
