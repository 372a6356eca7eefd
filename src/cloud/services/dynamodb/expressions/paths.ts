import { AwsError } from '../../../kernel/errors.ts';
import {
  expressionsMixed,
  namesWithoutExpression,
  nameUndefined,
  pathsConflict,
  pathsOverlap,
  placeholderInvalid,
  placeholderNameInvalid,
  placeholdersEmpty,
  placeholderTooLong,
  placeholderValueInvalid,
  valuesWithoutExpression,
  valueUndefined,
} from '../errors/expression-errors.ts';
import { attributeNameEmpty, attributeNameTooLong } from '../errors/item-errors.ts';
import { ValueProblem } from '../errors/value-problem.ts';
import { isNameTooLong, normaliseValue } from '../validation/attribute-values.ts';
import type { PlaceholderParameters } from '../validation/inputs.ts';
import { type AttributeValue, type Item, own, setOwn } from '../values/attribute-value.ts';
import type { Path, ValueRef } from './ast.ts';

/** A document path without placeholders; its first step is a name. */
export type DocumentPath = readonly (string | number)[];

/** As AWS prints paths: `[a, [3], b]`. */
export function pathText(path: DocumentPath): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}

/** What stands at the path, or undefined. */
export function valueAt(item: Item, path: DocumentPath): AttributeValue | undefined {
  let value = own(item, path[0] as string);
  for (let index = 1; index < path.length && value !== undefined; index += 1) {
    const step = path[index];
    value = typeof step === 'number' ? value.L?.[step] : value.M && own(value.M, step as string);
  }
  return value;
}

/** Document paths by their steps; where a path ends, its content. No path leads through another's end. */
export interface PathNode<T> {
  readonly children: Map<string | number, PathNode<T>>;
  /** The first path that came through. */
  readonly path: DocumentPath;
  readonly content?: T;
}

/**
 * A tree of paths that are used together, as in a projection or an update. Throws AWS's problem for two of which one
 * contains the other, or that take the same value for a list and for a map.
 */
export class PathTree<T> {
  readonly root: PathNode<T> = { children: new Map(), path: [] };

  /** Adds one path. Throws where it overlaps or conflicts with one that was added before. */
  add(path: DocumentPath, content: T): void {
    let node = this.root;
    for (let index = 0; index < path.length; index += 1) {
      const step = path[index] as string | number;
      assertSameKind(node, step, path);
      const isLast = index === path.length - 1;
      let child = node.children.get(step);
      if (child && (isLast || child.content !== undefined)) {
        throw pathsOverlap(pathText(child.path), pathText(path));
      }
      if (!child) {
        child = isLast ? { children: new Map(), path, content } : { children: new Map(), path };
        node.children.set(step, child);
      }
      node = child;
    }
  }
}

/** One value cannot be a list and a map: its steps are all names or all indexes. */
function assertSameKind<T>(node: PathNode<T>, step: string | number, path: DocumentPath): void {
  const sibling = node.children.entries().next().value;
  if (!sibling || typeof sibling[0] === typeof step) return;
  throw pathsConflict(pathText(sibling[1].path), pathText(path));
}

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
  for (const key of keys) assertName(names[key] ?? '', key);
}

/** Texts of up to 64 KB; most are short enough to be told by their lengths. */
function assertName(name: string, key: string): void {
  if (name === '') throw placeholderNameInvalid(attributeNameEmpty().message, key);
  if (isNameTooLong(name)) throw placeholderNameInvalid(attributeNameTooLong().message, key);
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
    if (!(error instanceof AwsError)) throw error;
    const older = error instanceof ValueProblem ? error.older : error.message;
    throw new ValueProblem(error.message, placeholderValueInvalid(older, key).message);
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

/** `ExpressionAttributeNames` and `ExpressionAttributeValues` of one request, after their own validation. */
export interface Placeholders {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Item;
}

/** For requests without expressions. */
const noPlaceholders: Placeholders = { names: {}, values: {} };

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
