import { matchesGlob, type Pattern } from '../kernel/glob.ts';
import { isInRange } from './ip-range.ts';
import { matchArn } from './match-arn.ts';

/** Compares a value of the request with one of the policy. */
interface ConditionOperator {
  readonly matches: (value: string, wanted: Pattern) => boolean;
  /** It holds when nothing matches, thus also for a key that is not in the request. */
  readonly isNegated: boolean;
  /** Whether `${…}` in its values is read. */
  readonly hasVariables: boolean;
}

type Matches = ConditionOperator['matches'];

const withVariables = (matches: Matches): ConditionOperator => ({ matches, isNegated: false, hasVariables: true });
const plain = (matches: (value: string, wanted: string) => boolean): ConditionOperator => ({
  matches: (value, { text }) => matches(value, text),
  isNegated: false,
  hasVariables: false,
});
const not = (operator: ConditionOperator): ConditionOperator => ({ ...operator, isNegated: true });

const stringEquals = withVariables((value, { text }) => value === text);
const stringEqualsIgnoreCase = withVariables((value, { text }) => value.toLowerCase() === text.toLowerCase());
const stringLike = withVariables((value, wanted) => matchesGlob(wanted, value));
const arnLike = withVariables((value, wanted) => matchArn(wanted, value));
const ipAddress = plain(isInRange);

/** What is no number compares with none: NaN is neither equal nor less nor more. */
const numeric = (compare: (value: number, wanted: number) => boolean): ConditionOperator =>
  plain((value, wanted) => compare(numberOf(value), numberOf(wanted)));
const date = (compare: (value: number, wanted: number) => boolean): ConditionOperator =>
  plain((value, wanted) => compare(timeOf(value), timeOf(wanted)));

const equal = (a: number, b: number): boolean => a === b;
const less = (a: number, b: number): boolean => a < b;
const lessOrEqual = (a: number, b: number): boolean => a <= b;
const greater = (a: number, b: number): boolean => a > b;
const greaterOrEqual = (a: number, b: number): boolean => a >= b;

/**
 * Every condition operator but `Null`, which compares nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const conditionOperators: ReadonlyMap<string, ConditionOperator> = new Map([
  ['StringEquals', stringEquals],
  ['StringNotEquals', not(stringEquals)],
  ['StringEqualsIgnoreCase', stringEqualsIgnoreCase],
  ['StringNotEqualsIgnoreCase', not(stringEqualsIgnoreCase)],
  ['StringLike', stringLike],
  ['StringNotLike', not(stringLike)],
  ['NumericEquals', numeric(equal)],
  ['NumericNotEquals', not(numeric(equal))],
  ['NumericLessThan', numeric(less)],
  ['NumericLessThanEquals', numeric(lessOrEqual)],
  ['NumericGreaterThan', numeric(greater)],
  ['NumericGreaterThanEquals', numeric(greaterOrEqual)],
  ['DateEquals', date(equal)],
  ['DateNotEquals', not(date(equal))],
  ['DateLessThan', date(less)],
  ['DateLessThanEquals', date(lessOrEqual)],
  ['DateGreaterThan', date(greater)],
  ['DateGreaterThanEquals', date(greaterOrEqual)],
  ['Bool', withVariables((value, { text }) => isBoolean(value) && value.toLowerCase() === text.toLowerCase())],
  ['BinaryEquals', plain((value, wanted) => bytesOf(value).equals(bytesOf(wanted)))],
  ['IpAddress', ipAddress],
  ['NotIpAddress', not(ipAddress)],
  ['ArnEquals', arnLike],
  ['ArnNotEquals', not(arnLike)],
  ['ArnLike', arnLike],
  ['ArnNotLike', not(arnLike)],
]);

/** Whether there is an operator of that name, without set operator and `IfExists`. */
export const isOperator = (name: string): boolean => name === 'Null' || conditionOperators.has(name);

const isBoolean = (text: string): boolean => /^(?:true|false)$/i.test(text);

const numberOf = (text: string): number =>
  /^\s*[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : NaN;

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64');

/** https://www.w3.org/TR/NOTE-datetime: from years to fractions of seconds, a time always with its zone. */
const w3cDate = /^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?)?$/;

/** Milliseconds of a W3C date or of epoch seconds; four digits are a year. */
function timeOf(text: string): number {
  return w3cDate.test(text) ? Date.parse(text) : numberOf(text) * 1000;
}
