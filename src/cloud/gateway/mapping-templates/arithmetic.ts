import { spendText } from './effort.ts';
import { TemplateError } from './template-error.ts';
import { Double, isNumber, numeric, printed, type Value } from './values.ts';

type Operator = '+' | '-' | '*' | '/' | '%';

/**
 * Java's: whole numbers stay whole, also when divided; a text on either side of a plus is joined. What cannot be
 * calculated is null.
 */
export function arithmetic(operator: Operator, left: Value, right: Value): Value {
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string'))
    return spendText(printed(left) + printed(right));
  if (!isNumber(left) || !isNumber(right)) return null;
  if (left instanceof Double || right instanceof Double) {
    const value = calculate(operator, numeric(left), numeric(right));
    return Number.isNaN(value) ? null : new Double(value);
  }
  const divisor = BigInt(right);
  if ((operator === '/' || operator === '%') && divisor === 0n) return null;
  return whole(calculateWhole(operator, BigInt(left), divisor));
}

function calculate(operator: Operator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? Number.NaN : left / right;
    case '%':
      return left % right;
  }
}

function calculateWhole(operator: Operator, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
  }
}

/** Ours: far beyond what anybody calculates, and printed in no time. */
const wholeMax = 10n ** 2000n;

/** As a number where that is exact. */
export function whole(value: bigint): number | bigint {
  if (value > wholeMax || value < -wholeMax) throw new TemplateError('A number grows too large');
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Numbers alone have an order; anything else is neither less nor more. */
export function compared(operator: '<' | '<=' | '>' | '>=', left: Value, right: Value): boolean {
  if (!isNumber(left) || !isNumber(right)) return false;
  const [a, b] = [numeric(left), numeric(right)];
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}
