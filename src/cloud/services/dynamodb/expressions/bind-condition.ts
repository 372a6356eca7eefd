import {
  betweenOrder,
  betweenTypes,
  documentPathRequired,
  operandCount,
  operandsNotDistinct,
  operandType,
  unknownTypeName,
} from '../errors/expression-errors.ts';
import { type AttributeValue, compareScalars, isKeyType, typeOf, valueTypes } from '../values/attribute-value.ts';
import type { Condition, FunctionCall, Operand } from './ast.ts';
import type { BoundCondition, BoundOperand } from './bound.ts';
import { type DocumentPath, type Placeholders, pathText, resolvePath, resolveValue } from './paths.ts';

/**
 * Resolves placeholders and checks operands, condition by condition from left to right. Throws an
 * `ExpressionProblem`. Recursion is bounded: the parser lets at most 300 operators through.
 */
export function bindCondition(condition: Condition, placeholders: Placeholders): BoundCondition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { kind: condition.kind, items: condition.items.map((item) => bindCondition(item, placeholders)) };
    case 'not':
      return { kind: 'not', item: bindCondition(condition.item, placeholders) };
    case 'comparison':
      return bindComparison(condition, placeholders);
    case 'between':
      return bindBetween(condition, placeholders);
    case 'in': {
      const operand = bindOperand(condition.operand, placeholders);
      return { kind: 'in', operand, candidates: condition.candidates.map((each) => bindOperand(each, placeholders)) };
    }
    case 'function':
      return bindFunction(condition, placeholders);
  }
}

function bindComparison(
  { operator, left, right }: Extract<Condition, { kind: 'comparison' }>,
  placeholders: Placeholders,
): BoundCondition {
  const bound = {
    kind: 'comparison',
    operator,
    left: bindOperand(left, placeholders),
    right: bindOperand(right, placeholders),
  } as const;
  assertDistinct(operator, bound.left, bound.right);
  if (operator !== '=' && operator !== '<>') {
    assertOrdered(operator, bound.left);
    assertOrdered(operator, bound.right);
  }
  return bound;
}

function bindBetween(
  { operand, lower, upper }: Extract<Condition, { kind: 'between' }>,
  placeholders: Placeholders,
): BoundCondition {
  const bound = {
    kind: 'between',
    operand: bindOperand(operand, placeholders),
    lower: bindOperand(lower, placeholders),
    upper: bindOperand(upper, placeholders),
  } as const;
  for (const each of [bound.operand, bound.lower, bound.upper]) assertOrdered('BETWEEN', each);
  if (bound.lower.kind === 'literal' && bound.upper.kind === 'literal') {
    assertBounds(bound.lower.value, bound.upper.value);
  }
  return bound;
}

/** Only bounds that are both in the request can be judged before an item is there. */
function assertBounds(lower: AttributeValue, upper: AttributeValue): void {
  const order = compareScalars(lower, upper);
  if (order === undefined) throw betweenTypes(boundText(lower), boundText(upper));
  if (order > 0) throw betweenOrder(boundText(lower), boundText(upper));
}

const boundText = (value: AttributeValue): string => `AttributeValue: {${typeOf(value)}:${value[typeOf(value)]}}`;

/** How many operands each function of conditions takes. */
const arity: Readonly<Record<string, number>> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};

function bindFunction({ name, args }: FunctionCall, placeholders: Placeholders): BoundCondition {
  const bound = args.map((arg) => bindOperand(arg, placeholders));
  if (bound.length !== arity[name]) throw operandCount(name, bound.length);
  const [first, second] = bound as [BoundOperand, BoundOperand];
  if (second) assertDistinct(name, first, second);
  switch (name) {
    case 'attribute_exists':
      return { kind: 'exists', path: requirePath(name, first) };
    case 'attribute_not_exists':
      return { kind: 'missing', path: requirePath(name, first) };
    case 'attribute_type':
      return { kind: 'type', operand: first, type: typeNameOf(second) };
    case 'begins_with':
      for (const each of bound) assertBeginnable(each);
      return { kind: 'begins_with', operand: first, part: second };
    default:
      return { kind: 'contains', operand: first, part: second };
  }
}

/** Resolves one operand. Throws an `ExpressionProblem` for undefined placeholders and for sizes of what has none. */
export function bindOperand(operand: Operand, placeholders: Placeholders): BoundOperand {
  switch (operand.kind) {
    case 'path':
      return { kind: 'path', path: resolvePath(operand, placeholders) };
    case 'value':
      return { kind: 'literal', value: resolveValue(operand, placeholders) };
    case 'function':
      return bindSize(operand, placeholders);
    case 'arithmetic':
      throw new Error('Invariant violated: conditions have no arithmetic');
  }
}

/** The only function that may be an operand; the parser refused all others. */
function bindSize({ name, args }: FunctionCall, placeholders: Placeholders): BoundOperand {
  const bound = args.map((arg) => bindOperand(arg, placeholders));
  const operand = bound[0];
  if (bound.length !== 1 || !operand) throw operandCount(name, bound.length);
  const type = typeOfOperand(operand);
  if (type === 'N' || type === 'BOOL' || type === 'NULL') throw operandType(name, type);
  return { kind: 'size', operand };
}

/** The type that is known without an item: a literal's own, a number for a size. */
function typeOfOperand(operand: BoundOperand): string | undefined {
  if (operand.kind === 'literal') return typeOf(operand.value);
  return operand.kind === 'size' ? 'N' : undefined;
}

/** `<` and its like compare texts, numbers and binary values; literals of other types never could. */
function assertOrdered(operator: string, operand: BoundOperand): void {
  if (operand.kind !== 'literal') return;
  const type = typeOf(operand.value);
  if (!isKeyType(type)) throw operandType(operator, type);
}

function assertBeginnable(operand: BoundOperand): void {
  const type = typeOfOperand(operand);
  if (type !== undefined && type !== 'S' && type !== 'B') throw operandType('begins_with', type);
}

/** `attribute_exists(:value)` makes no sense: whether a value is there is known. */
function requirePath(name: string, operand: BoundOperand): DocumentPath {
  if (operand.kind !== 'path') throw documentPathRequired(name);
  return operand.path;
}

function typeNameOf(operand: BoundOperand): string {
  const type = typeOfOperand(operand);
  if (type !== 'S' || operand.kind !== 'literal') {
    throw operandType('attribute_type', type ?? '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}');
  }
  const name = operand.value.S ?? '';
  if (!(valueTypes as readonly string[]).includes(name)) throw unknownTypeName(name);
  return name;
}

/** AWS refuses `a = a`, by what the paths resolve to and not by how they are written. */
function assertDistinct(operator: string, first: BoundOperand, second: BoundOperand): void {
  if (first.kind !== 'path' || second.kind !== 'path') return;
  const text = pathText(first.path);
  if (text === pathText(second.path)) throw operandsNotDistinct(operator, text);
}
