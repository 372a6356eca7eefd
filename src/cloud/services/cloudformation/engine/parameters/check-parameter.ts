import { validationError } from '../../errors.ts';
import type { ParameterDeclaration } from '../template/template.ts';
import { listOf } from './list-values.ts';

/** Throws AWS's complaint when a parameter's value breaks one of its declared constraints. */
export function checkParameter(key: string, value: string, declaration: ParameterDeclaration): void {
  const type = declaration.Type;
  const items = type === 'CommaDelimitedList' || type.startsWith('List<') ? listOf(value) : [value];
  checkNumbers(key, items, type);
  const broken = brokenConstraint(key, items, declaration);
  if (broken === undefined) return;
  const { ConstraintDescription } = declaration;
  throw validationError(
    ConstraintDescription === undefined
      ? broken
      : `Parameter ${key} failed to satisfy constraint: ${ConstraintDescription}`,
  );
}

/** Ahead of the other constraints: bounds of what is no number make no sense. */
function checkNumbers(key: string, items: readonly string[], type: string): void {
  if (type !== 'Number' && type !== 'List<Number>') return;
  if (items.every((item) => item !== '' && Number.isFinite(Number(item)))) return;
  throw validationError(
    type === 'Number' ? `Parameter '${key}' must be a number.` : `Parameter '${key}' must be a list of numbers.`,
  );
}

/** The first complaint in AWS's order; of a list every item must hold. */
function brokenConstraint(
  key: string,
  items: readonly string[],
  declaration: ParameterDeclaration,
): string | undefined {
  const allowed = declaration.AllowedValues?.map(String);
  const pattern = declaration.AllowedPattern;
  const matcher = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`);
  for (const item of items) {
    if (allowed && !allowed.includes(item)) return `Parameter '${key}' must be one of AllowedValues`;
    if (matcher && !matcher.test(item)) return `Parameter '${key}' must match pattern ${pattern}`;
    const outOfBounds = brokenBound(key, item, declaration);
    if (outOfBounds !== undefined) return outOfBounds;
  }
  return undefined;
}

/** Lengths are of text, values of numbers; templates may write either as text. */
function brokenBound(key: string, item: string, declaration: ParameterDeclaration): string | undefined {
  const { MinLength, MaxLength, MinValue, MaxValue } = declaration;
  if (MinLength !== undefined && item.length < Number(MinLength)) {
    return `Parameter '${key}' must contain at least ${MinLength} characters`;
  }
  if (MaxLength !== undefined && item.length > Number(MaxLength)) {
    return `Parameter '${key}' must contain at most ${MaxLength} characters`;
  }
  if (MinValue !== undefined && Number(item) < Number(MinValue)) {
    return `Parameter '${key}' must be a number not less than ${MinValue}`;
  }
  if (MaxValue !== undefined && Number(item) > Number(MaxValue)) {
    return `Parameter '${key}' must be a number not greater than ${MaxValue}`;
  }
  return undefined;
}
