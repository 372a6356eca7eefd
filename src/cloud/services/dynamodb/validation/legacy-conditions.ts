import {
  conditionalOperatorAlone,
  conditionalOperatorUnused,
  legacyArgumentCount,
  legacyBetweenOrder,
  legacyMixedTypes,
  legacyOperatorType,
} from '../errors/legacy-errors.ts';
import type { BoundCondition, BoundOperand } from '../expressions/bound.ts';
import { type AttributeValue, compareScalars, typeOf, type ValueType } from '../values/attribute-value.ts';
import { normaliseValue } from './attribute-values.ts';
import type { LegacyCondition } from './inputs.ts';

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
export function conditionOfOne(name: string, condition: LegacyCondition): BoundCondition {
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
      return { kind: 'contains', operand, part: first };
    case 'NOT_CONTAINS':
      return { kind: 'not', item: { kind: 'contains', operand, part: first } };
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
