import { UnsupportedError } from '../../../kernel/errors.ts';
import type { ExpressionNode, Value } from './expression-node.ts';

/** Reads a field of a row. */
export type Lookup = (name: string) => Value;

/** A number, where the value is one or its text reads as one. */
export function numberOf(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) ? undefined : number;
}

export const textOf = (value: Value): string => (value === undefined ? '' : String(value));

/** What an expression is for a row. */
export function evaluateNode(node: ExpressionNode, lookup: Lookup): Value {
  switch (node.kind) {
    case 'value':
      return node.value;
    case 'field':
      return lookup(node.name);
    case 'duration':
      return node.ms;
    case 'star':
    case 'regex':
      return undefined;
    case 'not':
      return !isTrue(evaluateNode(node.operand, lookup));
    case 'in': {
      const value = evaluateNode(node.operand, lookup);
      return node.items.some((item) => isEqual(value, evaluateNode(item, lookup)));
    }
    case 'binary':
      return binary(node.operator, node.left, node.right, lookup);
    case 'call':
      return call(node.name, node.args, lookup);
  }
}

export const isTrue = (value: Value): boolean => value === true || value === 'true' || value === 1;

function isEqual(a: Value, b: Value): boolean {
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left !== undefined && right !== undefined) return left === right;
  return a !== undefined && b !== undefined && String(a) === String(b);
}

/** Less than 0, 0 or more; numbers before texts, what is missing at the end. */
export function compareValues(a: Value, b: Value): number {
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left !== undefined && right !== undefined) return left - right;
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

function binary(operator: string, leftNode: ExpressionNode, rightNode: ExpressionNode, lookup: Lookup): Value {
  const left = evaluateNode(leftNode, lookup);
  if (operator === 'and') return isTrue(left) && isTrue(evaluateNode(rightNode, lookup));
  if (operator === 'or') return isTrue(left) || isTrue(evaluateNode(rightNode, lookup));
  if (operator === 'like' || operator === '=~') {
    if (left === undefined) return false;
    if (rightNode.kind === 'regex') return rightNode.regex.test(String(left));
    return String(left).includes(textOf(evaluateNode(rightNode, lookup)));
  }
  const right = evaluateNode(rightNode, lookup);
  if (operator === '=') return isEqual(left, right);
  if (operator === '!=') return !isEqual(left, right);
  if (['<', '<=', '>', '>='].includes(operator)) {
    if (left === undefined || right === undefined) return false;
    const order = compareValues(left, right);
    if (operator === '<') return order < 0;
    if (operator === '<=') return order <= 0;
    return operator === '>' ? order > 0 : order >= 0;
  }
  return arithmetic(operator, numberOf(left), numberOf(right));
}

function arithmetic(operator: string, a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return undefined;
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? undefined : a / b;
    case '%':
      return b === 0 ? undefined : a % b;
    default:
      return a ** b;
  }
}

type Function = (...args: readonly Value[]) => Value;

const numeric =
  (of: (value: number) => number): Function =>
  (value) => {
    const number = numberOf(value);
    return number === undefined ? undefined : of(number);
  };
const textual =
  (of: (text: string) => Value): Function =>
  (value) =>
    value === undefined ? undefined : of(String(value));
const numbersIn = (values: readonly Value[]): number[] => values.map(numberOf).filter((each) => each !== undefined);
const stepOf = (value: Value): number => numberOf(value) || 1;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html */
const functions: Readonly<Record<string, Function>> = {
  abs: numeric(Math.abs),
  ceil: numeric(Math.ceil),
  coalesce: (...values) => values.find((value) => value !== undefined),
  concat: (...values) => values.map(textOf).join(''),
  datefloor: (time, step) => Math.floor((numberOf(time) ?? 0) / stepOf(step)) * stepOf(step),
  dateceil: (time, step) => Math.ceil((numberOf(time) ?? 0) / stepOf(step)) * stepOf(step),
  floor: numeric(Math.floor),
  frommillis: numeric((ms) => ms),
  greatest: (...values) => Math.max(...numbersIn(values)),
  isblank: (value) => textOf(value).trim() === '',
  isempty: (value) => textOf(value) === '',
  ispresent: (value) => value !== undefined,
  least: (...values) => Math.min(...numbersIn(values)),
  log: numeric(Math.log),
  ltrim: textual((text) => text.trimStart()),
  replace: (text, from, to) => textOf(text).replaceAll(textOf(from), () => textOf(to)),
  rtrim: textual((text) => text.trimEnd()),
  sqrt: numeric(Math.sqrt),
  strcontains: (text, part) => (textOf(text).includes(textOf(part)) ? 1 : 0),
  strlen: textual((text) => text.length),
  substr: (text, from, length) => {
    const start = numberOf(from) ?? 0;
    const count = numberOf(length);
    return textOf(text).slice(start, count === undefined ? undefined : start + count);
  },
  tolower: textual((text) => text.toLowerCase()),
  tomillis: numeric((ms) => ms),
  toupper: textual((text) => text.toUpperCase()),
  trim: textual((text) => text.trim()),
};

function call(name: string, args: readonly ExpressionNode[], lookup: Lookup): Value {
  if (name === 'bin') {
    const step = stepOf(args[0] && evaluateNode(args[0], lookup));
    return Math.floor((numberOf(lookup('@timestamp')) ?? 0) / step) * step;
  }
  const run = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!run) throw new UnsupportedError(`the CloudWatch Logs Insights function ${name}`);
  return run(...args.map((arg) => evaluateNode(arg, lookup)));
}

/** Whether the expression is a time, which answers write as a date. */
export const isTime = (node: ExpressionNode): boolean =>
  (node.kind === 'field' && (node.name === '@timestamp' || node.name === '@ingestionTime')) ||
  (node.kind === 'call' && /^(?:bin|date(?:floor|ceil)|frommillis)$/.test(node.name)) ||
  (node.kind === 'call' && /^(?:min|max|earliest|latest)$/.test(node.name) && node.args.some(isTime));
