import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import type { PropertySpecification, TypeSpecification, ValueType } from './specification.ts';

/** What breaks the schema of a type, each in the words of AWS's validator: names that are not there or too much, and kinds. */
export function modelViolations(model: JsonObject, specification: TypeSpecification): string[] {
  const found: string[] = [];
  walkMembers(model, specification.p, '#', specification, found);
  return found;
}

function walkMembers(
  value: JsonObject,
  members: Readonly<Record<string, PropertySpecification>>,
  path: string,
  specification: TypeSpecification,
  found: string[],
): void {
  for (const [name, { q }] of Object.entries(members)) {
    if (q && !Object.hasOwn(value, name)) found.push(`${path}: required key [${name}] not found`);
  }
  for (const [name, member] of Object.entries(value)) {
    const specified = Object.hasOwn(members, name) ? members[name] : undefined;
    if (specified) walkValue(member, specified.t, `${path}/${name}`, specification, found);
    else found.push(`${path}: extraneous key [${name}] is not permitted`);
  }
}

function walkValue(
  value: unknown,
  type: ValueType,
  path: string,
  specification: TypeSpecification,
  found: string[],
): void {
  const wanted = kindOf(type);
  if (wanted === undefined) return;
  const is = foundKind(value);
  if (is !== wanted && !(wanted === 'Number' && is === 'Integer')) {
    found.push(`${path}: expected type: ${wanted}, found: ${is}`);
    return;
  }
  if (typeof type === 'string') return;
  const [kind, inner] = type;
  if (kind === 'l' && Array.isArray(value)) {
    for (const [index, item] of value.entries()) walkValue(item, inner, `${path}/${index}`, specification, found);
  } else if (kind === 'm' && isJsonObject(value)) {
    for (const [name, item] of Object.entries(value)) walkValue(item, inner, `${path}/${name}`, specification, found);
  } else if (kind === 'd' && isJsonObject(value)) {
    walkMembers(value, specification.d?.[inner] ?? {}, path, specification, found);
  }
}

/** Undefined for what may be of any kind. */
function kindOf(type: ValueType): string | undefined {
  if (type === 's') return 'String';
  if (type === 'n') return 'Number';
  if (type === 'b') return 'Boolean';
  if (typeof type === 'string') return undefined;
  return type[0] === 'l' ? 'JSONArray' : 'JSONObject';
}

function foundKind(value: unknown): string {
  if (value === null) return 'Null';
  if (Array.isArray(value)) return 'JSONArray';
  if (typeof value === 'object') return 'JSONObject';
  if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'BigDecimal';
  return typeof value === 'boolean' ? 'Boolean' : 'String';
}
