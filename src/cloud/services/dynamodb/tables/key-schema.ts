import type { AttributeDefinition, KeySchemaElement } from '@aws-sdk/client-dynamodb';
import * as errors from '../errors/table-errors.ts';
import type { KeyElement, Table } from '../state.ts';

/** AWS: a global index takes up to four partition and four sort key attributes (since November 2025). */
const globalKeyAttributesMax = 4;

type Attributes = Table['attributes'];

/** The attribute definitions of a request; a name may be there once. */
export function attributesOf(definitions: readonly AttributeDefinition[]): Attributes {
  const seen = new Set<string>();
  return definitions.map(({ AttributeName: name = '', AttributeType: type = 'S' }) => {
    if (seen.has(name)) throw errors.attributeDuplicated(name);
    seen.add(name);
    return { name, type: type as KeyElement['type'] };
  });
}

/** The primary key of a table, checked in DynamoDB's order. */
export function tableKeys(schema: readonly KeySchemaElement[], attributes: Attributes): readonly KeyElement[] {
  if (namesOf(schema).length > attributes.length) {
    throw errors.invalidKeySchema('Some index key attribute have no definition');
  }
  return simpleKeys(schema, attributes);
}

/** The key of a table or of a local index: HASH, or HASH and RANGE. */
export function simpleKeys(schema: readonly KeySchemaElement[], attributes: Attributes): readonly KeyElement[] {
  assertDefined(schema, attributes);
  const [first, second] = schema;
  if (second && first?.AttributeName === second.AttributeName) throw errors.sameHashAndRange();
  assertHashFirst(schema);
  if (second && second.KeyType !== 'RANGE') {
    throw errors.invalidKeySchema('The second KeySchemaElement is not a RANGE key type');
  }
  return withTypes(schema, attributes);
}

/** The key of a global index: one to four HASH elements, then none to four RANGE elements. */
export function globalKeys(schema: readonly KeySchemaElement[], attributes: Attributes): readonly KeyElement[] {
  assertDefined(schema, attributes);
  if (new Set(namesOf(schema)).size < schema.length) throw errors.keyAttributeRepeated();
  assertHashFirst(schema);
  const firstRange = schema.findIndex((element) => element.KeyType === 'RANGE');
  if (firstRange >= 0 && schema.slice(firstRange).some((element) => element.KeyType === 'HASH')) {
    throw errors.rangeAheadOfHash();
  }
  for (const keyType of ['HASH', 'RANGE'] as const) {
    const count = schema.filter((element) => element.KeyType === keyType).length;
    if (count > globalKeyAttributesMax) throw errors.tooManyKeyAttributes(keyType);
  }
  return withTypes(schema, attributes);
}

/** CreateTable takes exactly the attributes that keys use, no more. */
export function assertAllUsed(attributes: Attributes, keys: readonly KeyElement[], hasIndexes: boolean): void {
  const used = new Set(keys.map((key) => key.name));
  if (attributes.every((attribute) => used.has(attribute.name))) return;
  if (!hasIndexes) throw errors.attributeCountMismatch();
  throw errors.attributesUnused(
    attributes.map((attribute) => attribute.name),
    [...used],
  );
}

const namesOf = (schema: readonly KeySchemaElement[]): readonly string[] =>
  schema.map((element) => element.AttributeName ?? '');

function assertDefined(schema: readonly KeySchemaElement[], attributes: Attributes): void {
  const defined = attributes.map((attribute) => attribute.name);
  const names = namesOf(schema);
  if (names.some((name) => !defined.includes(name))) throw errors.keysUndefined(names, defined);
}

function assertHashFirst(schema: readonly KeySchemaElement[]): void {
  if (schema[0]?.KeyType !== 'HASH') {
    throw errors.invalidKeySchema('The first KeySchemaElement is not a HASH key type');
  }
}

function withTypes(schema: readonly KeySchemaElement[], attributes: Attributes): readonly KeyElement[] {
  return schema.map(({ AttributeName: name = '', KeyType }) => ({
    name,
    keyType: KeyType === 'RANGE' ? 'RANGE' : 'HASH',
    type: attributes.find((attribute) => attribute.name === name)?.type ?? 'S',
  }));
}
