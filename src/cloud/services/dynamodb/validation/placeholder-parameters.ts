import { AwsError } from '../../../kernel/errors.ts';
import {
  expressionsMixed,
  namesWithoutExpression,
  placeholderInvalid,
  placeholderNameInvalid,
  placeholdersEmpty,
  placeholderTooLong,
  placeholderValueInvalid,
  valuesWithoutExpression,
} from '../errors/expression-errors.ts';
import { noPlaceholders, type Placeholders } from '../expressions/placeholders.ts';
import { type AttributeValue, type Item, setOwn } from '../values/attribute-value.ts';
import { normaliseValue } from './attribute-values.ts';
import type { PlaceholderParameters } from './inputs.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Limits.html#limits-expression-parameters */
const placeholderLengthMax = 255;

/**
 * Which parameters go together. Throws ValidationException when expressions meet legacy parameters, or placeholders
 * come without an expression that could use them.
 */
export function assertParametersFit(
  input: PlaceholderParameters,
  expressions: readonly string[],
  legacy: readonly string[],
): void {
  const isGiven = (name: string): boolean => (input as Readonly<Record<string, unknown>>)[name] !== undefined;
  const modern = expressions.filter(isGiven);
  if (modern.length > 0) {
    const old = legacy.filter(isGiven);
    if (old.length > 0) throw expressionsMixed(old, modern);
  } else if (input.ExpressionAttributeNames !== undefined) {
    throw namesWithoutExpression();
  }
  if (input.ExpressionAttributeValues === undefined) return;
  const withValues = expressions.filter((name) => name !== 'ProjectionExpression');
  if (withValues.length > 0 && !withValues.some(isGiven)) throw valuesWithoutExpression(withValues);
}

/** Checks names and values of placeholders; values come back normalised. */
export function readPlaceholders(input: PlaceholderParameters): Placeholders {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  if (!names && !values) return noPlaceholders;
  if (names) assertNames(names);
  return { names: names ?? noPlaceholders.names, values: values ? readValues(values) : noPlaceholders.values };
}

function assertNames(names: Readonly<Record<string, string>>): void {
  const parameter = 'ExpressionAttributeNames';
  const keys = Object.keys(names);
  if (keys.length === 0) throw placeholdersEmpty(parameter);
  for (const key of keys) assertKey(parameter, /^#[0-9a-zA-Z_]+$/, key);
  for (const key of keys) if (!names[key]) throw placeholderNameInvalid('Empty attribute name', key);
}

function readValues(values: Item): Item {
  const parameter = 'ExpressionAttributeValues';
  const keys = Object.keys(values);
  if (keys.length === 0) throw placeholdersEmpty(parameter);
  for (const key of keys) assertKey(parameter, /^:[0-9a-zA-Z_]+$/, key);
  let changed: Record<string, AttributeValue> | undefined;
  for (const key of keys) {
    const value = values[key] as AttributeValue;
    const normal = readValue(value, key);
    if (normal === value) continue;
    changed ??= { ...values };
    setOwn(changed, key, normal);
  }
  return changed ?? values;
}

function readValue(value: AttributeValue, key: string): AttributeValue {
  try {
    return normaliseValue(value);
  } catch (error) {
    throw error instanceof AwsError ? placeholderValueInvalid(error.message, key) : error;
  }
}

function assertKey(
  parameter: 'ExpressionAttributeNames' | 'ExpressionAttributeValues',
  form: RegExp,
  key: string,
): void {
  if (key.length > placeholderLengthMax) throw placeholderTooLong(parameter, key.length);
  if (!form.test(key)) throw placeholderInvalid(parameter, key);
}
