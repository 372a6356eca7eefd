import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  formatDecimal,
  numberBytes,
  olderProblemOf,
  parseDecimal,
  problemOf,
  zeroProblemOf,
} from './number.ts';

const parsed = (text: string): Decimal => {
  const decimal = parseDecimal(text);
  if (!decimal) throw new Error(`${text} is not a number`);
  return decimal;
};

/** Whole numbers with a power of ten: texts that name them and their exact value on a common scale. */
const numbers = fc.record({
  whole: fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
  power: fc.integer({ min: -20, max: 20 }),
});
const textOf = ({ whole, power }: { whole: bigint; power: number }): string => `${whole}e${power}`;
const exact = ({ whole, power }: { whole: bigint; power: number }): bigint => whole * 10n ** BigInt(power + 20);

describe('decimals', () => {
  it.each([
    ['1', '1'],
    ['-0.0', '0'],
    ['+5', '5'],
    ['007', '7'],
    ['1.2300', '1.23'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1e3', '1000'],
    ['1.5E-3', '0.0015'],
    ['-12.50e1', '-125'],
    ['0e125', '0'],
  ])('normalises %s to %s', (given, normal) => {
    expect(formatDecimal(parsed(given))).toBe(normal);
  });

  it.each([
    '1e9223372036854775808',
    '0e-9223372036854775809',
    '',
    '.',
    'e5',
    '1e',
    '--1',
    '1 ',
    'NaN',
    'Infinity',
    '0x10',
    '1_000',
    '1e1.5',
  ])('refuses %j', (given) => {
    expect(parseDecimal(given)).toBeUndefined();
  });

  it.each([
    ['9.9999999999999999999999999999999999999e125', undefined],
    ['1e126', 'overflow'],
    ['1e9223372036854775807', 'overflow'],
    ['1e-130', undefined],
    ['1e-131', 'underflow'],
    ['-1e-9223372036854775808', 'underflow'],
    ['12345678901234567890123456789012345678', undefined],
    ['123456789012345678901234567890123456789', 'precision'],
    ['1234567890123456789012345678901234567800', undefined],
  ])('finds in %s the problem %s', (given, problem) => {
    expect(problemOf(parsed(given))).toBe(problem);
  });

  it.each([
    ['1e126', 'overflow'],
    ['1e-131', 'underflow'],
    ['1e2147483647', 'underflow'],
    ['1e2147483648', 'unreadable'],
    ['1.5e-2147483647', 'unreadable'],
    ['1e125', undefined],
  ])('finds in %s, by integers of 32 bits, the problem %s', (given, problem) => {
    expect(olderProblemOf(given)).toBe(problem);
  });

  it.each([
    ['0e126', 'overflow'],
    ['0e-131', 'underflow'],
    ['0.0', undefined],
    ['1e126', undefined],
  ])('finds in the zero %s the problem %s', (given, problem) => {
    expect(zeroProblemOf(parsed(given), given)).toBe(problem);
  });

  it.each([
    ['0', 1],
    ['7', 2],
    ['-7', 3],
    ['100', 2],
    ['101', 3],
    ['123456', 4],
    ['3.14159', 5],
    ['0.0012', 2],
    ['1e125', 2],
  ])('measures %s as %i bytes', (given, bytes) => {
    expect(numberBytes(given)).toBe(bytes);
  });

  it('orders as the numbers do', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const order = compareDecimals(parsed(textOf(a)), parsed(textOf(b)));
        const expected = exact(a) - exact(b);

        expect(Math.sign(order)).toBe(expected < 0n ? -1 : expected > 0n ? 1 : 0);
      }),
    );
  });

  it('adds exactly', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const sum = addDecimals(parsed(textOf(a)), parsed(textOf(b)));

        expect(formatDecimal(sum)).toBe(formatDecimal(parsed(`${exact(a) + exact(b)}e-20`)));
      }),
    );
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        const decimal = parsed(textOf(number));

        expect(parsed(formatDecimal(decimal))).toEqual(decimal);
      }),
    );
  });
});
