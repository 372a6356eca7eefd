import { AwsError } from '../../../kernel/errors.ts';
import { keySchemaMismatch } from '../errors/item-errors.ts';
import {
  startKeyInvalid,
  startKeyOutside,
  startKeyPointless,
  startKeyRange,
  startKeySegment,
} from '../errors/query-errors.ts';
import type { IndexDefinition, Table } from '../state.ts';
import { assertKey, assertKeyContent } from '../validation/attribute-values.ts';
import { type AttributeValue, areEqual, type ByteString, type Item, own, pick } from '../values/attribute-value.ts';
import {
  type Bounds,
  hashElements,
  indexKeyOf,
  keyNames,
  type MatchedConditions,
  queryBounds,
  segmentBounds,
  tableKeyOf,
} from './keys.ts';

/* `ExclusiveStartKey`: where a page goes on. All throw ValidationException. */

/** The encoded key behind which a query goes on; it must be one that the query itself could have returned. */
export function queryStartKey(
  table: Table,
  index: IndexDefinition | undefined,
  startKey: Item,
  conditions: MatchedConditions,
): ByteString {
  if (Object.keys(startKey).length !== keyNames(table, index).length) throw startKeyInvalid();
  assertElements(index ?? table, startKey);
  const key = encoded(table, index, startKey);
  const hash = hashElements((index ?? table).keys).map(({ name }) => own(startKey, name) as AttributeValue);
  const isSamePartition = hash.every((value, position) => areEqual(value, conditions.hash[position] as AttributeValue));
  if (conditions.last && !isWithin(key, queryBounds({ ...conditions, hash }))) throw startKeyRange();
  if (!isSamePartition) throw conditions.last ? startKeyPointless() : startKeyOutside();
  return key;
}

/** The encoded key behind which a scan goes on; it must be of the scanned segment. */
export function scanStartKey(
  table: Table,
  index: IndexDefinition | undefined,
  startKey: Item,
  segment: number,
  totalSegments: number,
): ByteString {
  if (Object.keys(startKey).length !== keyNames(table, index).length) {
    throw index ? startKeyInvalid() : startKeyInvalid(keySchemaMismatch().message);
  }
  if (index) assertElements(index, startKey);
  const key = encoded(table, index, startKey);
  if (!isWithin(key, segmentBounds(segment, totalSegments))) throw startKeySegment(segment, totalSegments);
  return key;
}

/** All key attributes of what is read are there, of their types and with some content. */
function assertElements({ keys }: Pick<Table, 'keys'>, startKey: Item): void {
  for (const element of keys) {
    const value = own(startKey, element.name);
    if (!value) throw startKeyInvalid();
    if (value[element.type] === undefined) throw keySchemaMismatch();
    assertKeyContent(element, value);
  }
}

/** Where in the collection a start key stands; it need not be the key of an item that is still there. */
function encoded(table: Table, index: IndexDefinition | undefined, startKey: Item): ByteString {
  const key = pick(
    startKey,
    table.keys.map(({ name }) => name),
  );
  try {
    assertKey(table, key);
  } catch (error) {
    throw error instanceof AwsError ? startKeyInvalid(error.message) : error;
  }
  const tableKey = tableKeyOf(table, key);
  return index ? (indexKeyOf(index, startKey, tableKey) ?? '') : tableKey;
}

const isWithin = (key: ByteString, { from, before }: Bounds): boolean =>
  key >= from && (before === undefined || key < before);
