import { matchesGlob } from '../../../kernel/glob.ts';
import type { Json } from '../definition/json.ts';
import { timestampMs } from './timestamps.ts';

export type IsTrue = (value: Json, expected: Json) => boolean;

/** Signs of a comparison for which each operator holds. */
const orders: Readonly<Record<string, (sign: number) => boolean>> = {
  Equals: (sign) => sign === 0,
  LessThan: (sign) => sign < 0,
  GreaterThan: (sign) => sign > 0,
  LessThanEquals: (sign) => sign <= 0,
  GreaterThanEquals: (sign) => sign >= 0,
};

/** How values of one type are compared; undefined where one of them is of another. */
const types: Readonly<Record<string, (one: Json, other: Json) => number | undefined>> = {
  String: (one, other) =>
    typeof one === 'string' && typeof other === 'string' ? Number(one > other) - Number(one < other) : undefined,
  Numeric: (one, other) =>
    typeof one === 'number' && typeof other === 'number' ? Number(one > other) - Number(one < other) : undefined,
  Timestamp: (one, other) => {
    const [ms, otherMs] = [timestampMs(one), timestampMs(other)];
    return ms === undefined || otherMs === undefined ? undefined : ms - otherMs;
  },
};

/**
 * The operators of a Choice, without `Path` at their ends and without IsPresent.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html#choice-state-comparison-operators
 */
export const comparators: Readonly<Record<string, IsTrue>> = {
  ...Object.fromEntries(
    Object.entries(types).flatMap(([type, compare]) =>
      Object.entries(orders).map(([order, isMet]) => [
        `${type}${order}`,
        (value: Json, expected: Json) => {
          const sign = compare(value, expected);
          return sign !== undefined && isMet(sign);
        },
      ]),
    ),
  ),
  BooleanEquals: (value, expected) => typeof value === 'boolean' && value === expected,
  StringMatches: (value, expected) =>
    typeof value === 'string' && typeof expected === 'string' && matchesPattern(expected, value),
  IsBoolean: (value, expected) => (typeof value === 'boolean') === expected,
  IsNull: (value, expected) => (value === null) === expected,
  IsNumeric: (value, expected) => (typeof value === 'number') === expected,
  IsString: (value, expected) => (typeof value === 'string') === expected,
  IsTimestamp: (value, expected) => (timestampMs(value) !== undefined) === expected,
};

/**
 * What the other value of a Path form counts as. AWS makes a number of whatever is there (`8` is greater than `false` and
 * than `[6]`); the compared value itself must be one.
 */
export function operandOf(comparison: string, value: Json): Json {
  if (!comparison.startsWith('Numeric') || typeof value === 'number') return value;
  const number = typeof value === 'boolean' || typeof value === 'string' ? Number(value) : 0;
  return Number.isNaN(number) ? 0 : number;
}

/** `*` is any text; a backslash before it or before a backslash takes it as it is. */
function matchesPattern(pattern: string, value: string): boolean {
  const literals = new Set<number>();
  let text = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const isEscape = pattern[at] === '\\' && (pattern[at + 1] === '*' || pattern[at + 1] === '\\');
    if (isEscape) {
      at += 1;
      literals.add(text.length);
    }
    text += pattern[at];
  }
  return matchesGlob({ text, literals }, value, { single: '' });
}
