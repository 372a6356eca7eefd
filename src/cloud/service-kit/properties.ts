import { AwsError } from '../kernel/errors.ts';
import type { Properties, ResourceContext } from './contract.ts';
import { type Tags, tagList } from './tags.ts';

/**
 * What a property of a CloudFormation type is once it is read. Templates are loosely typed: `"30"` is as good as `30`.
 *
 * `document`: a policy, a dashboard, …: a structure in the template or JSON already; JSON to the service. `record`: a
 * structure whose members are left as they are.
 */
export type Kind =
  | Scalar
  | 'document'
  | 'record'
  | { readonly list: Kind }
  | { readonly map: Kind }
  | { readonly members: Members };

/**
 * The properties of a type by name. `tags` (a list in the template) and `tagMap`: the stack's tags and, over them, the
 * resource's own.
 */
export type Kinds = Readonly<Record<string, Kind | TagKind>>;

type Members = Readonly<Record<string, Kind>>;

type TagKind = 'tagMap' | 'tags';

type Scalar = 'flag' | 'number' | 'text';

/** One tag, as most operations take it. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** The properties of a type, read: what the template does not give is left out, tags are there always. */
export type Values<K extends Kinds> = {
  readonly [Name in keyof K as K[Name] extends TagKind ? Name : never]: readonly Tag[];
} & {
  readonly [Name in keyof K as K[Name] extends TagKind ? never : Name]?: Value<K[Name]> | undefined;
};

type Value<K> = K extends 'document' | 'text'
  ? string
  : K extends 'number'
    ? number
    : K extends 'flag'
      ? boolean
      : K extends 'record'
        ? Properties
        : K extends { readonly list: infer Item }
          ? readonly Value<Item>[]
          : K extends { readonly map: infer Item }
            ? Readonly<Record<string, Value<Item>>>
            : K extends { readonly members: infer Inner extends Members }
              ? Values<Inner>
              : unknown;

/** What is done about a value that is not of its kind. */
type Refuse = (name: string, value: unknown, wanted: string) => undefined;

const byThrowing: Refuse = (name, value, wanted) => {
  throw invalidProperty(name, value, wanted);
};

/** Reads properties by their kinds. Throws ValidationError for a value that cannot be of its kind. */
export const readProperties = <K extends Kinds>(
  kinds: K,
  properties: Properties,
  context: ResourceContext,
): Values<K> => valuesOf(kinds, properties, context, byThrowing);

/** The same for what was, or is about to go: what cannot be read is left out, so that no way back is barred. */
export const readWherePossible = <K extends Kinds>(
  kinds: K,
  properties: Properties,
  context: ResourceContext,
): Values<K> => valuesOf(kinds, properties, context, () => undefined);

function valuesOf<K extends Kinds>(kinds: K, properties: Properties, context: ResourceContext, refuse: Refuse) {
  const values: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    const value =
      kind === 'tags' || kind === 'tagMap'
        ? tagList({ ...context.tags, ...ownTags(kind, properties[name], refuse) })
        : readValue(kind, name, properties[name], refuse);
    if (value !== undefined) values[name] = value;
  }
  return values as Values<K>;
}

/** Undefined for a property that is not there. */
function readValue(kind: Kind, name: string, value: unknown, refuse: Refuse): unknown {
  if (value === undefined || value === null) return undefined;
  if (kind === 'document') return typeof value === 'string' ? value : JSON.stringify(value);
  if (kind === 'text' || kind === 'number' || kind === 'flag') {
    return scalarOf(kind, value) ?? refuse(name, value, scalarNames[kind]);
  }
  if (typeof kind === 'object' && 'list' in kind) return listOf(kind.list, name, value, refuse);
  if (typeof value !== 'object' || Array.isArray(value)) return refuse(name, value, 'a structure');
  return kind === 'record' ? value : membersOf(kind, value, refuse);
}

/** One value alone is a list of one. */
function listOf(kind: Kind, name: string, value: unknown, refuse: Refuse): unknown {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const isOfStructures = kind === 'record' || (typeof kind === 'object' && !('list' in kind));
  const refuseItem: Refuse = (member, item, wanted) =>
    refuse(member, item, member === name && isOfStructures ? 'a list of structures' : wanted);
  return list.flatMap((item) => readValue(kind, name, item, refuseItem) ?? []);
}

/** Members of which the type says nothing stay as they are: the operation knows them. */
function membersOf(
  kind: { readonly map: Kind } | { readonly members: Members },
  value: object,
  refuse: Refuse,
): Properties {
  const read = ([name, member]: readonly [string, unknown]) => {
    const specified = 'map' in kind ? kind.map : Object.hasOwn(kind.members, name) ? kind.members[name] : undefined;
    return [name, specified === undefined ? member : readValue(specified, name, member, refuse)] as const;
  };
  const entries = Object.entries(value).map(read);
  return Object.fromEntries(entries.filter(([, member]) => member !== undefined && member !== null));
}

function ownTags(kind: TagKind, value: unknown, refuse: Refuse): Tags {
  if (kind === 'tagMap') return (readValue({ map: 'text' }, 'Tags', value, refuse) ?? {}) as Tags;
  const list = (readValue({ list: 'record' }, 'Tags', value, refuse) ?? []) as readonly Properties[];
  return Object.fromEntries(list.map(({ Key, Value }) => [String(Key), String(Value)]));
}

const scalarNames: Readonly<Record<Scalar, string>> = { flag: 'true or false', number: 'a number', text: 'text' };

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A text, a number or a boolean as the kind wants it; undefined for what cannot be turned into one. */
export function scalarOf(kind: Scalar, value: unknown): boolean | number | string | undefined {
  if (kind === 'text') return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
  if (kind === 'flag') {
    if (value === true || value === 'true') return true;
    return value === false || value === 'false' ? false : undefined;
  }
  if (typeof value === 'number') return value;
  return typeof value === 'string' && decimal.test(value) ? Number(value) : undefined;
}

/** How CloudFormation refuses a property of the wrong form. */
export const invalidProperty = (name: string, value: unknown, wanted: string): AwsError =>
  new AwsError('ValidationError', `Value of property ${name} must be ${wanted}, not ${JSON.stringify(value)}`);

interface Retagging {
  readonly untag: (keys: string[]) => Promise<unknown>;
  readonly tag: (tags: readonly Tag[]) => Promise<unknown>;
}

/** Takes off the tags that the former template had, and puts on those of this one. */
export async function retag(tags: readonly Tag[], previous: readonly Tag[], { tag, untag }: Retagging): Promise<void> {
  const kept = new Set(tags.map(({ Key }) => Key));
  const gone = previous.flatMap(({ Key }) => (kept.has(Key) ? [] : [Key]));
  if (gone.length > 0) await untag(gone);
  if (tags.length > 0) await tag(tags);
}

/** Waits for a deletion; what is already gone is as good as deleted. */
export async function unlessGone(deletion: Promise<unknown>, ...codes: readonly string[]): Promise<void> {
  try {
    await deletion;
  } catch (error) {
    if (!(error instanceof AwsError && codes.includes(error.code))) throw error;
  }
}
