import {
  hashKeyTooLong,
  indexKeyEmpty,
  indexKeyTypeMismatch,
  keyEmpty,
  keyMissing,
  keyPartNotScalar,
  keySchemaMismatch,
  keyTypeMismatch,
  rangeKeyTooLong,
} from '../errors/item-errors.ts';
import type { KeyElement, Table } from '../state.ts';
import { type AttributeValue, type Item, own, typeOf } from '../values/attribute-value.ts';
import { base64Length, utf8Length } from '../values/bytes.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys */
const hashBytesMax = 2048;
const rangeBytesMax = 1024;

/** A `Key` must consist of the table's key attributes and nothing else. */
export function assertKey(table: Table, key: Item): void {
  for (const element of table.keys) {
    const value = own(key, element.name);
    if (value?.[element.type] === undefined) throw keySchemaMismatch();
  }
  if (Object.keys(key).length !== table.keys.length) throw keySchemaMismatch();
  for (const element of table.keys) assertKeyContent(element, own(key, element.name) as AttributeValue);
}

/** Batches say of an item what others say of a `Key`. */
export function assertKeyTypes(table: Table, item: Item): void {
  for (const { name, type } of table.keys) {
    if (own(item, name)?.[type] === undefined) throw keySchemaMismatch();
  }
}

/** An `Item` must have the table's key, and index keys, where it has them, must be of their types. */
export function assertItemKeys(table: Table, item: Item): void {
  for (const element of table.keys) {
    const value = own(item, element.name);
    if (!value) throw keyMissing(element.name);
    if (value[element.type] === undefined) throw keyTypeMismatch(element.name, element.type, typeOf(value));
    assertKeyContent(element, value);
  }
  assertIndexKeys(table, item);
}

/** Also after an update, which may have changed them. */
export function assertIndexKeys(table: Table, item: Item): void {
  for (const index of table.indexes) {
    for (const element of index.keys) {
      const value = own(item, element.name);
      if (!value) continue;
      if (value[element.type] === undefined) {
        throw indexKeyTypeMismatch(element.name, element.type, typeOf(value), index.name);
      }
      if (isEmpty(value)) throw indexKeyEmpty(element.name, element.type, index.name);
      assertLength(element, value);
    }
  }
}

/** A key of the right type must not be empty nor too long. */
export function assertKeyContent(element: KeyElement, value: AttributeValue): void {
  if (isEmpty(value)) throw keyEmpty(element.name, element.type);
  assertLength(element, value);
}

/** Document paths must not lead into key attributes, which are scalars. */
export function assertScalarKeys(table: Table, nestedHeads: ReadonlySet<string>): void {
  if (nestedHeads.size === 0) return;
  for (const { name } of table.keys) if (nestedHeads.has(name)) throw keyPartNotScalar(name, 'Key');
  for (const index of table.indexes) {
    for (const { name } of index.keys) if (nestedHeads.has(name)) throw keyPartNotScalar(name, 'IndexKey');
  }
}

/** Empty texts and binary values may be stored, and cannot be keys. */
export const isEmpty = ({ S, B }: AttributeValue): boolean => S === '' || B === '';

function assertLength({ keyType }: KeyElement, { S, B }: AttributeValue): void {
  const bytes = S !== undefined ? utf8Length(S) : B !== undefined ? base64Length(B) : 0;
  if (keyType === 'HASH' && bytes > hashBytesMax) throw hashKeyTooLong();
  if (keyType === 'RANGE' && bytes > rangeBytesMax) throw rangeKeyTooLong();
}
