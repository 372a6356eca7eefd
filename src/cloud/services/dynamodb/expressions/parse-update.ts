import {
  functionMisused,
  functionNotInUpdates,
  redundantParentheses,
  sectionRepeated,
  unknownFunction,
} from '../errors/expression-errors.ts';
import type { Arithmetic, Operand, Parsed, UpdateAction } from './ast.ts';
import { Findings } from './findings.ts';
import { conditionFunctions, updateFunctions } from './functions.ts';
import { OperandParser } from './operand-parser.ts';

type Kind = 'function' | 'misuse' | 'section';

/**
 * Parses an update expression into its actions, in the order in which they were written. Throws an `ExpressionProblem`.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export function parseUpdate(text: string): Parsed<readonly UpdateAction[]> {
  const parser = new UpdateParser(text);
  return parser.operands.result(parser.parse());
}

/** Sections in any order, each at most once: `SET … REMOVE … ADD … DELETE …`. */
class UpdateParser {
  readonly operands: OperandParser<Kind>;
  readonly #findings = new Findings<Kind | 'reserved'>(['reserved', 'function', 'misuse', 'section']);
  readonly #actions: UpdateAction[] = [];

  constructor(text: string) {
    this.operands = new OperandParser<Kind>(text, this.#findings);
  }

  parse(): readonly UpdateAction[] {
    const sections = new Set<string>();
    do {
      const section = this.#section();
      if (sections.has(section)) this.#findings.add('section', sectionRepeated(section));
      sections.add(section);
    } while (this.operands.reader.peek().kind !== 'end');
    this.operands.assertOperatorCount();
    this.#findings.throwFirst();
    return this.#actions;
  }

  #section(): string {
    const { reader } = this.operands;
    const { word } = reader.peek();
    if (word !== 'SET' && word !== 'REMOVE' && word !== 'ADD' && word !== 'DELETE') throw reader.unexpected();
    reader.next();
    do this.#actions.push(this.#action(word));
    while (reader.accept(','));
    return word;
  }

  #action(kind: UpdateAction['kind']): UpdateAction {
    const path = this.operands.path();
    if (kind === 'REMOVE') return { kind, path };
    if (kind !== 'SET') return { kind, path, value: this.operands.valueRef() };
    this.operands.reader.expect('=');
    return { kind, path, operand: this.#value() };
  }

  /** One operand, or two with one operator between them: neither of the two is a sum itself, in parentheses or not. */
  #value(): Operand {
    const { reader } = this.operands;
    const left = this.#term(() => this.#value());
    if (!reader.is('+') && !reader.is('-')) return left;
    if (left.kind === 'arithmetic') throw reader.unexpected();
    const operator = reader.next().text as Arithmetic['operator'];
    this.operands.countOperator();
    return { kind: 'arithmetic', operator, left, right: this.#addend() };
  }

  #addend(): Operand {
    return this.#term(() => this.#addend());
  }

  #term(enclosed: () => Operand): Operand {
    const { reader } = this.operands;
    if (!reader.accept('(')) return this.#checkFunctions(this.operands.operand());
    const operand = this.operands.nested(enclosed, redundantParentheses);
    reader.expect(')');
    return operand;
  }

  #checkFunctions(operand: Operand): Operand {
    if (operand.kind !== 'function') return operand;
    if (conditionFunctions.has(operand.name)) this.#findings.add('function', functionNotInUpdates(operand.name));
    else if (!updateFunctions.has(operand.name)) this.#findings.add('function', unknownFunction(operand.name));
    for (const arg of operand.args) {
      this.#checkFunctions(arg);
      if (arg.kind === 'function' && arg.name === 'list_append')
        this.#findings.add('misuse', functionMisused(arg.name));
    }
    return operand;
  }
}
