import { isJsonObject } from '../kernel/json.ts';
import type { Properties, ResourceCalls, ResourceImport, ResourceReading } from './contract.ts';

/** There is no such resource, where its service has no error of its own for that. */
export class ResourceGone extends Error {}

/** A type that can be read can be imported: its attributes are in what is read. */
export const importingBy = (reading: ResourceReading, attributes: readonly string[]): ResourceImport => ({
  identifiers: reading.identifiers,
  async find(identifier, calls) {
    const model = await reading.read(identifier, calls);
    const physicalId = reading.physicalId?.(identifier, model) ?? Object.values(identifier).join('|');
    return { physicalId, attributes: Object.fromEntries(attributes.map((name) => [name, memberAt(model, name)])) };
  },
});

/** `Endpoint.Address` of `{ Endpoint: { Address } }`. */
export const memberAt = (model: Properties, path: string): unknown =>
  path.split('.').reduce<unknown>((part, name) => (isJsonObject(part) ? part[name] : undefined), model);

/** Without members that are undefined, null, or empty lists and structures: what a resource does not have. */
export const present = (model: Properties): Properties =>
  Object.fromEntries(Object.entries(model).filter(([, value]) => !isNothing(value)));

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'object' && !(value instanceof Date) && Object.keys(value).length === 0);

interface Listing {
  readonly input?: object;
  /** The member of the output that is the list. */
  readonly items: string;
  /** Members of output and input by which pages follow each other; none where there is one page alone. */
  readonly token?: readonly [ofOutput: string, ofInput: string];
}

/** All items of an operation that lists, page after page. */
export async function allOf<Item>(
  calls: ResourceCalls,
  service: string,
  operation: string,
  { input = {}, items, token }: Listing,
): Promise<readonly Item[]> {
  const all: Item[] = [];
  let next: object | undefined = input;
  while (next) {
    const output: Properties = await calls.call<Properties>(service, operation, next);
    all.push(...((output[items] ?? []) as readonly Item[]));
    const more: unknown = token && output[token[0]];
    next = more ? { ...input, [token?.[1] ?? '']: more } : undefined;
  }
  return all;
}

/** A record of tags as the registry has it: a list of pairs. */
export const tagPairs = (tags: Readonly<Record<string, string>> | undefined) =>
  Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));

/** A policy or another document as what it says; a text that is no JSON stays as it is. */
export function documentOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Those members alone. */
export const pick = (from: object | undefined, names: readonly string[]): Properties =>
  Object.fromEntries(names.map((name) => [name, (from as Properties | undefined)?.[name]]));

/** Names begin with a capital in the registry, whatever the service says: `requestParameters` → `RequestParameters`. */
export const capitalized = (from: object | undefined): Properties =>
  Object.fromEntries(
    Object.entries(from ?? {}).map(([name, value]) => [name.charAt(0).toUpperCase() + name.slice(1), value]),
  );
