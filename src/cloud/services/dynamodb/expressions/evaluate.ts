import {
  type AttributeValue,
  areEqual,
  base64ByteString,
  base64Length,
  compareScalars,
  elementsOf,
  type Item,
  typeOf,
} from '../values/attribute-value.ts';
import type { Comparator } from './ast.ts';
import type { BoundCondition, BoundOperand } from './bound.ts';
import { valueAt } from './paths.ts';

/** Whether an item (an empty one, where there is none) satisfies a condition. */
export function isTrue(condition: BoundCondition, item: Item): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.items.every((each) => isTrue(each, item));
    case 'or':
      return condition.items.some((each) => isTrue(each, item));
    case 'not':
      return !isTrue(condition.item, item);
    case 'exists':
      return valueAt(item, condition.path) !== undefined;
    case 'missing':
      return valueAt(item, condition.path) === undefined;
    case 'comparison':
      return compare(condition.operator, operandIn(condition.left, item), operandIn(condition.right, item));
    case 'between': {
      const value = operandIn(condition.operand, item);
      return (
        compare('>=', value, operandIn(condition.lower, item)) && compare('<=', value, operandIn(condition.upper, item))
      );
    }
    case 'in': {
      const value = operandIn(condition.operand, item);
      return condition.candidates.some((candidate) => compare('=', value, operandIn(candidate, item)));
    }
    case 'type': {
      const value = operandIn(condition.operand, item);
      return value !== undefined && typeOf(value) === condition.type;
    }
    case 'begins_with':
      return beginsWith(operandIn(condition.operand, item), operandIn(condition.part, item));
    case 'contains':
      return contains(operandIn(condition.operand, item), operandIn(condition.part, item));
  }
}

function operandIn(operand: BoundOperand, item: Item): AttributeValue | undefined {
  if (operand.kind === 'literal') return operand.value;
  if (operand.kind === 'path') return valueAt(item, operand.path);
  const size = sizeOf(operandIn(operand.operand, item));
  return size === undefined ? undefined : { N: String(size) };
}

/** Nothing compares with what is missing, except that it differs from everything. */
function compare(operator: Comparator, left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  if (!left || !right) return operator === '<>';
  if (operator === '=') return areEqual(left, right);
  if (operator === '<>') return !areEqual(left, right);
  const order = compareScalars(left, right);
  if (order === undefined) return false;
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}

function beginsWith(value: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (value?.S !== undefined && part?.S !== undefined) return value.S.startsWith(part.S);
  if (value?.B === undefined || part?.B === undefined) return false;
  return base64ByteString(value.B).startsWith(base64ByteString(part.B));
}

/** A part of a text or of bytes, an element of a set or of a list. */
function contains(value: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (!value || !part) return false;
  if (value.L) return value.L.some((element) => areEqual(element, part));
  if (value.S !== undefined) return part.S !== undefined && value.S.includes(part.S);
  if (value.B !== undefined)
    return part.B !== undefined && base64ByteString(value.B).includes(base64ByteString(part.B));
  const element = value.SS ? part.S : value.NS ? part.N : value.BS ? part.B : undefined;
  return element !== undefined && (elementsOf(value) ?? []).includes(element);
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html#Expressions.OperatorsAndFunctions.Functions */
function sizeOf(value: AttributeValue | undefined): number | undefined {
  if (!value) return undefined;
  if (value.S !== undefined) return value.S.length;
  if (value.B !== undefined) return base64Length(value.B);
  if (value.M) return Object.keys(value.M).length;
  return (value.L ?? elementsOf(value))?.length;
}
