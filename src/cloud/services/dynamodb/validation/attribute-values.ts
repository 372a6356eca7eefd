import {
  attributeNameEmpty,
  attributeNameTooLong,
  hashKeyTooLong,
  indexKeyEmpty,
  indexKeyTypeMismatch,
  keyEmpty,
  keyMissing,
  keyPartNotScalar,
  keySchemaMismatch,
  keyTypeMismatch,
  nestedTooDeep,
  notNumeric,
  nullNotTrue,
  numberUnstorable,
  rangeKeyTooLong,
  setDuplicates,
  setEmpty,
  valueEmpty,
  valueOfManyTypes,
} from '../errors/item-errors.ts';
import type { KeyElement, Table } from '../state.ts';
import {
  type AttributeValue,
  base64Length,
  type Item,
  isSetType,
  own,
  setOwn,
  sortedElements,
  typeOf,
  utf8Length,
  type ValueType,
  valueTypes,
} from '../values/attribute-value.ts';
import {
  formatDecimal,
  isPlainInteger,
  olderProblemOf,
  parseDecimal,
  problemOf,
  zeroProblemOf,
} from '../values/number.ts';

/** Lists and maps inside of one another, below an attribute: with the attribute itself these are AWS's 32 levels. */
const containersMax = 31;

const nameBytesMax = 65_535;

/**
 * Checks every value of an item or key and returns it as it is to be stored: numbers normalised, unknown members
 * dropped. The same object comes back when nothing had to change, which is nearly always.
 */
export function normaliseItem(item: Item, depth = 0): Item {
  if (depth > containersMax) throw nestedTooDeep();
  let changed: Record<string, AttributeValue> | undefined;
  for (const name in item) {
    assertName(name);
    const value = item[name] as AttributeValue;
    const normal = normaliseValue(value, depth);
    if (normal === value) continue;
    changed ??= copyOf(item);
    setOwn(changed, name, normal);
  }
  return changed ?? item;
}

/** As {@link normaliseItem}, for one value; `depth` counts the containers around it. */
export function normaliseValue(value: AttributeValue | null, depth = 0): AttributeValue {
  const type = soleTypeOf(value);
  const given = value as AttributeValue;
  const content = normaliseContent(given, type, depth);
  const isClean = content === given[type] && Object.keys(given).length === 1;
  return isClean ? given : ({ [type]: content } as AttributeValue);
}

function soleTypeOf(value: AttributeValue | null): ValueType {
  let found: ValueType | undefined;
  for (const name in value) {
    if (!isValueType(name) || value[name] === null || value[name] === undefined) continue;
    if (found) throw manyTypes(value);
    found = name;
  }
  if (!found) throw valueEmpty();
  return found;
}

/** AWS reads all members before it counts them: what is wrong inside of one is told first. */
function manyTypes(value: AttributeValue): Error {
  for (const type of valueTypes) {
    if (own(value as Readonly<Record<string, unknown>>, type) != null) normaliseContent(value, type, 0);
  }
  return valueOfManyTypes();
}

const knownTypes: ReadonlySet<string> = new Set(valueTypes);
const isValueType = (name: string): name is ValueType => knownTypes.has(name);

function normaliseContent(value: AttributeValue, type: ValueType, depth: number): unknown {
  switch (type) {
    case 'N':
      return normaliseNumber(value.N ?? '');
    case 'NULL':
      if (value.NULL !== true) throw nullNotTrue();
      return true;
    case 'M':
      return normaliseItem(value.M ?? {}, depth + 1);
    case 'L':
      return normaliseList(value.L ?? [], depth + 1);
    default:
      return isSetType(type) ? normaliseSet(type, value[type] ?? []) : value[type];
  }
}

/** A number as DynamoDB stores it, or its ValidationException. */
export function normaliseNumber(text: string): string {
  if (isPlainInteger(text)) return text;
  const decimal = parseDecimal(text);
  if (!decimal) throw notNumeric(text);
  const problem = problemOf(decimal) ?? zeroProblemOf(decimal, text);
  if (problem) throw numberUnstorable(problem, text, olderProblemOf(text) ?? problem);
  return formatDecimal(decimal);
}

function normaliseList(list: readonly AttributeValue[], depth: number): readonly AttributeValue[] {
  if (depth > containersMax) throw nestedTooDeep();
  let changed: AttributeValue[] | undefined;
  for (let index = 0; index < list.length; index += 1) {
    const element = list[index] as AttributeValue;
    const normal = normaliseValue(element, depth);
    if (normal === element) continue;
    changed ??= [...list];
    changed[index] = normal;
  }
  return changed ?? list;
}

function normaliseSet(type: 'SS' | 'NS' | 'BS', elements: readonly string[]): readonly string[] {
  if (elements.length === 0) throw setEmpty(type);
  const normal = type === 'NS' ? normaliseNumbers(elements) : elements;
  if (new Set(normal).size !== normal.length) throw setDuplicates(type, elements);
  return sortedElements(type, normal);
}

function normaliseNumbers(elements: readonly string[]): readonly string[] {
  const normal = elements.map(normaliseNumber);
  return normal.every((element, index) => element === elements[index]) ? elements : normal;
}

function assertName(name: string): void {
  if (name === '') throw attributeNameEmpty();
  if (isNameTooLong(name)) throw attributeNameTooLong();
}

/** AWS: names have up to 64 KB. */
export const isNameTooLong = (name: string): boolean =>
  name.length * 3 > nameBytesMax && utf8Length(name) > nameBytesMax;

function copyOf(item: Item): Record<string, AttributeValue> {
  const copy: Record<string, AttributeValue> = {};
  for (const name in item) setOwn(copy, name, item[name] as AttributeValue);
  return copy;
}

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
