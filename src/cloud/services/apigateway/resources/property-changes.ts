import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { retag, type Tag } from '../../../service-kit/properties.ts';
import { tagRecord } from '../../../service-kit/tags.ts';

/** A JSON pointer's step that stands for that name. */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** Replaces what is behind each path; what the template does not say becomes as if it had never been said. */
export const replacing = (values: Readonly<Record<string, boolean | number | string | undefined>>): PatchOperation[] =>
  Object.entries(values).map(([path, value]) => ({
    op: 'replace',
    path,
    value: value === undefined ? '' : String(value),
  }));

type TextMap = Readonly<Record<string, unknown>>;

/** Makes one map of another, below a path. */
export function mapping(path: string, map: TextMap = {}, previous: TextMap = {}): PatchOperation[] {
  const gone = Object.keys(previous).filter((name) => !Object.hasOwn(map, name));
  return [
    ...gone.map((name): PatchOperation => ({ op: 'remove', path: `${path}/${escaped(name)}` })),
    ...Object.entries(map).map(
      ([name, value]): PatchOperation => ({
        op: Object.hasOwn(previous, name) ? 'replace' : 'add',
        path: `${path}/${escaped(name)}`,
        value: String(value),
      }),
    ),
  ];
}

/** Makes one list of another whose elements the path names. */
export function listing(
  path: string,
  list: readonly string[] = [],
  previous: readonly string[] = [],
): PatchOperation[] {
  const operation = (op: 'add' | 'remove') => (name: string) => ({ op, path: `${path}/${escaped(name)}` });
  return [
    ...list.filter((name) => !previous.includes(name)).map(operation('add')),
    ...previous.filter((name) => !list.includes(name)).map(operation('remove')),
  ];
}

/** Makes one list of another whose elements are values of the operations. */
export function valuing(
  path: string,
  list: readonly string[] = [],
  previous: readonly string[] = [],
): PatchOperation[] {
  const operation = (op: 'add' | 'remove') => (value: string) => ({ op, path, value });
  return [
    ...list.filter((value) => !previous.includes(value)).map(operation('add')),
    ...previous.filter((value) => !list.includes(value)).map(operation('remove')),
  ];
}

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
