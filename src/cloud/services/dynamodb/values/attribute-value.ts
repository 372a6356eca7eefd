import { compareNumbers, numberBytes } from './number.ts';

/**
 * A value as it travels and as it is stored: exactly one member is there, numbers are normalised decimal text, binary
 * values are canonical base64. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 */
export interface AttributeValue {
  readonly S?: string;
  readonly N?: string;
  readonly B?: string;
  readonly BOOL?: boolean;
  readonly NULL?: boolean;
  readonly M?: Item;
  readonly L?: readonly AttributeValue[];
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly string[];
}

/** The members of an attribute value: `S`, `N`, … */
export type ValueType = keyof AttributeValue;

/** Attributes by name. Names are the user's: read them with {@link own} and write them with {@link setOwn} only. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** Every type that a value may have. */
export const valueTypes: readonly ValueType[] = ['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS'];

/** The type of a value that was validated: its only member. */
export function typeOf(value: AttributeValue): ValueType {
  for (const type in value) return type as ValueType;
  throw new Error('Invariant violated: an attribute value has a type');
}

/** The attribute of this name, never something that objects inherit (`constructor`, `__proto__`). */
export function own<V>(map: Readonly<Record<string, V>>, name: string): V | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

/** Assigns in a map under construction; `__proto__` becomes a name like any other. */
export function setOwn<V>(map: Record<string, V>, name: string, value: V): void {
  if (name === '__proto__') {
    Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    map[name] = value;
  }
}

/** Sets hold one type of scalar, no duplicates, and are never empty. */
export type SetType = 'SS' | 'NS' | 'BS';

/** Elements of a set, or undefined for what is not one. */
export const elementsOf = (value: AttributeValue): readonly string[] | undefined => value.SS ?? value.NS ?? value.BS;

export const isSetType = (type: ValueType): type is SetType => type === 'SS' || type === 'NS' || type === 'BS';

/** A set as AWS answers it: texts and binary values by their bytes, numbers by value. Itself where it is so already. */
export function sortedElements(type: SetType, elements: readonly string[]): readonly string[] {
  const compare = setOrders[type];
  for (let index = 1; index < elements.length; index += 1) {
    if (compare(elements[index - 1] as string, elements[index] as string) > 0) return elements.toSorted(compare);
  }
  return elements;
}

/** Keys are scalars with an order: text, number or binary. */
export const isKeyType = (type: ValueType): type is 'S' | 'N' | 'B' => type === 'S' || type === 'N' || type === 'B';

/** The named attributes of an item; what is not there is left out. */
export function pick(item: Item, names: Iterable<string>): Item {
  const picked: Record<string, AttributeValue> = {};
  for (const name of names) {
    const value = own(item, name);
    if (value) setOwn(picked, name, value);
  }
  return picked;
}

/**
 * Byte strings: one character (0–255) a byte, so that `<` compares bytes. They are keys of collections and what
 * functions over text and binary values work on.
 */
export type ByteString = string;

/** The UTF-8 bytes of a text. */
export function utf8ByteString(text: string): ByteString {
  // As many bytes as units: nothing but ASCII, which is its own byte string.
  return Buffer.byteLength(text) === text.length ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** What DynamoDB counts for a text: bytes, where `length` counts UTF-16 units. */
export function utf8Length(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** The bytes behind canonical base64. */
export function base64ByteString(base64: string): ByteString {
  return Buffer.from(base64, 'base64').toString('latin1');
}

/** How many bytes canonical base64 stands for. */
export function base64Length(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return (base64.length / 4) * 3 - padding;
}

/** Order by UTF-8 bytes, where JavaScript's own `<` orders by UTF-16 units. */
function compareTexts(a: string, b: string): number {
  const left = utf8ByteString(a);
  const right = utf8ByteString(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

const compareBinary = (a: string, b: string): number => {
  const left = base64ByteString(a);
  const right = base64ByteString(b);
  return left < right ? -1 : left > right ? 1 : 0;
};

const setOrders = { SS: compareTexts, NS: compareNumbers, BS: compareBinary } as const;

/** Equality of validated values: sets have no order, numbers are normalised, and types never mix. */
export function areEqual(a: AttributeValue, b: AttributeValue): boolean {
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  if (a.L && b.L) return areListsEqual(a.L, b.L);
  if (a.M && b.M) return areMapsEqual(a.M, b.M);
  const elements = elementsOf(a);
  if (elements) return areSetsEqual(elements, elementsOf(b) ?? []);
  return a[type] === b[type];
}

/** Order of two scalars of one type; undefined for what has no order or is of different types. */
export function compareScalars(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.S !== undefined && b.S !== undefined) return compareTexts(a.S, b.S);
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N, b.N);
  if (a.B === undefined || b.B === undefined) return undefined;
  return compareBinary(a.B, b.B);
}

function areListsEqual(a: readonly AttributeValue[], b: readonly AttributeValue[]): boolean {
  return a.length === b.length && a.every((element, index) => areEqual(element, b[index] as AttributeValue));
}

function areMapsEqual(a: NonNullable<AttributeValue['M']>, b: NonNullable<AttributeValue['M']>): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => {
    const other = own(b, name);
    return other !== undefined && areEqual(a[name] as AttributeValue, other);
  });
}

function areSetsEqual(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  const elements = new Set(a);
  return b.every((element) => elements.has(element));
}

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
