import { addressDigits } from './addresses.ts';
import { matchesWildcard, type Wildcard } from './wildcard.ts';

export type Scalar = string | number | boolean | null;

/** What one value of a pattern's list asks of a field's value. */
export type ValueTest =
  | { readonly kind: 'exact'; readonly value: Scalar }
  | { readonly kind: 'prefix' | 'suffix'; readonly text: string; readonly ignoresCase: boolean }
  | { readonly kind: 'equals-ignore-case'; readonly text: string }
  | {
      readonly kind: 'numeric';
      readonly low: number;
      readonly high: number;
      readonly isLowOpen: boolean;
      readonly isHighOpen: boolean;
    }
  | { readonly kind: 'cidr'; readonly low: string; readonly high: string }
  | { readonly kind: 'wildcard'; readonly wildcard: Wildcard }
  | { readonly kind: 'anything-but'; readonly unwanted: readonly ValueTest[]; readonly values: ReadonlySet<Scalar> }
  | { readonly kind: 'present' | 'absent' };

/** AWS: numbers are compared up to here, to six digits behind the point. */
export const comparableMax = 5e9;

/** A number as it is compared: 0.1 + 0.2 is 0.3. */
export const comparable = (value: number): number =>
  Math.abs(value) <= comparableMax ? Math.round(value * 1e6) / 1e6 : value;

/** What equal values have in common. */
export const comparableScalar = (value: Scalar): Scalar => (typeof value === 'number' ? comparable(value) : value);

/** Whether a value of a field passes; those of absent fields are the caller's. */
export function passes(test: ValueTest, value: Scalar): boolean {
  switch (test.kind) {
    case 'exact':
      return test.value === comparableScalar(value);
    case 'numeric':
      return typeof value === 'number' && isInRange(test, comparable(value));
    case 'anything-but':
      return !test.values.has(comparableScalar(value)) && !test.unwanted.some((unwanted) => passes(unwanted, value));
    case 'present':
      return true;
    case 'absent':
      return false;
    default:
      return typeof value === 'string' && passesText(test, value);
  }
}

type TextTest = Extract<ValueTest, { kind: 'prefix' | 'suffix' | 'equals-ignore-case' | 'cidr' | 'wildcard' }>;

function passesText(test: TextTest, value: string): boolean {
  if (test.kind === 'wildcard') return matchesWildcard(test.wildcard, value);
  if (test.kind === 'equals-ignore-case') return value.toLowerCase() === test.text;
  if (test.kind === 'cidr') return isInBlock(test, value);
  const text = test.ignoresCase ? value.toLowerCase() : value;
  return test.kind === 'prefix' ? text.startsWith(test.text) : text.endsWith(test.text);
}

function isInBlock({ low, high }: { readonly low: string; readonly high: string }, value: string): boolean {
  const digits = addressDigits(value);
  return digits !== undefined && digits.length === low.length && digits >= low && digits <= high;
}

/** Whether a comparable number is within the range. */
export function isInRange(range: Extract<ValueTest, { kind: 'numeric' }>, value: number): boolean {
  if (Math.abs(value) > comparableMax) return false;
  if (range.isLowOpen ? value <= range.low : value < range.low) return false;
  return range.isHighOpen ? value < range.high : value <= range.high;
}
