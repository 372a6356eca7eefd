import { UnsupportedError } from '../kernel/errors.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { ResourceType } from '../service-kit/contract.ts';
import type { TypeSpecification } from './specification.ts';

/** A resource's properties break its schema; the text is the reason in the resource's event. */
export class PropertiesInvalid extends Error {}

/** Throws what is wrong with the names of the properties: AWS's complaint, or ours for what is not emulated. */
export function checkProperties(
  logicalId: string,
  typeName: string,
  properties: JsonObject,
  type: ResourceType,
  specification: TypeSpecification | undefined,
): void {
  // Custom resources take whatever their functions understand.
  if (type.properties.includes('*')) return;
  const names = Object.keys(properties);
  if (specification) {
    const violations = [
      ...names
        .filter((name) => !Object.hasOwn(specification.p, name))
        .map((name) => `#: extraneous key [${name}] is not permitted`),
      ...Object.entries(specification.p)
        .filter(([name, property]) => property.q && !Object.hasOwn(properties, name))
        .map(([name]) => `#: required key [${name}] not found`),
    ];
    if (violations.length > 0) throw new PropertiesInvalid(complaint(logicalId, violations));
  }
  const unknown = names.filter((name) => !type.properties.includes(name));
  if (unknown.length === 0) return;
  const what = unknown.length === 1 ? 'property' : 'properties';
  throw new UnsupportedError(`${what} ${unknown.join(', ')} of ${typeName}`);
}

function complaint(logicalId: string, violations: readonly string[]): string {
  const summary = violations.length === 1 ? [] : [`#: ${violations.length} schema violations found`];
  return `Properties validation failed for resource ${logicalId} with message:\n${[...summary, ...violations].join('\n')}`;
}
