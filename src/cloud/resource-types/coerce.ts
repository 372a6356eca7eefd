import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import { scalarOf } from '../service-kit/properties.ts';
import type { PropertySpecification, TypeSpecification, ValueType } from './specification.ts';

/**
 * Gives values the types that the specification wants, as CloudFormation does: `"5"` where a number is expected is 5,
 * `"true"` is true, and a number where text is expected is text. What cannot be turned is left for the owner to refuse.
 */
export function coerceProperties(properties: JsonObject, type: TypeSpecification | undefined): JsonObject {
  return type ? coerceMembers(properties, type.p, type) : properties;
}

function coerceMembers(
  value: JsonObject,
  members: Readonly<Record<string, PropertySpecification>>,
  type: TypeSpecification,
): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const specified = Object.hasOwn(members, name) ? members[name] : undefined;
      return [name, specified ? coerce(member, specified.t, type) : member];
    }),
  );
}

function coerce(value: unknown, wanted: ValueType, type: TypeSpecification): unknown {
  if (typeof wanted === 'string') return coerceScalar(value, wanted);
  const [kind, inner] = wanted;
  if (kind === 'd') {
    const members = type.d?.[inner];
    return members && isJsonObject(value) ? coerceMembers(value, members, type) : value;
  }
  if (kind === 'l') {
    // A single value stands for a list of one, as old templates have it.
    if (!Array.isArray(value)) return typeof value === 'string' ? [coerce(value, inner, type)] : value;
    return value.map((item) => coerce(item, inner, type));
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, coerce(item, inner, type)]));
}

const kinds = { b: 'flag', n: 'number', s: 'text' } as const;

function coerceScalar(value: unknown, wanted: ValueType): unknown {
  if (wanted !== 's' && wanted !== 'n' && wanted !== 'b') return value;
  return scalarOf(kinds[wanted], value) ?? value;
}
