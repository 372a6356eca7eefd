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
