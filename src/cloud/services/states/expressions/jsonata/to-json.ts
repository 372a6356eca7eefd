import type { Json } from '../../definition/json.ts';

/** A value that JSON has no word for. */
export class Unwritable extends Error {
  override readonly name = 'Unwritable';
}

/**
 * What came of an expression as JSON: numbers that JSON cannot write are told by their names, as AWS does. Throws
 * {@link Unwritable} for functions.
 */
export function toJson(value: unknown): Json {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((item) => (item === undefined ? null : toJson(item)));
  if (typeof value !== 'object' || '_jsonata_lambda' in value || '_jsonata_function' in value) throw new Unwritable();
  const json: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    // A member of this name would be the prototype of what is made.
    if (name === '__proto__') Object.defineProperty(json, name, { value: toJson(member), enumerable: true });
    else json[name] = toJson(member);
  }
  return json;
}
