import {
  functionMisused,
  functionNotInConditions,
  redundantParentheses,
  tooManyForIn,
  unknownFunction,
} from '../errors/expression-errors.ts';
import type { Comparator, Condition, FunctionCall, Operand, Parsed } from './ast.ts';
import { Findings } from './findings.ts';
import { conditionFunctions, updateFunctions } from './functions.ts';
import { OperandParser } from './operand-parser.ts';

const comparators: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Limits.html#limits-expression-parameters */
const inOperandsMax = 100;

type Kind = 'parentheses' | 'function' | 'misuse' | 'in';
type Node = Condition | Operand;

/**
 * Parses a condition, filter or key condition expression.
 *
 * Throws an `ExpressionProblem` for whatever is wrong with the text alone; placeholders are looked at when it is bound.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html#Expressions.OperatorsAndFunctions.Syntax
 */
export function parseCondition(text: string): Parsed<Condition> {
  const parser = new ConditionParser(text);
  return parser.operands.result(parser.parse());
}

/**
 * A parser by recursive descent: OR binds loosest, then AND, NOT, comparisons, and parentheses around anything.
 *
 * Inside of parentheses a condition and an operand look alike until their end (`(a) = :v`, `(a = :v)`), so nodes
 * are either, and `#condition` and `#operandOf` say which was needed.
 */
class ConditionParser {
  readonly operands: OperandParser<Kind>;
  readonly #findings = new Findings<Kind | 'reserved'>(['parentheses', 'function', 'misuse', 'reserved', 'in']);
  /** Nodes that stand in parentheses already. */
  readonly #enclosed = new Set<Node>();

  constructor(text: string) {
    this.operands = new OperandParser<Kind>(text, this.#findings);
  }

  parse(): Condition {
    const condition = this.#condition(this.#or());
    this.operands.reader.expectEnd();
    this.operands.assertOperatorCount();
    this.#findings.throwFirst();
    return condition;
  }

  #or(): Node {
    return this.#chain('or', () => this.#chain('and', () => this.#not()));
  }

  /** `a AND b AND c` becomes one node of three, so that long chains do not nest. */
  #chain(kind: 'and' | 'or', element: () => Node): Node {
    const { reader } = this.operands;
    const first = element();
    const keyword = kind.toUpperCase();
    if (!reader.is(keyword)) return first;
    const items = [this.#condition(first)];
    while (reader.accept(keyword)) {
      this.operands.countOperator();
      items.push(this.#condition(element()));
    }
    return { kind, items };
  }

  /** Negations are counted, not nested: `NOT NOT …` needs no depth. */
  #not(): Node {
    let negations = 0;
    while (this.operands.reader.accept('NOT')) negations += 1;
    let node = this.#comparison();
    for (let count = 0; count < negations; count += 1) {
      this.operands.countOperator();
      node = { kind: 'not', item: this.#condition(node) };
    }
    return node;
  }

  #comparison(): Node {
    const { reader } = this.operands;
    const left = this.#primary();
    const operator = reader.peek().word;
    if (comparators.has(operator)) {
      const operand = this.#operandOf(left);
      reader.next();
      this.operands.countOperator();
      return { kind: 'comparison', operator: operator as Comparator, left: operand, right: this.#operand() };
    }
    if (reader.is('BETWEEN')) return this.#between(this.#operandOf(left));
    return reader.is('IN') ? this.#in(this.#operandOf(left)) : left;
  }

  #between(operand: Operand): Condition {
    this.operands.reader.expect('BETWEEN');
    this.operands.countOperator();
    const lower = this.#operand();
    this.operands.reader.expect('AND');
    return { kind: 'between', operand, lower, upper: this.#operand() };
  }

  #in(operand: Operand): Condition {
    const { reader } = this.operands;
    reader.expect('IN');
    this.operands.countOperator();
    reader.expect('(');
    const candidates = [this.#operand()];
    while (reader.accept(',')) candidates.push(this.#operand());
    reader.expect(')');
    if (candidates.length > inOperandsMax) this.#findings.add('in', tooManyForIn(candidates.length));
    return { kind: 'in', operand, candidates };
  }

  #operand(): Operand {
    const node = this.#primary();
    return this.#operandOf(node);
  }

  /** Double parentheses, and those around a bare operand, are an error of their own. */
  #primary(): Node {
    const { reader } = this.operands;
    if (!reader.accept('(')) return this.#checkFunctions(this.operands.operand());
    const node = this.operands.nested(() => this.#or(), redundantParentheses);
    reader.expect(')');
    if (this.#enclosed.has(node) || node.kind === 'path' || node.kind === 'value') {
      this.#findings.add('parentheses', redundantParentheses());
    }
    this.#enclosed.add(node);
    return node;
  }

  /** A bare path or placeholder is no condition: what should have followed is missing. */
  #condition(node: Node): Condition {
    if (node.kind === 'path' || node.kind === 'value' || node.kind === 'arithmetic') {
      throw this.operands.reader.unexpected();
    }
    if (node.kind === 'function' && node.name === 'size') this.#findings.add('misuse', functionMisused(node.name));
    return node;
  }

  /** The other way round: a comparison is no operand, and of all functions only `size` has a value. */
  #operandOf(node: Node): Operand {
    if (node.kind === 'path' || node.kind === 'value') return node;
    if (node.kind !== 'function') throw this.operands.reader.unexpected();
    if (node.name !== 'size' && conditionFunctions.has(node.name))
      this.#findings.add('misuse', functionMisused(node.name));
    return node;
  }

  /** Notes unknown functions, those of updates, and calls inside of calls that yield no value. */
  #checkFunctions(operand: Operand): Operand {
    if (operand.kind !== 'function') return operand;
    if (updateFunctions.has(operand.name)) this.#findings.add('function', functionNotInConditions(operand.name));
    else if (!conditionFunctions.has(operand.name)) this.#findings.add('function', unknownFunction(operand.name));
    for (const arg of operand.args) this.#checkArgument(arg);
    return operand;
  }

  #checkArgument(arg: Operand): void {
    if (arg.kind !== 'function') return;
    this.#checkFunctions(arg satisfies FunctionCall);
    if (arg.name !== 'size') this.#findings.add('misuse', functionMisused(arg.name));
  }
}
