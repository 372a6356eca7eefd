import type { JsonObject } from '../kernel/json.ts';
import type { ResourceType } from '../service-kit/contract.ts';
import type { PropertySpecification, TypeSpecification, ValueType } from './specification.ts';
import type { RegistryEntry } from './type-registry.ts';

interface Described {
  readonly name: string;
  readonly specification: TypeSpecification;
  readonly entry: RegistryEntry | undefined;
  /** Who makes resources of it; undefined for types that are made by CloudFormation itself. */
  readonly owner: ResourceType | undefined;
}

const pointer = (path: string): string => `/properties/${path.replaceAll('.', '/')}`;

/**
 * The schema of a type as the registry tells it, out of AWS's specification: without patterns and limits.
 * https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
 */
export function registrySchema({ name, specification, entry, owner }: Described): JsonObject {
  const { p: properties, a: attributes = [], r: replacing = [] } = specification;
  const names = Object.keys(properties);
  const readOnly = attributes.filter((attribute) => !Object.hasOwn(properties, attribute));
  const at = (update: 'm' | 'r') => names.filter((property) => properties[property]?.u === update).map(pointer);
  const required = names.filter((property) => properties[property]?.q);
  const paths = {
    required,
    createOnlyProperties: [...at('r'), ...replacing.map((path) => pointer(path.join('.')))],
    conditionalCreateOnlyProperties: at('m'),
    readOnlyProperties: readOnly.map(pointer),
    writeOnlyProperties: (owner?.reading?.writeOnly ?? []).map(pointer),
    primaryIdentifier: (entry?.i ?? []).map(pointer),
  };
  return {
    typeName: name,
    description: descriptionOf(name),
    additionalProperties: false,
    properties: { ...membersOf(properties), ...attributeSchemas(readOnly, entry) },
    ...Object.fromEntries(Object.entries(paths).filter(([, list]) => list.length > 0)),
    definitions: definitionsOf(specification),
    ...(names.includes('Tags') && { tagging: taggingOf(owner) }),
    handlers: handlersOf(owner),
  };
}

export const descriptionOf = (name: string): string => `Resource Type definition for ${name}`;

const taggingOf = (owner: ResourceType | undefined) => ({
  taggable: true,
  tagOnCreate: true,
  tagUpdatable: owner?.update !== undefined,
  cloudFormationSystemTags: true,
  tagProperty: '/properties/Tags',
});

/** What can be done with resources of it here; nobody needs permissions for it. */
function handlersOf(owner: ResourceType | undefined): JsonObject {
  const handler = { permissions: [] };
  return {
    create: handler,
    ...(owner?.reading && { read: handler }),
    ...((!owner || owner.update) && { update: handler }),
    delete: handler,
    ...(owner?.reading?.list && { list: handler }),
  };
}

const membersOf = (members: Readonly<Record<string, PropertySpecification>>): Record<string, JsonObject> =>
  Object.fromEntries(Object.entries(members).map(([name, { t }]) => [name, schemaOf(t)]));

/** `Endpoint.Address` is within an object `Endpoint`. */
function attributeSchemas(names: readonly string[], entry: RegistryEntry | undefined): Record<string, JsonObject> {
  const schemas: Record<string, JsonObject> = {};
  for (const name of names) {
    const [top = name, ...path] = name.split('.');
    const leaf = schemaOf(entry?.x?.[name] ?? 's');
    const nested = path.reduceRight<JsonObject>((inner, member) => object({ [member]: inner }), leaf);
    schemas[top] = merged(schemas[top], nested);
  }
  return schemas;
}

const object = (properties: JsonObject): JsonObject => ({ type: 'object', additionalProperties: false, properties });

function merged(one: JsonObject | undefined, other: JsonObject): JsonObject {
  const [mine, theirs] = [one?.properties as JsonObject | undefined, other.properties as JsonObject | undefined];
  if (!mine || !theirs) return theirs || !one ? other : one;
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  return object(
    Object.fromEntries(
      names.map((name) => {
        const [left, right] = [mine[name] as JsonObject | undefined, theirs[name] as JsonObject | undefined];
        return [name, right ? merged(left, right) : left];
      }),
    ),
  );
}

/** `CorsRule.5947` → `CorsRule`. */
const definitionName = (id: string): string => id.slice(0, id.lastIndexOf('.'));

function definitionsOf({ d: definitions = {} }: TypeSpecification): JsonObject {
  const own = Object.entries(definitions).map(([id, members]) => {
    const required = Object.keys(members).filter((name) => members[name]?.q);
    return [definitionName(id), { ...object(membersOf(members)), ...(required.length > 0 && { required }) }] as const;
  });
  const tag = { ...object({ Key: { type: 'string' }, Value: { type: 'string' } }), required: ['Key', 'Value'] };
  return { Tag: tag, ...Object.fromEntries(own) };
}

function schemaOf(type: ValueType): JsonObject {
  if (type === 's') return { type: 'string' };
  if (type === 'n') return { type: 'number' };
  if (type === 'b') return { type: 'boolean' };
  if (type === 't') return { $ref: '#/definitions/Tag' };
  if (type === 'j') return { type: ['object', 'string'] };
  const [kind, inner] = type;
  if (kind === 'd') return { $ref: `#/definitions/${definitionName(inner)}` };
  if (kind === 'l') return { type: 'array', items: schemaOf(inner) };
  return { type: 'object', patternProperties: { '.*': schemaOf(inner) } };
}
