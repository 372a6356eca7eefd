import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject } from '../kernel/json.ts';
import type { PropertySpecification, TypeSpecification, ValueType } from './specification.ts';

/** Whether a change is made in place, by a new resource, or as the resource's owner decides. */
export type Recreation = 'Never' | 'Conditionally' | 'Always';

/** A top-level property that differs, and what that demands. */
export interface PropertyChange {
  readonly name: string;
  readonly recreation: Recreation;
}

/** The top-level properties that differ, each with what its change demands of the resource. */
export function changedProperties(
  before: JsonObject,
  after: JsonObject,
  specification: TypeSpecification | undefined,
): PropertyChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => !isDeepStrictEqual(before[name], after[name]))
    .map((name) => ({ name, recreation: recreationOf(name, before[name], after[name], specification) }));
}

/** What all changes together demand. */
export function strictest(changes: readonly PropertyChange[]): Recreation {
  if (changes.some(({ recreation }) => recreation === 'Always')) return 'Always';
  return changes.some(({ recreation }) => recreation === 'Conditionally') ? 'Conditionally' : 'Never';
}

/** Unknown types and properties are changed in place: their owner may still say otherwise. */
function recreationOf(
  name: string,
  before: unknown,
  after: unknown,
  specification: TypeSpecification | undefined,
): Recreation {
  const property = specification && Object.hasOwn(specification.p, name) ? specification.p[name] : undefined;
  if (!specification || !property) return 'Never';
  if (specification.r?.some((path) => path[0] === name && pathDiffers(path.slice(1), before, after))) return 'Always';
  return worst(ownRecreation(property), nestedRecreation(property.t, before, after, specification));
}

const ownRecreation = (property: PropertySpecification): Recreation => {
  if (property.u === 'r') return 'Always';
  return property.u === 'm' ? 'Conditionally' : 'Never';
};

const severity: Readonly<Record<Recreation, number>> = { Never: 0, Conditionally: 1, Always: 2 };
const worst = (a: Recreation, b: Recreation): Recreation => (severity[a] >= severity[b] ? a : b);

/** Members of nested definitions may replace as well; lists are compared as wholes, their items have no identity. */
function nestedRecreation(
  type: ValueType,
  before: unknown,
  after: unknown,
  specification: TypeSpecification,
): Recreation {
  if (typeof type === 'string' || type[0] !== 'd' || !isJsonObject(before) || !isJsonObject(after)) return 'Never';
  const members = specification.d?.[type[1]] ?? {};
  let result: Recreation = 'Never';
  for (const [name, member] of Object.entries(members)) {
    if (isDeepStrictEqual(before[name], after[name])) continue;
    result = worst(result, ownRecreation(member));
    result = worst(result, nestedRecreation(member.t, before[name], after[name], specification));
  }
  return result;
}

/** A path leads into nested objects; where it ends early there is nothing that could differ. */
function pathDiffers(path: readonly string[], before: unknown, after: unknown): boolean {
  const at = (value: unknown) =>
    path.reduce<unknown>((part, key) => (isJsonObject(part) ? part[key] : undefined), value);
  return !isDeepStrictEqual(at(before), at(after));
}
