import {
  keyConditionInvalid,
  keyConditionNested,
  keyConditionOnNestedPath,
  keyConditionRepeated,
  keyOperatorInvalid,
} from '../errors/expression-errors.ts';
import type { Comparator } from '../expressions/ast.ts';
import type { BoundCondition, BoundOperand } from '../expressions/bound.ts';
import type { AttributeValue } from '../values/attribute-value.ts';
import type { LegacyCondition } from './inputs.ts';
import { conditionOfOne } from './legacy-conditions.ts';

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
