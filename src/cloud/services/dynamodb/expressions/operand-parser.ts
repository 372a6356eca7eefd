import {
  type ExpressionProblem,
  listIndexTooLarge,
  pathTooDeep,
  reservedWord,
  tooManyOperators,
} from '../errors/expression-errors.ts';
import type { FunctionCall, Operand, Parsed, Path, Step, ValueRef } from './ast.ts';
import type { Findings } from './findings.ts';
import { isReserved } from './reserved-words.ts';
import { type Token, TokenReader } from './token.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Limits.html#limits-expression-parameters */
const operatorsMax = 300;
const pathStepsMax = 32;
const listIndexDigitsMax = 9;

/** Deeper than this only redundant parentheses and more than 300 operators can be; keeps recursion bounded. */
const nestingMax = operatorsMax + 1;

const keywords: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT', 'BETWEEN', 'IN', 'SET', 'REMOVE', 'ADD', 'DELETE']);

/** Paths, placeholders and function calls: what all kinds of expressions are made of. */
export class OperandParser<Kind extends string> {
  readonly reader: TokenReader;
  readonly findings: Findings<Kind | 'reserved'>;
  readonly names = new Set<string>();
  readonly values = new Set<string>();
  readonly heads = new Set<string>();
  readonly nestedHeads = new Set<string>();
  #operators = 0;
  #nesting = 0;

  constructor(text: string, findings: Findings<Kind | 'reserved'>) {
    this.reader = new TokenReader(text);
    this.findings = findings;
  }

  /** The finished tree with what was met on the way. */
  result<T>(ast: T): Parsed<T> {
    return { ast, names: this.names, values: this.values, heads: this.heads, nestedHeads: this.nestedHeads };
  }

  /** Function calls, comparators, boolean and arithmetic operators count. */
  countOperator(): void {
    this.#operators += 1;
  }

  /** Called at the end: the complaint names the count of the whole text. */
  assertOperatorCount(): void {
    if (this.#operators > operatorsMax) throw tooManyOperators(this.#operators);
  }

  /** Runs `parse` one level deeper, or throws `tooDeep` where no valid expression can be. */
  nested<T>(parse: () => T, tooDeep: () => ExpressionProblem): T {
    this.#nesting += 1;
    if (this.#nesting > nestingMax) throw tooDeep();
    const result = parse();
    this.#nesting -= 1;
    return result;
  }

  /** A bare word is a function only in front of a parenthesis; attributes may have functions' names. */
  isFunctionAhead(): boolean {
    return this.reader.peek().kind === 'name' && this.reader.is('(', 1);
  }

  /** A placeholder, a call or a path: the next two tokens tell which. */
  operand(): Operand {
    if (this.reader.peek().kind === ':value') return this.valueRef();
    return this.isFunctionAhead() ? this.functionCall() : this.path();
  }

  /** A `:placeholder`; elsewhere than in operands nothing else is allowed. */
  valueRef(): ValueRef {
    const token = this.reader.peek();
    if (token.kind !== ':value') throw this.reader.unexpected();
    this.reader.next();
    this.values.add(token.text);
    return { kind: 'value', name: token.text };
  }

  functionCall(): FunctionCall {
    const name = this.reader.next().text;
    this.reader.expect('(');
    this.countOperator();
    const args = this.nested(
      () => this.#list(() => this.operand()),
      () => tooManyOperators(operatorsMax + 1),
    );
    this.reader.expect(')');
    return { kind: 'function', name, args };
  }

  /** A document path. Its head is noted: keys may be tested as whole attributes alone. */
  path(): Path {
    const head = this.#name();
    const steps: Step[] = [head];
    for (;;) {
      if (this.reader.accept('.')) steps.push(this.#name());
      else if (this.reader.is('[')) steps.push(this.#index());
      else break;
    }
    if (steps.length > pathStepsMax) throw pathTooDeep(steps.length);
    this.heads.add(head);
    if (steps.length > 1) this.nestedHeads.add(head);
    return { kind: 'path', steps };
  }

  #list(element: () => Operand): Operand[] {
    const elements = [element()];
    while (this.reader.accept(',')) elements.push(element());
    return elements;
  }

  #name(): string {
    const token = this.reader.peek();
    // A keyword cannot be a name at all; a reserved word is noted, and told in the end if nothing is worse.
    if (token.kind === '#name') this.names.add(token.text);
    else if (token.kind !== 'name' || keywords.has(token.word)) throw this.reader.unexpected();
    else if (isReserved(token.word)) this.findings.add('reserved', reservedWord(token.text));
    this.reader.next();
    return token.text;
  }

  #index(): number {
    this.reader.expect('[');
    const token: Token = this.reader.peek();
    if (token.kind !== 'index') throw this.reader.unexpected();
    this.reader.next();
    this.reader.expect(']');
    if (token.text.replace(/^0+/, '').length > listIndexDigitsMax) throw listIndexTooLarge(token.text);
    return Number(token.text);
  }
}
