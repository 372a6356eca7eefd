import type { AwsError } from '../../../kernel/errors.ts';
import { invalid } from './validation-exception.ts';

/*
 * Every text about expressions and their placeholders. AWS composes them of a sentence and details:
 * `Invalid ConditionExpression: Syntax error; token: "x", near: "a x b"` (collected November 2026).
 */

/** What is wrong with an expression, before the parameter that holds it is named. */
export class ExpressionProblem extends Error {
  override readonly name = 'ExpressionProblem';
}

type Details = Readonly<Record<string, string | number>>;

export function problem(sentence: string, details: Details = {}): ExpressionProblem {
  const listed = Object.entries(details).map(([name, value]) => `${name}: ${value}`);
  return new ExpressionProblem(`${sentence};${listed.length === 0 ? '' : ` ${listed.join(', ')}`}`);
}

export const invalidExpression = (parameter: string, { message }: ExpressionProblem): AwsError =>
  invalid(`Invalid ${parameter}: ${message}`);

export const syntaxError = (token: string, near: string): ExpressionProblem =>
  problem('Syntax error', { token: `"${token}"`, near: `"${near}"` });

export const expressionEmpty = (): ExpressionProblem => problem('The expression can not be empty');

export const expressionTooLong = (size: number): ExpressionProblem =>
  problem('Expression size has exceeded the maximum allowed size', { 'expression size': size });

export const tooManyOperators = (count: number): ExpressionProblem =>
  problem('The expression contains too many operators', { 'operator count': count });

export const redundantParentheses = (): ExpressionProblem => problem('The expression has redundant parentheses');

export const unknownFunction = (name: string): ExpressionProblem =>
  problem('Invalid function name', { function: name });

export const functionNotInConditions = (name: string): ExpressionProblem =>
  problem('The function is not allowed in a condition expression', { function: name });

export const functionNotInUpdates = (name: string): ExpressionProblem =>
  problem('The function is not allowed in an update expression', { function: name });

export const functionMisused = (name: string): ExpressionProblem =>
  problem('The function is not allowed to be used this way in an expression', { function: name });

export const reservedWord = (word: string): ExpressionProblem =>
  problem('Attribute name is a reserved keyword', { 'reserved keyword': word });

export const nameUndefined = (name: string): ExpressionProblem =>
  problem('An expression attribute name used in the document path is not defined', { 'attribute name': name });

export const valueUndefined = (name: string): ExpressionProblem =>
  problem('An expression attribute value used in expression is not defined', { 'attribute value': name });

export const operandCount = (operator: string, count: number): ExpressionProblem =>
  problem('Incorrect number of operands for operator or function', {
    'operator or function': operator,
    'number of operands': count,
  });

export const operandType = (operator: string, type: string): ExpressionProblem =>
  problem('Incorrect operand type for operator or function', {
    'operator or function': operator,
    'operand type': type,
  });

export const actionOperandType = (action: 'ADD' | 'DELETE', type: string): ExpressionProblem =>
  problem('Incorrect operand type for operator or function', {
    operator: action,
    'operand type': type,
    typeSet: `ALLOWED_FOR_${action}_OPERAND`,
  });

export const documentPathRequired = (operator: string): ExpressionProblem =>
  problem('Operator or function requires a document path', { 'operator or function': operator });

export const operandsNotDistinct = (operator: string, first: string): ExpressionProblem =>
  problem('The first operand must be distinct from the remaining operands for this operator or function', {
    operator,
    'first operand': first,
  });

export const unknownTypeName = (type: string): ExpressionProblem =>
  problem('Invalid attribute type name found', { type, 'valid types': '{B,NULL,SS,BOOL,L,BS,N,NS,S,M}' });

export const betweenTypes = (lower: string, upper: string): ExpressionProblem =>
  problem('The BETWEEN operator requires same data type for lower and upper bounds', {
    'lower bound operand': lower,
    'upper bound operand': upper,
  });

export const betweenOrder = (lower: string, upper: string): ExpressionProblem =>
  problem('The BETWEEN operator requires upper bound to be greater than or equal to lower bound', {
    'lower bound operand': lower,
    'upper bound operand': upper,
  });

export const tooManyForIn = (count: number): ExpressionProblem =>
  problem('The IN operator is provided with too many operands', { 'number of operands': count });

export const pathTooDeep = (levels: number): ExpressionProblem =>
  problem('The document path has too many nesting levels', { 'nesting levels': levels });

export const listIndexTooLarge = (index: string): ExpressionProblem =>
  problem('List index is not within the allowable range', { index: `[${index}]` });

export const sectionRepeated = (section: string): ExpressionProblem =>
  problem(`The "${section}" section can only be used once in an update expression`);

export const pathsOverlap = (first: string, second: string): ExpressionProblem =>
  problem('Two document paths overlap with each other; must remove or rewrite one of these paths', {
    'path one': first,
    'path two': second,
  });

export const pathsConflict = (first: string, second: string): ExpressionProblem =>
  problem('Two document paths conflict with each other; must remove or rewrite one of these paths', {
    'path one': first,
    'path two': second,
  });

// Parameters around expressions

export const expressionsMixed = (legacy: readonly string[], modern: readonly string[]): AwsError =>
  invalid(
    'Can not use both expression and non-expression parameters in the same request: ' +
      `Non-expression parameters: {${legacy.join(', ')}} Expression parameters: {${modern.join(', ')}}`,
  );

export const namesWithoutExpression = (): AwsError =>
  invalid('ExpressionAttributeNames can only be specified when using expressions');

export const valuesWithoutExpression = (expressions: readonly string[]): AwsError =>
  invalid(
    `ExpressionAttributeValues can only be specified when using expressions: ${expressions.join(' and ')} ` +
      `${expressions.length > 1 ? 'are' : 'is'} null`,
  );

type Placeholders = 'ExpressionAttributeNames' | 'ExpressionAttributeValues';

export const placeholdersEmpty = (parameter: Placeholders): AwsError => invalid(`${parameter} must not be empty`);

export const placeholderInvalid = (parameter: Placeholders, key: string): AwsError =>
  invalid(`${parameter} contains invalid key: Syntax error; key: "${key}"`);

export const placeholderTooLong = (parameter: Placeholders, size: number): AwsError =>
  invalid(
    `${parameter} contains invalid key: The expression attribute map contains a key that is too long; ` +
      `size of key: ${size}`,
  );

export const placeholderValueInvalid = (why: string, key: string): AwsError =>
  invalid(`ExpressionAttributeValues contains invalid value: ${why} for key ${key}`);

export const placeholderNameInvalid = (why: string, key: string): AwsError =>
  invalid(`ExpressionAttributeNames contains invalid value: ${why} for key ${key}`);

export const placeholdersUnused = (parameter: Placeholders, keys: readonly string[]): AwsError =>
  invalid(`Value provided in ${parameter} unused in expressions: keys: {${keys.join(', ')}}`);

// Key conditions

export const keyOperatorInvalid = (operator: string): AwsError =>
  invalid(`Invalid operator used in KeyConditionExpression: ${operator}`);

export const keyConditionInvalid = (why: string): AwsError =>
  invalid(`Invalid condition in KeyConditionExpression: ${why}`);

export const keyConditionNested = (): AwsError => invalid('KeyConditionExpressions cannot contain nested operations');

export const keyConditionOnNestedPath = (): AwsError =>
  invalid('KeyConditionExpressions cannot have conditions on nested attributes');

export const keyConditionRepeated = (): AwsError =>
  invalid('Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key');
