import type { Range } from '../../../kernel/collection.ts';
import type { IndexDefinition, KeyElement, Table } from '../state.ts';
import type { KeyPredicate } from '../validation/conditions.ts';
import {
  type AttributeValue,
  type ByteString,
  base64ByteString,
  type Item,
  own,
  utf8ByteString,
} from '../values/attribute-value.ts';
import { decimalOf, exponentMin } from '../values/number.ts';

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

/** Names of the attributes that an index holds; undefined where it holds all. */
export function projectedNames(table: Table, index: IndexDefinition): ReadonlySet<string> | undefined {
  const { ProjectionType, NonKeyAttributes = [] } = index.projection;
  if (ProjectionType === 'ALL') return undefined;
  const names = new Set(keyNames(table, index));
  if (ProjectionType === 'INCLUDE') for (const name of NonKeyAttributes) names.add(name);
  return names;
}

/** First and behind-the-last key; `before` is undefined where there is no last one. */
export interface Bounds {
  readonly from: ByteString;
  readonly before?: ByteString;
}

/** Conditions by key attribute: all of the partition key, and of the sort key as far as they go. */
export interface MatchedConditions {
  readonly hash: readonly AttributeValue[];
  /** Sort key attributes ahead of the last one that is named, if there are several. */
  readonly equal: readonly AttributeValue[];
  readonly last: KeyPredicate | undefined;
}

/** The keys that satisfy all conditions of a query: one run of neighbours, since a key's parts are encoded in order. */
export function queryBounds({ hash, equal, last }: MatchedConditions): Bounds {
  let prefix = partitionKey(hash);
  for (const value of equal) prefix += encodeKeyValue(value);
  return boundsOf(prefix, last);
}

/** The keys below `prefix` whose next value satisfies the predicate. */
function boundsOf(prefix: ByteString, predicate: KeyPredicate | undefined): Bounds {
  if (!predicate) return allBelow(prefix);
  if (predicate.operator === 'between') {
    return {
      from: prefix + encodeKeyValue(predicate.lower),
      before: successor(prefix + encodeKeyValue(predicate.upper)),
    };
  }
  const { operator, value } = predicate;
  if (operator === 'begins_with') return allBelow(prefix + encodeKeyPrefix(value));
  const key = prefix + encodeKeyValue(value);
  switch (operator) {
    case '=':
      return allBelow(key);
    case '<':
      return { from: prefix, before: key };
    case '<=':
      return { from: prefix, before: successor(key) };
    case '>':
      return { from: successor(key), before: successor(prefix) };
    case '>=':
      return { from: key, before: successor(prefix) };
  }
}

/** Every key that begins with `prefix`. */
const allBelow = (prefix: ByteString): Bounds => ({ from: prefix, before: successor(prefix) });

/** The keys of one of `total` segments: an equal share of all hashes. */
export function segmentBounds(segment: number, total: number): Bounds {
  const start = Math.ceil((segment * hashValues) / total);
  const end = Math.ceil(((segment + 1) * hashValues) / total);
  const from = encodeHash(start);
  return end >= hashValues ? { from } : { from, before: encodeHash(end) };
}

/** The first byte string above all that begin with `prefix`. Keys never consist of 0xff alone. */
export function successor(prefix: ByteString): ByteString {
  let end = prefix.length;
  while (end > 0 && prefix.charCodeAt(end - 1) === 0xff) end -= 1;
  return prefix.slice(0, end - 1) + String.fromCharCode(prefix.charCodeAt(end - 1) + 1);
}

/** Where an iteration goes on behind (in its direction) the key at which the last page ended. */
export function rangeOf({ from, before }: Bounds, startKey: ByteString | undefined, reverse: boolean): Range {
  const end = before === undefined ? {} : { before };
  if (startKey === undefined) return { from, ...end, reverse };
  return reverse ? { from, before: startKey, reverse } : { after: startKey, ...end, reverse };
}

/**
 * Keys of collections: bytes whose order is DynamoDB's. A table's key is
 *
 *     hash of the partition key (4 bytes) · partition key · sort key
 *
 * so that Scan meets partitions in the order of their hashes, as in the real service, and finds the items of one
 * partition together in the order of their sort keys. Every value ends where its encoding says so, which makes keys
 * of several values unambiguous and lets index entries append the table's key.
 */

/** Ends text and binary values. Below every byte that may follow, so that a prefix sorts ahead of what it begins. */
const end = '\x00\x01';
/** A zero byte inside of a value, above the end mark. */
const escapedZero = '\x00\xff';

/** The value with its end mark; order of encodings is order of values of one type. */
export function encodeKeyValue(value: AttributeValue): ByteString {
  return value.N !== undefined ? encodeNumber(value.N) : encodeKeyPrefix(value) + end;
}

/** What all encodings of texts or binary values that begin with `value` begin with. */
export function encodeKeyPrefix(value: AttributeValue): ByteString {
  const bytes = value.S !== undefined ? utf8ByteString(value.S) : base64ByteString(value.B ?? '');
  return bytes.includes('\x00') ? bytes.replaceAll('\x00', escapedZero) : bytes;
}

/**
 * Sign, exponent, digits. Of negative numbers all is inverted; the end mark of a positive one is below and that of a
 * negative one above every digit, since the longer of two numbers with one beginning is the larger in magnitude.
 *
 * Signs are 1, 2 and 3 for below, equal and above zero. The exponent is that of the first digit, counted from the
 * least one, so it fits a byte and tells of two numbers of one sign which is larger; digits decide between equal ones:
 * 12 is `3 · 131 · "12" · 0`, 120 is `3 · 132 · "12" · 0`, and -12 is `1 · 124 · "87" · 255`.
 */
function encodeNumber(text: string): ByteString {
  const { negative, digits, exponent } = decimalOf(text);
  if (digits === '') return '\x02';
  const power = exponent - exponentMin;
  if (!negative) return `\x03${String.fromCharCode(power)}${digits}\x00`;
  let inverted = '';
  for (let index = 0; index < digits.length; index += 1) inverted += 9 - (digits.charCodeAt(index) - 48);
  return `\x01${String.fromCharCode(255 - power)}${inverted}\xff`;
}

/** How many hashes there are; segments of a parallel scan share them out. */
export const hashValues = 2 ** 32;

/** The prefix of all keys whose partition hashes to at least `hash` (0 to 2³²−1): where a parallel scan starts. */
const encodeHash = (hash: number): ByteString =>
  String.fromCharCode(hash >>> 24, (hash >>> 16) & 255, (hash >>> 8) & 255, hash & 255);

/** An encoded partition key with its hash ahead. */
const withHash = (partition: ByteString): ByteString => encodeHash(hashOf(partition)) + partition;

/** FNV-1a over the bytes, then murmur's finalizer: short keys that differ in their last byte spread over all segments. */
export function hashOf(bytes: ByteString): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < bytes.length; index += 1) {
    hash = Math.imul(hash ^ bytes.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
