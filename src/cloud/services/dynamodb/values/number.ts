import { addDecimals, compareDecimals, type Decimal, negate, parseDecimal } from './decimal.ts';

/** Small whole numbers, which most are, are already as DynamoDB answers them. */
const plainInteger = /^(?:0|-?[1-9]\d{0,14})$/;

/** Whether a text is a number in normal form already, told by its looks alone. */
export const isPlainInteger = (text: string): boolean => plainInteger.test(text);

/** Of numbers that were validated. */
export function decimalOf(text: string): Decimal {
  const decimal = parseDecimal(text);
  if (!decimal) throw new Error(`Invariant violated: ${text} was validated as a number`);
  return decimal;
}

/** Numeric order of validated numbers. */
export function compareNumbers(a: string, b: string): number {
  if (a === b) return 0;
  if (plainInteger.test(a) && plainInteger.test(b)) return Number(a) - Number(b);
  return compareDecimals(decimalOf(a), decimalOf(b));
}

/** `a + b` or `a - b`, exactly; the caller checks that it can be stored. */
export function calculate(operator: '+' | '-', a: string, b: string): Decimal {
  const right = decimalOf(b);
  return addDecimals(decimalOf(a), operator === '+' ? right : negate(right));
}

/** Bytes that a validated number takes: two digits a byte, one for the exponent, one for a minus sign. */
export function numberBytes(text: string): number {
  const { negative, digits, exponent } = decimalOf(text);
  if (digits === '') return 1;
  const highestPair = Math.floor(exponent / 2);
  const lowestPair = Math.floor((exponent - digits.length + 1) / 2);
  return 1 + (highestPair - lowestPair + 1) + (negative ? 1 : 0);
}
