import type { Tag } from '../../../service-kit/properties.ts';
import { tagRecord } from '../../../service-kit/tags.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Templates begin members with capitals, the service does not. Keys of maps that are paths stay as they are. */
export function inServiceCasing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inServiceCasing);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      inServiceCasing(member),
    ]),
  );
}

/** An input of all properties but tags, which become a map; members of structures are in the service's casing. */
export function inputOf({ Tags, ...properties }: object & { readonly Tags?: readonly Tag[] }): Fields {
  const tags = tagRecord(Tags ?? []);
  return { ...(inServiceCasing(properties) as Fields), ...(Object.keys(tags).length > 0 && { tags }) };
}
