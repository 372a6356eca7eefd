import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject, parseJson } from '../kernel/json.ts';
import type { TypeSpecification, ValueType } from './specification.ts';

/**
 * Whether what a resource has is what was asked for. Services write some values in their own way: a name as an ARN, a
 * document as text, a list in another order, a default where nothing was said.
 */
export function isSameValue(
  wanted: unknown,
  actual: unknown,
  type: ValueType | undefined,
  specification: TypeSpecification,
): boolean {
  if (isDeepStrictEqual(wanted, actual)) return true;
  if (actual === undefined) return isNothing(wanted);
  if (Array.isArray(wanted) && Array.isArray(actual)) {
    const inner = isCompound(type, 'l') ? type[1] : undefined;
    return isSameList(wanted, actual, (a, b) => isSameValue(a, b, inner, specification));
  }
  if (type === 'j' || type === undefined) return isSameDocument(wanted, actual);
  if (isJsonObject(wanted) && isJsonObject(actual)) return isSameObject(wanted, actual, type, specification);
  if (typeof wanted === 'string' && typeof actual === 'string')
    return isNameOf(wanted, actual) || isNameOf(actual, wanted);
  return isScalar(wanted) && isScalar(actual) && String(wanted) === String(actual);
}

/** Members of a definition that were not asked for are defaults; those of a map are not. */
function isSameObject(
  wanted: JsonObject,
  actual: JsonObject,
  type: ValueType,
  specification: TypeSpecification,
): boolean {
  const members = isCompound(type, 'd') ? specification.d?.[type[1]] : undefined;
  const inner = isCompound(type, 'm') ? type[1] : undefined;
  const names = new Set([...Object.keys(wanted), ...(members ? [] : Object.keys(actual))]);
  return [...names].every((name) =>
    isSameValue(wanted[name], actual[name], members ? members[name]?.t : inner, specification),
  );
}

/** A list, a map or a definition. */
export const isCompound = <K extends 'd' | 'l' | 'm'>(
  type: ValueType | undefined,
  kind: K,
): type is Extract<ValueType, readonly [unknown, unknown]> & readonly [K, K extends 'd' ? string : ValueType] =>
  typeof type === 'object' && type[0] === kind;

/** The same items in whatever order: AWS keeps few lists in theirs. */
function isSameList(
  wanted: readonly unknown[],
  actual: readonly unknown[],
  isSame: (wanted: unknown, actual: unknown) => boolean,
): boolean {
  if (wanted.length !== actual.length) return false;
  const left = [...actual];
  return wanted.every((item) => {
    const at = left.findIndex((other) => isSame(item, other));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

const parsed = (value: unknown): unknown => (typeof value === 'string' ? (parseJson(value) ?? value) : value);

const isSameDocument = (wanted: unknown, actual: unknown): boolean => isDeepStrictEqual(parsed(wanted), parsed(actual));

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  (typeof value === 'object' && Object.values(value).every(isNothing));

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

const isNameOf = (name: string, arn: string): boolean =>
  arn.startsWith('arn:') && name !== '' && (arn.endsWith(`:${name}`) || arn.endsWith(`/${name}`));
