import type { Json } from '../../definition/json.ts';
import { isEqual, isRecord } from './equal.ts';
import { type Condition, type Operand, type Path, PathFailure } from './path.ts';

/** Who follows the paths of a filter. */
interface Follower {
  inner(path: Path, item: Json): Json;
}

/** Whether an item meets a filter's condition. */
export function meets(condition: Condition, item: Json, follower: Follower): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.parts.every((part) => meets(part, item, follower));
    case 'or':
      return condition.parts.some((part) => meets(part, item, follower));
    case 'not':
      return !meets(condition.part, item, follower);
    case 'exists':
      return exists(condition.path, item, follower);
    case 'compare':
      return compares(condition, item, follower);
  }
}

function exists(path: Path, item: Json, follower: Follower): boolean {
  const found = operandValue({ kind: 'path', path }, item, follower);
  return found !== undefined && (path.isDefinite || (Array.isArray(found) && found.length > 0));
}

function compares({ operator, left, right }: Condition & { kind: 'compare' }, item: Json, follower: Follower): boolean {
  const one = operandValue(left, item, follower);
  if (operator === '=~') return right.kind === 'regex' && typeof one === 'string' && right.regex.test(one);
  const other = operandValue(right, item, follower);
  if (operator === '!=') return !same(one, other);
  if (one === undefined || other === undefined) return false;
  return binary[operator]?.(one, other) ?? false;
}

const same = (one: Json | undefined, other: Json | undefined): boolean =>
  one === undefined || other === undefined ? one === other : isEqual(one, other);

/** The value of an operand; undefined where its path finds nothing. */
function operandValue(operand: Operand, item: Json, follower: Follower): Json | undefined {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'regex') return undefined;
  try {
    return follower.inner(operand.path, item);
  } catch (error) {
    if (error instanceof PathFailure && error.isMissing) return undefined;
    throw error;
  }
}

const list = (value: Json): readonly Json[] => (Array.isArray(value) ? value : []);
const isIn = (one: Json, all: Json): boolean => list(all).some((each) => isEqual(each, one));

function ordered(one: Json, other: Json, holds: (sign: number) => boolean): boolean {
  if (typeof one === 'number' && typeof other === 'number') return holds(one - other);
  if (typeof one === 'string' && typeof other === 'string') return holds(one < other ? -1 : Number(one > other));
  return false;
}

const binary: Readonly<Record<string, (one: Json, other: Json) => boolean>> = {
  '==': isEqual,
  '<': (one, other) => ordered(one, other, (sign) => sign < 0),
  '<=': (one, other) => ordered(one, other, (sign) => sign <= 0),
  '>': (one, other) => ordered(one, other, (sign) => sign > 0),
  '>=': (one, other) => ordered(one, other, (sign) => sign >= 0),
  in: isIn,
  nin: (one, other) => !isIn(one, other),
  subsetof: (one, other) => list(one).every((each) => isIn(each, other)),
  anyof: (one, other) => list(one).some((each) => isIn(each, other)),
  noneof: (one, other) => !list(one).some((each) => isIn(each, other)),
  contains: (one, other) =>
    typeof one === 'string' ? typeof other === 'string' && one.includes(other) : isIn(other, one),
  size: (one, other) => sizeOf(one) === other,
  empty: (one, other) => (sizeOf(one) === 0) === other,
};

const sizeOf = (value: Json): number | undefined => {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return isRecord(value) ? Object.keys(value).length : undefined;
};
