import { type AttributeValue, elementsOf, own, typeOf } from './attribute-value.ts';
import { base64ByteString, compareTexts } from './bytes.ts';
import { compareNumbers } from './number.ts';

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
  const left = base64ByteString(a.B);
  const right = base64ByteString(b.B);
  return left < right ? -1 : left > right ? 1 : 0;
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
