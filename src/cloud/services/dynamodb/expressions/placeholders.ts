import { nameUndefined, valueUndefined } from '../errors/expression-errors.ts';
import { type AttributeValue, type Item, own } from '../values/attribute-value.ts';
import type { Path, ValueRef } from './ast.ts';
import type { DocumentPath } from './path.ts';

/** `ExpressionAttributeNames` and `ExpressionAttributeValues` of one request, after their own validation. */
export interface Placeholders {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Item;
}

/** For requests without expressions. */
export const noPlaceholders: Placeholders = { names: {}, values: {} };

/** Throws the problem of an undefined placeholder. */
export function resolvePath({ steps }: Path, { names }: Placeholders): DocumentPath {
  if (!steps.some(isPlaceholder)) return steps;
  return steps.map((step) => (isPlaceholder(step) ? resolveName(step as string, names) : step));
}

/** Throws the problem of an undefined value. */
export function resolveValue({ name }: ValueRef, { values }: Placeholders): AttributeValue {
  const value = own(values, name);
  if (value === undefined) throw valueUndefined(name);
  return value;
}

const isPlaceholder = (step: string | number): boolean => typeof step === 'string' && step.startsWith('#');

function resolveName(placeholder: string, names: Readonly<Record<string, string>>): string {
  const name = own(names, placeholder);
  if (name === undefined) throw nameUndefined(placeholder);
  return name;
}
