import { isJsonObject, parseJson } from '../kernel/json.ts';
import type { Properties, ResourceIdentifier, ResourceState } from '../service-kit/contract.ts';
import { memberAt } from '../service-kit/resource-reading.ts';

// https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/resource-identifier.html

/** One value as it is, several joined by `|` in the order of the schema. */
export const identifierText = (identifier: ResourceIdentifier): string => Object.values(identifier).join('|');

/** Reads an identifier: the text, or a JSON object by the names. Undefined for one that has other parts than the type's. */
export function readIdentifier(text: string, names: readonly string[]): ResourceIdentifier | undefined {
  const json = text.startsWith('{') ? parseJson(text) : undefined;
  if (isJsonObject(json)) {
    const values = names.map((name) => json[name]);
    return values.every((value) => value !== undefined) ? identifierFrom(names, values) : undefined;
  }
  if (names.length === 1) return identifierFrom(names, [text]);
  const parts = text.split('|');
  return parts.length === names.length ? identifierFrom(names, parts) : undefined;
}

/** The identifier that properties say already; undefined where a part of it is made by the service. */
export function givenIdentifier(names: readonly string[], properties: Properties): ResourceIdentifier | undefined {
  const values = names.map((name) => memberAt(properties, name));
  return values.every((value) => value !== undefined) ? identifierFrom(names, values) : undefined;
}

/**
 * The identifier of a resource that its owner made. Parts are among its attributes or its properties; one that is in
 * neither is what `Ref` answers.
 */
export function identifierOf(
  names: readonly string[],
  { physicalId, ref = physicalId, attributes = {} }: ResourceState,
  properties: Properties,
): ResourceIdentifier {
  return identifierFrom(
    names,
    names.map((name) => attributes[name] ?? properties[name] ?? ref),
  );
}

const identifierFrom = (names: readonly string[], values: readonly unknown[]): ResourceIdentifier =>
  Object.fromEntries(names.map((name, index) => [name, String(values[index])]));
