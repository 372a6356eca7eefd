import { validationError } from '../../errors.ts';
import type { Evaluate, IntrinsicFunction } from './intrinsic-function.ts';
import { noValue, type Scope } from './scope.ts';

/** A condition's value: a call of a condition function, `{ Condition: name }`, or the name itself. */
export function truth(value: unknown, scope: Scope, evaluate: Evaluate): boolean {
  if (typeof value === 'object' && value !== null && 'Condition' in value && typeof value.Condition === 'string') {
    return scope.condition(value.Condition);
  }
  const result = evaluate(value, scope);
  if (result === true || result === 'true') return true;
  if (result === false || result === 'false') return false;
  throw validationError('Template format error: Every Condition member must be a boolean.');
}

/** `Fn::If`: the branch that is not taken is never evaluated, for it may refer to what is not there. */
const choose: IntrinsicFunction = (argument, scope, evaluate) => {
  if (!Array.isArray(argument) || argument.length !== 3) {
    throw validationError(
      'Template error: every Fn::If object requires three parameters, the condition name, the value if true and the value if false',
    );
  }
  const [condition, whenTrue, whenFalse] = argument;
  const isTrue = typeof condition === 'string' ? scope.condition(condition) : truth(condition, scope, evaluate);
  return evaluate(isTrue ? whenTrue : whenFalse, scope);
};

/** `Fn::Equals` */
const equals: IntrinsicFunction = (argument, scope, evaluate) => {
  if (!Array.isArray(argument) || argument.length !== 2) {
    throw validationError('Template error: every Fn::Equals object requires a list of 2 string parameters.');
  }
  const [left, right] = argument.map((side) => evaluate(side, scope));
  return comparable(left) === comparable(right);
};

/** `'true'` equals `true`: CloudFormation compares texts. */
const comparable = (value: unknown): string => {
  if (value === noValue) return 'AWS::NoValue';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** AWS caps conditions at ten operands; `Fn::Not` has one. */
function operands(name: string, argument: unknown, min: number, max: number): readonly unknown[] {
  if (Array.isArray(argument) && argument.length >= min && argument.length <= max) return argument;
  const wanted = max === 1 ? 'a list of 1' : `a list of at least ${min} and at most ${max}`;
  throw validationError(`Template error: every ${name} object requires ${wanted} boolean parameters.`);
}

const and: IntrinsicFunction = (argument, scope, evaluate) =>
  operands('Fn::And', argument, 2, 10).every((operand) => truth(operand, scope, evaluate));

const or: IntrinsicFunction = (argument, scope, evaluate) =>
  operands('Fn::Or', argument, 2, 10).some((operand) => truth(operand, scope, evaluate));

const not: IntrinsicFunction = (argument, scope, evaluate) =>
  operands('Fn::Not', argument, 1, 1).every((operand) => !truth(operand, scope, evaluate));

/** The functions of rules: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-rules.html */
const lists = (name: string, argument: unknown, scope: Scope, evaluate: Evaluate): [string[], unknown] => {
  if (!Array.isArray(argument) || argument.length !== 2) {
    throw validationError(`Template error: every ${name} object requires a list of 2 parameters.`);
  }
  const list = evaluate(argument[0], scope);
  return [Array.isArray(list) ? list.map(comparable) : [comparable(list)], evaluate(argument[1], scope)];
};

const contains: IntrinsicFunction = (argument, scope, evaluate) => {
  const [list, value] = lists('Fn::Contains', argument, scope, evaluate);
  return list.includes(comparable(value));
};

const eachMemberEquals: IntrinsicFunction = (argument, scope, evaluate) => {
  const [list, value] = lists('Fn::EachMemberEquals', argument, scope, evaluate);
  return list.every((item) => item === comparable(value));
};

const eachMemberIn: IntrinsicFunction = (argument, scope, evaluate) => {
  const [list, allowed] = lists('Fn::EachMemberIn', argument, scope, evaluate);
  const set = Array.isArray(allowed) ? allowed.map(comparable) : [comparable(allowed)];
  return list.every((item) => set.includes(item));
};

/** `Fn::RefAll`: the values of all parameters of a type. */
const refAll: IntrinsicFunction = (argument, scope) => {
  if (typeof argument === 'string') return scope.parametersOfType(argument);
  throw validationError('Template error: every Fn::RefAll object requires a string parameter.');
};

/** Functions of conditions and rules, by name; `Fn::If` alone occurs elsewhere too. */
export const conditionFunctions: Readonly<Record<string, IntrinsicFunction>> = {
  'Fn::And': and,
  'Fn::Contains': contains,
  'Fn::EachMemberEquals': eachMemberEquals,
  'Fn::EachMemberIn': eachMemberIn,
  'Fn::Equals': equals,
  'Fn::If': choose,
  'Fn::Not': not,
  'Fn::Or': or,
  'Fn::RefAll': refAll,
};
