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

/**
 * Bytes that a validated number takes: one, one for two digits ahead of the decimal point and one for two behind it, zeros
 * at both ends left out, and one for a minus sign.
 */
export function numberBytes(text: string): number {
  const { negative, digits, exponent } = decimalOf(text);
  const whole = Math.min(Math.max(exponent + 1, 0), digits.length);
  return 1 + Math.ceil(whole / 2) + Math.ceil((digits.length - whole) / 2) + (negative ? 1 : 0);
}

/**
 * A finite decimal of up to 38 significant digits: `sign · 0.digits × 10^(exponent + 1)`, that is the first digit
 * stands at 10^exponent. Zero has no digits.
 */
export interface Decimal {
  readonly negative: boolean;
  /** Without leading and trailing zeros. */
  readonly digits: string;
  readonly exponent: number;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number */
const digitsMax = 38;
/** Of the first digit: numbers go up to 9.99…E+125. */
const exponentMax = 125;
/** The smallest positive number is 1E-130; key encoding counts exponents from here. */
export const exponentMin = -130;

/** Longer texts are not numbers that anybody meant; the bound keeps parsing linear in something small. */
const exponentDigitsMax = 15;

const zero: Decimal = { negative: false, digits: '', exponent: 0 };

/** Undefined for what is not a number; magnitude and precision are not checked: see {@link problemOf}. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  const all = whole + fraction;
  if (all === '' || !isLong(power)) return undefined;
  const first = firstNonZero(all);
  if (first === all.length) return zero;
  const shift = power.replace(/^[+-]?0*/, '').length > exponentDigitsMax ? clampedPower(power) : Number(power);
  return {
    negative: sign === '-',
    digits: all.slice(first, lastNonZero(all) + 1),
    exponent: whole.length - 1 - first + shift,
  };
}

/** Magnitude too large, too small, or more digits than 38: each has a message of its own. */
export type DecimalProblem = 'overflow' | 'underflow' | 'precision';

/** What keeps a number from being stored. */
export function problemOf({ digits, exponent }: Decimal): DecimalProblem | undefined {
  if (digits === '') return undefined;
  if (exponent > exponentMax) return 'overflow';
  if (exponent < exponentMin) return 'underflow';
  return digits.length > digitsMax ? 'precision' : undefined;
}

/** Zero is as large or as small as the exponent that it is written with. */
export function zeroProblemOf({ digits }: Decimal, text: string): DecimalProblem | undefined {
  if (digits !== '') return undefined;
  const power = Number(/[eE](.*)$/.exec(text)?.[1] ?? 0);
  return power > exponentMax ? 'overflow' : power < exponentMin ? 'underflow' : undefined;
}

const intMax = 2n ** 31n;

/**
 * What DynamoDB's older layer finds in a number that is too large or too small: it reads as Java's BigDecimal does, whose
 * scale is an integer of 32 bits, and counts digits in such integers, which overflow.
 */
export function olderProblemOf(text: string): DecimalProblem | 'unreadable' | undefined {
  const [, whole = '', fraction = '', power = '0'] = /^[+-]?(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const exponent = BigInt(power.replace('+', ''));
  const scale = BigInt(fraction.length) - exponent;
  if (!isInt(exponent) || !isInt(scale)) return 'unreadable';
  const precision = (whole + fraction).replace(/^0+/, '').length;
  const magnitude = BigInt.asIntN(32, BigInt(precision) - scale) - 1n;
  if (magnitude > exponentMax) return 'overflow';
  return magnitude < exponentMin ? 'underflow' : undefined;
}

const isInt = (value: bigint): boolean => value >= -intMax && value < intMax;

/** Plain notation without exponent, as DynamoDB answers: `1e3` is `1000`, `-0.0` is `0`. */
export function formatDecimal({ negative, digits, exponent }: Decimal): string {
  if (digits === '') return '0';
  return (negative ? '-' : '') + magnitudeText(digits, exponent);
}

/** Below, equal or above zero, as for sorting. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const signs = signOf(a) - signOf(b);
  if (signs !== 0 || a.digits === '') return signs;
  const order = a.exponent - b.exponent || (a.digits < b.digits ? -1 : a.digits > b.digits ? 1 : 0);
  return a.negative ? -order : order;
}

/** The exact sum. Check it with {@link problemOf}: it may have too many digits to be stored. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  if (a.digits === '') return b;
  if (b.digits === '') return a;
  const lowest = Math.min(lowestPower(a), lowestPower(b));
  return fromScaled(scaled(a, lowest) + scaled(b, lowest), lowest);
}

/** Zero has no sign: there is no `-0`. */
const negate = (value: Decimal): Decimal => (value.digits === '' ? value : { ...value, negative: !value.negative });

const signOf = ({ negative, digits }: Decimal): number => (digits === '' ? 0 : negative ? -1 : 1);

/** The power of ten at which the last digit stands. */
const lowestPower = ({ digits, exponent }: Decimal): number => exponent - digits.length + 1;

/** The value in units of 10^lowest, as a whole number: sums of those are exact, however far apart two numbers are. */
const scaled = (value: Decimal, lowest: number): bigint => {
  const magnitude = BigInt(value.digits + '0'.repeat(lowestPower(value) - lowest));
  return value.negative ? -magnitude : magnitude;
};

function fromScaled(sum: bigint, lowest: number): Decimal {
  if (sum === 0n) return zero;
  const negative = sum < 0n;
  const text = (negative ? -sum : sum).toString();
  return { negative, digits: text.slice(0, lastNonZero(text) + 1), exponent: text.length - 1 + lowest };
}

function magnitudeText(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const wholeLength = exponent + 1;
  if (digits.length <= wholeLength) return digits + '0'.repeat(wholeLength - digits.length);
  return `${digits.slice(0, wholeLength)}.${digits.slice(wholeLength)}`;
}

/** An exponent beyond 64 bits is none. */
const isLong = (power: string): boolean =>
  power.length <= exponentDigitsMax ||
  BigInt.asIntN(64, BigInt(power.replace('+', ''))) === BigInt(power.replace('+', ''));

/** An exponent that no number can have any more, with the right sign: overflow and underflow are told apart. */
const clampedPower = (power: string): number => (power.startsWith('-') ? -1e15 : 1e15);

function firstNonZero(text: string): number {
  let index = 0;
  while (index < text.length && text.charCodeAt(index) === 48) index += 1;
  return index;
}

function lastNonZero(text: string): number {
  let index = text.length - 1;
  while (index >= 0 && text.charCodeAt(index) === 48) index -= 1;
  return index;
}
