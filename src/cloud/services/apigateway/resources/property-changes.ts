import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { retag, type Tag } from '../../../service-kit/properties.ts';
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

/** What replaces the values that differ, by property; what the template dropped becomes empty. */
export function replacements(
  paths: Readonly<Record<string, string>>,
  properties: object,
  previous: object,
): PatchOperation[] {
  const [now, before] = [properties as Fields, previous as Fields];
  return Object.entries(paths).flatMap(([name, path]) =>
    now[name] === before[name] ? [] : [{ op: 'replace' as const, path, value: String(now[name] ?? '') }],
  );
}

interface Tagged {
  readonly Tags: readonly Tag[];
}

/** Makes an existing resource's tags those of the template. */
export const applyTags = (context: ResourceContext, resourceArn: string, p: Tagged, previous: Tagged): Promise<void> =>
  JSON.stringify(p.Tags) === JSON.stringify(previous.Tags)
    ? Promise.resolve()
    : retag(p.Tags, previous.Tags, {
        untag: (tagKeys) => context.call('apigateway', 'UntagResource', { resourceArn, tagKeys }),
        tag: (tags) => context.call('apigateway', 'TagResource', { resourceArn, tags: tagRecord(tags) }),
      });
