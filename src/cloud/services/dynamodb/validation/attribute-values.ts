import {
  attributeNameEmpty,
  attributeNameTooLong,
  nestedTooDeep,
  notNumeric,
  numberUnstorable,
  setDuplicates,
  setEmpty,
  valueEmpty,
  valueOfManyTypes,
} from '../errors/item-errors.ts';
import {
  type AttributeValue,
  type Item,
  isSetType,
  own,
  setOwn,
  type ValueType,
  valueTypes,
} from '../values/attribute-value.ts';
import { utf8Length } from '../values/bytes.ts';
import { formatDecimal, parseDecimal, problemOf } from '../values/decimal.ts';
import { isPlainInteger } from '../values/number.ts';

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
      // Since June 2026 false is taken for true.
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
  const problem = problemOf(decimal);
  if (problem) throw numberUnstorable(problem);
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
  return normal;
}

function normaliseNumbers(elements: readonly string[]): readonly string[] {
  const normal = elements.map(normaliseNumber);
  return normal.every((element, index) => element === elements[index]) ? elements : normal;
}

function assertName(name: string): void {
  if (name === '') throw attributeNameEmpty();
  if (name.length * 3 > nameBytesMax && utf8Length(name) > nameBytesMax) throw attributeNameTooLong();
}

function copyOf(item: Item): Record<string, AttributeValue> {
  const copy: Record<string, AttributeValue> = {};
  for (const name in item) setOwn(copy, name, item[name] as AttributeValue);
  return copy;
}
