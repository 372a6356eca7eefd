import { type AttributeValue, base64Length, type Item, utf8Length } from './attribute-value.ts';
import { numberBytes } from './number.ts';

/** An item as the engine keeps it: immutable, one object for the table and all its indexes. */
export interface StoredItem {
  readonly attributes: Item;
  /** Size as DynamoDB measures it. */
  readonly bytes: number;
}

/** Measures an item once, when it is written: reads, limits and capacity all ask for its size. */
export const storedItem = (attributes: Item): StoredItem => ({ attributes, bytes: itemBytes(attributes) });

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items */
export const itemBytesMax = 400 * 1024;

/** Of a list or a map, beside one byte for each element. */
const containerBytes = 3;

/**
 * Bytes of an item as DynamoDB counts them for limits and capacity: names and values.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes(item: Item): number {
  let bytes = 0;
  for (const name in item) bytes += utf8Length(name) + valueBytes(item[name] as AttributeValue);
  return bytes;
}

/** Bytes of one value, of whatever type; true, false and null take one. */
export function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return utf8Length(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return base64Length(value.B);
  if (value.M) return containerBytes + Object.keys(value.M).length + itemBytes(value.M);
  if (value.L) return listBytes(value.L);
  if (value.SS) return sum(value.SS, utf8Length);
  if (value.NS) return sum(value.NS, numberBytes);
  if (value.BS) return sum(value.BS, base64Length);
  return 1;
}

function listBytes(list: readonly AttributeValue[]): number {
  let bytes = containerBytes + list.length;
  for (const element of list) bytes += valueBytes(element);
  return bytes;
}

function sum(elements: readonly string[], bytesOf: (element: string) => number): number {
  let bytes = 0;
  for (const element of elements) bytes += bytesOf(element);
  return bytes;
}
