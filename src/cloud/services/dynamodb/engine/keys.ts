import type { IndexDefinition, KeyElement, Table } from '../state.ts';
import { type AttributeValue, type Item, own } from '../values/attribute-value.ts';
import type { ByteString } from '../values/bytes.ts';
import { encodeKeyValue, withHash } from '../values/key-encoding.ts';

/** The key of an item, or of a key, whose key attributes were validated, in its table's collection. */
export function tableKeyOf(table: Table, attributes: Item): ByteString {
  return keyOf(table.keys, attributes) ?? missingKey(table);
}

/**
 * The key of an item in an index: the index's key, then the table's, which makes it unique. Undefined for an item
 * that is not in the index: a key attribute is missing or cannot be one.
 */
export function indexKeyOf(index: IndexDefinition, attributes: Item, tableKey: ByteString): ByteString | undefined {
  const key = keyOf(index.keys, attributes);
  return key === undefined ? undefined : key + tableKey;
}

/** Attributes that make the LastEvaluatedKey of a table or an index: the index's keys and the table's. */
export function keyNames(table: Table, index?: IndexDefinition): string[] {
  const names = table.keys.map(({ name }) => name);
  for (const { name } of index?.keys ?? []) if (!names.includes(name)) names.push(name);
  return names;
}

/** The partition key; more than one attribute in some global indexes. */
export const hashElements = (keys: readonly KeyElement[]): readonly KeyElement[] =>
  keys.filter(({ keyType }) => keyType === 'HASH');

/** The sort key; none, one or, in some global indexes, several attributes. */
export const rangeElements = (keys: readonly KeyElement[]): readonly KeyElement[] =>
  keys.filter(({ keyType }) => keyType === 'RANGE');

/** The prefix of all keys of one partition. */
export const partitionKey = (values: readonly AttributeValue[]): ByteString => {
  let bytes = '';
  for (const value of values) bytes += encodeKeyValue(value);
  return withHash(bytes);
};

/**
 * The hash is over the partition key alone: all items of a partition are neighbours, in the order of their sort
 * keys.
 */
function keyOf(keys: readonly KeyElement[], attributes: Item): ByteString | undefined {
  let partition = '';
  let sort = '';
  for (const { name, keyType, type } of keys) {
    const value = own(attributes, name);
    // An empty text or binary value is no key either.
    if (!value?.[type]) return undefined;
    if (keyType === 'HASH') partition += encodeKeyValue(value);
    else sort += encodeKeyValue(value);
  }
  return withHash(partition) + sort;
}

function missingKey(table: Table): never {
  throw new Error(`Invariant violated: an item of ${table.name} was validated to have its key`);
}
