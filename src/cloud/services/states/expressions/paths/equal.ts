import type { Json, JsonRecord } from '../../definition/json.ts';

/** Whether two values of JSON are the same; the order of members does not matter. */
export function isEqual(one: Json, other: Json): boolean {
  if (one === other) return true;
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length && one.every((item, at) => isEqual(item, other[at]));
  }
  if (!isRecord(one) || !isRecord(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && isEqual(one[name] ?? null, other[name] ?? null))
  );
}

/** Whether a value is an object, and no array. */
export const isRecord = (value: Json | undefined): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text that is the same for values that are: the members of objects are in order. */
export function canonicalText(value: Json): string {
  return JSON.stringify(value, (_name, inner: Json) =>
    isRecord(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
