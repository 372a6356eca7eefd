import { AwsError } from '../../../kernel/errors.ts';
import { isJsonObject } from '../../../kernel/json.ts';
import { isGoneCode } from '../../../resource-types/handler-errors.ts';
import { identifierText, readIdentifier } from '../../../resource-types/identifier.ts';
import { withoutSystemTags } from '../../../resource-types/own-tags.ts';
import type { OwnedType } from '../../../resource-types/owned-type.ts';
import { isSameValue } from '../../../resource-types/same-value.ts';
import type { Properties, ResourceCalls, ResourceIdentifier, ResourceState } from '../../../service-kit/contract.ts';
import { ResourceGone } from '../../../service-kit/resource-reading.ts';
import { identifierInvalid } from '../errors.ts';
import { type CloudControlState, type KeptResource, resourceKey } from '../state.ts';

/** A resource that is there. */
export interface FoundResource {
  readonly identifier: ResourceIdentifier;
  /** What its owner needs to change or delete it. */
  readonly state: ResourceState;
  /** Properties and attributes, as the registry's schema has them. */
  readonly model: Properties;
  /** What was asked for here; undefined where somebody else made it. */
  readonly desired: Properties | undefined;
}

/** There is none, or none that anybody could tell of. */
export type NotFound = { readonly gone: string } | { readonly unreadable: true };

/** Looks for a resource: by its service where the type can be read, else in what was made here. */
export async function findResource(
  state: CloudControlState,
  type: OwnedType,
  text: string,
  calls: ResourceCalls,
): Promise<FoundResource | NotFound> {
  const { name, owner, identifiers } = type;
  const identifier = readIdentifier(text, identifiers);
  if (!identifier) throw identifierInvalid(name, text, identifiers);
  const kept = state.resources.get(resourceKey(name, identifierText(identifier)));
  if (!owner.reading && !kept) return { unreadable: true };
  if (!owner.reading && !kept?.state)
    return { gone: `Resource of type '${name}' with identifier '${text}' was not found.` };
  try {
    const live = await owner.reading?.read(identifier, calls);
    const known = kept?.state ?? (await owner.importing?.find(identifier, calls));
    if (!known) return { unreadable: true };
    const model = modelOf(type, { identifier, live, kept: kept?.state && kept, state: known });
    return { identifier, state: known, model, desired: kept?.state && kept.properties };
  } catch (error) {
    const isGone = error instanceof ResourceGone || (error instanceof AwsError && isGoneCode(error.code));
    if (!isGone) throw error;
    return { gone: error.message };
  }
}

interface Known {
  readonly identifier: ResourceIdentifier;
  readonly live: Properties | undefined;
  readonly kept: KeptResource | undefined;
  readonly state: ResourceState;
}

/**
 * What its service tells goes before what was asked for, but for what is the same in other words: tools would take that
 * for a change. What AWS never tells is left out.
 */
function modelOf({ owner, specification }: OwnedType, { identifier, live, kept, state }: Known): Properties {
  const told = new Set([...(owner.reading?.properties ?? []), ...(owner.reading?.writeOnly ?? [])]);
  const untold = Object.entries(kept?.properties ?? {}).filter(([name]) => !told.has(name));
  const isKnown = (name: string) => Object.hasOwn(specification.p, name) || specification.a?.includes(name) === true;
  const attributes = Object.entries(state.attributes ?? {}).filter(([name]) => isKnown(name));
  const asAsked = Object.entries(live ?? {}).map(([name, value]) => {
    const wanted = kept?.properties[name];
    const isSame = wanted !== undefined && isSameValue(wanted, value, specification.p[name]?.t, specification);
    return [name, isSame ? wanted : value] as const;
  });
  return withoutSystemTags({
    ...identifier,
    ...Object.fromEntries(untold),
    ...nested(attributes),
    ...Object.fromEntries(asAsked),
  });
}

/** `Endpoint.Address` → `{ Endpoint: { Address } }` */
function nested(attributes: readonly (readonly [string, unknown])[]): Properties {
  const model: Record<string, unknown> = {};
  for (const [path, value] of attributes) {
    if (value === undefined) continue;
    const names = path.split('.');
    const last = names.pop() ?? path;
    let part = model;
    for (const name of names) {
      const inner = isJsonObject(part[name]) ? { ...part[name] } : {};
      part[name] = inner;
      part = inner;
    }
    part[last] = value;
  }
  return model;
}
