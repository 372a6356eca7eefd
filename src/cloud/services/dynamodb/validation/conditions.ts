import {
  keyConditionInvalid,
  keyConditionNested,
  keyConditionOnNestedPath,
  keyConditionRepeated,
  keyOperatorInvalid,
} from '../errors/expression-errors.ts';
import {
  conditionalOperatorAlone,
  conditionalOperatorUnused,
  legacyArgumentCount,
  legacyBetweenOrder,
  legacyMixedTypes,
  legacyOperatorType,
} from '../errors/legacy-errors.ts';
import type { Comparator } from '../expressions/ast.ts';
import type { BoundCondition, BoundOperand } from '../expressions/bound.ts';
import { type AttributeValue, compareScalars, typeOf, type ValueType } from '../values/attribute-value.ts';
import { normaliseValue } from './attribute-values.ts';
import type { LegacyCondition } from './inputs.ts';

/** What a query demands of one key attribute. */
export type KeyPredicate =
  | { readonly operator: '=' | '<' | '<=' | '>' | '>=' | 'begins_with'; readonly value: AttributeValue }
  | { readonly operator: 'between'; readonly lower: AttributeValue; readonly upper: AttributeValue };

/** What a query demands of key attributes, by name. Legacy operators that no index can answer are kept for later. */
export type KeyConditions = ReadonlyMap<string, KeyPredicate | 'unindexable'>;

/** Reads a KeyConditionExpression as conditions on single keys; throws ValidationException for everything else. */
export function keyConditionsOf(condition: BoundCondition): KeyConditions {
  const found = new Map<string, KeyPredicate>();
  collect(condition, found);
  return found;
}

/**
 * The same of `KeyConditions`. Which operators an index can answer is told after the table was found, so they are
 * kept here.
 */
export function keyConditionsOfLegacy(conditions: Readonly<Record<string, LegacyCondition>>): KeyConditions {
  const found = new Map<string, KeyPredicate | 'unindexable'>();
  for (const [name, condition] of Object.entries(conditions)) {
    const bound = conditionOfOne(name, condition);
    const isIndexable =
      bound.kind === 'between' ||
      bound.kind === 'begins_with' ||
      (bound.kind === 'comparison' && bound.operator !== '<>');
    if (isIndexable) collect(bound, found as Map<string, KeyPredicate>);
    else found.set(name, 'unindexable');
  }
  return found;
}

function collect(condition: BoundCondition, found: Map<string, KeyPredicate>): void {
  switch (condition.kind) {
    case 'and':
      for (const item of condition.items) collect(item, found);
      return;
    case 'or':
    case 'not':
    case 'in':
      throw keyOperatorInvalid(condition.kind.toUpperCase());
    case 'exists':
      throw keyOperatorInvalid('attribute_exists');
    case 'missing':
      throw keyOperatorInvalid('attribute_not_exists');
    case 'type':
      throw keyOperatorInvalid('attribute_type');
    case 'contains':
      throw keyOperatorInvalid('contains');
    case 'begins_with':
      assertFirst('begins_with', condition.operand);
      addTo(found, [condition.operand, condition.part], ([value]) => ({ operator: 'begins_with', value }));
      return;
    case 'between':
      assertFirst('BETWEEN', condition.operand);
      addTo(found, [condition.operand, condition.lower, condition.upper], ([lower, upper]) => ({
        operator: 'between',
        lower,
        upper: upper as AttributeValue,
      }));
      return;
    case 'comparison':
      collectComparison(condition, found);
  }
}

/** `:v < sk` says the same as `sk > :v`. */
const mirrored = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

function collectComparison(
  { operator, left, right }: { operator: Comparator; left: BoundOperand; right: BoundOperand },
  found: Map<string, KeyPredicate>,
): void {
  if (operator === '<>') throw keyOperatorInvalid('<>');
  const direction = left.kind === 'path' ? operator : mirrored[operator];
  addTo(found, [left, right], ([value]) => ({ operator: direction, value }));
}

/** Notes the predicate on the one key attribute among the operands; any other number of paths is an error. */
function addTo(
  found: Map<string, KeyPredicate>,
  operands: readonly BoundOperand[],
  predicate: (values: [AttributeValue, ...AttributeValue[]]) => KeyPredicate,
): void {
  if (operands.some(({ kind }) => kind === 'size')) throw keyConditionNested();
  const paths = operands.filter((operand) => operand.kind === 'path');
  if (paths.length > 1) throw keyConditionInvalid('Multiple attribute names used in one condition');
  const path = paths[0]?.path;
  if (!path) throw keyConditionInvalid('No key attribute specified');
  if (path.length > 1) throw keyConditionOnNestedPath();
  const name = path[0] as string;
  if (found.has(name)) throw keyConditionRepeated();
  const values = operands.flatMap((operand) => (operand.kind === 'literal' ? [operand.value] : []));
  found.set(name, predicate(values as [AttributeValue, ...AttributeValue[]]));
}

/** `:v BETWEEN a AND b` is a condition, but none that an index can answer. */
function assertFirst(operator: string, operand: BoundOperand): void {
  if (operand.kind === 'path') return;
  if (operand.kind === 'size') throw keyConditionNested();
  throw keyConditionInvalid(`${operator} operator must have the key attribute as its first operand`);
}

/*
 * The conditions of before there were expressions, as conditions of expressions.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.Conditions.html
 */

const scalars: readonly ValueType[] = ['S', 'N', 'B'];
const scalarsAndSets: readonly ValueType[] = ['S', 'N', 'B', 'SS', 'NS', 'BS', 'L', 'M', 'BOOL', 'NULL'];

interface OperatorRule {
  readonly min: number;
  readonly max: number;
  readonly types: readonly ValueType[];
}

const one = (types: readonly ValueType[]): OperatorRule => ({ min: 1, max: 1, types });
const none: OperatorRule = { min: 0, max: 0, types: [] };

/** How many arguments each operator takes, and of which types. */
const rules: Readonly<Record<string, OperatorRule>> = {
  EQ: one(scalarsAndSets),
  NE: one(scalarsAndSets),
  LE: one(scalars),
  LT: one(scalars),
  GE: one(scalars),
  GT: one(scalars),
  CONTAINS: one(scalars),
  NOT_CONTAINS: one(scalars),
  BEGINS_WITH: one(['S', 'B']),
  IN: { min: 1, max: 100, types: scalars },
  BETWEEN: { min: 2, max: 2, types: scalars },
  NULL: none,
  NOT_NULL: none,
};

/** Checks and translates `KeyConditions`, `QueryFilter` and `ScanFilter`; undefined where there is nothing. */
export function conditionOfFilter(
  conditions: Readonly<Record<string, LegacyCondition>> | undefined,
  operator: 'AND' | 'OR' | undefined,
): BoundCondition | undefined {
  const bound = Object.entries(conditions ?? {}).map(([name, condition]) => conditionOfOne(name, condition));
  return joined(bound, operator);
}

/** One condition on one attribute, checked. Values are normalised on the way. */
function conditionOfOne(name: string, condition: LegacyCondition): BoundCondition {
  const values = (condition.AttributeValueList ?? []).map((value) => normaliseValue(value));
  assertArguments(condition.ComparisonOperator, values);
  return translate(name, condition.ComparisonOperator, values);
}

/** Throws for a number or types of arguments that the operator does not take. */
export function assertArguments(operator: string, values: readonly AttributeValue[]): void {
  const rule = rules[operator] ?? none;
  if (values.length < rule.min || values.length > rule.max) throw legacyArgumentCount(operator);
  const [first, second] = values;
  if (!first) return;
  if (values.some((value) => typeOf(value) !== typeOf(first))) throw legacyMixedTypes();
  if (!rule.types.includes(typeOf(first))) throw legacyOperatorType(operator, typeOf(first));
  if (operator === 'BETWEEN' && second && (compareScalars(first, second) ?? 0) > 0) throw legacyBetweenOrder();
}

const contains = (operand: BoundOperand, part: BoundOperand): BoundCondition => ({ kind: 'contains', operand, part });

const comparators = { EQ: '=', NE: '<>', LE: '<=', LT: '<', GE: '>=', GT: '>' } as const;

/** Translates what `assertArguments` has let through. */
export function translate(name: string, operator: string, values: readonly AttributeValue[]): BoundCondition {
  const path = [name];
  const operand: BoundOperand = { kind: 'path', path };
  const [first, second] = values.map((value): BoundOperand => ({ kind: 'literal', value }));
  if (operator === 'NULL') return { kind: 'missing', path };
  if (operator === 'NOT_NULL' || !first) return { kind: 'exists', path };
  switch (operator) {
    case 'CONTAINS':
      return contains(operand, first);
    case 'NOT_CONTAINS':
      return {
        kind: 'and',
        items: [
          { kind: 'exists', path },
          { kind: 'not', item: contains(operand, first) },
        ],
      };
    case 'BEGINS_WITH':
      return { kind: 'begins_with', operand, part: first };
    case 'IN':
      return { kind: 'in', operand, candidates: values.map((value) => ({ kind: 'literal', value })) };
    case 'BETWEEN':
      return { kind: 'between', operand, lower: first, upper: second ?? first };
    default:
      return {
        kind: 'comparison',
        operator: comparators[operator as keyof typeof comparators],
        left: operand,
        right: first,
      };
  }
}

/** Several conditions by `ConditionalOperator`, which is AND unless told otherwise. */
export function joined(
  conditions: readonly BoundCondition[],
  operator: 'AND' | 'OR' | undefined,
): BoundCondition | undefined {
  if (operator !== undefined && conditions.length === 0) throw conditionalOperatorUnused();
  if (operator !== undefined && conditions.length === 1) throw conditionalOperatorAlone();
  if (conditions.length < 2) return conditions[0];
  return { kind: operator === 'OR' ? 'or' : 'and', items: conditions };
}
