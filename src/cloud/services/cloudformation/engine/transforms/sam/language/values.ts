import { Float } from './float.ts';
import { textOf } from './legacy/made-text.ts';
import { deepCopy } from './legacy/ordered-map.ts';

export type Fields = Record<string, unknown>;

export const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Float);

export const has = (map: Fields, key: string): boolean => Object.hasOwn(map, key);

/** Undefined for what is no map, and for what the map does not have or has as null. */
export const member = (map: unknown, key: string): unknown => {
  const value = isMap(map) && has(map, key) ? map[key] : undefined;
  return value === null ? undefined : value;
};

/**
 * Whether AWS's transform takes a value for something: nothing, false, zero, and empty texts, lists and maps are taken
 * for nothing. The transform's outcomes depend on it in many places, `AutoPublishAlias: ''` among them.
 */
export function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isMap(value)) return Object.keys(value).length > 0;
  if (value instanceof Float) return value.valueOf() !== 0;
  return Boolean(value);
}

export const isNothing = (value: unknown): value is null | undefined => value === undefined || value === null;

/** A deep copy. */
export const copyOf = <T>(value: T): T => deepCopy(value);

/** Deep equality of JSON. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, at) => isEqual(item, b[at]));
  if (!isMap(a)) return plainly(a) === plainly(b);
  if (!isMap(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => has(b, key) && isEqual(a[key], b[key]));
}

const plainly = (value: unknown): unknown => (value instanceof Float ? value.valueOf() : textOf(value));

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
