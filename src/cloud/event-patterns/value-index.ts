import { addressDigits } from './addresses.ts';
import { Affixes } from './affixes.ts';
import { Ranges } from './ranges.ts';
import { comparable, comparableScalar, type Scalar, type ValueTest } from './value-test.ts';

/**
 * Finds what was put in for the tests that a value can pass, without looking at the others. It may find more than that:
 * a wildcard is found by its beginning or its end, `anything-but` by any value.
 */
export class ValueIndex<T> {
  readonly #exact = new Map<Scalar, T>();
  readonly #prefixes = Affixes.beginnings<T>();
  readonly #suffixes = Affixes.ends<T>();
  readonly #lowerCase = new Map<string, T>();
  readonly #lowerCasePrefixes = Affixes.beginnings<T>();
  readonly #lowerCaseSuffixes = Affixes.ends<T>();
  readonly #addresses = Affixes.beginnings<T>();
  readonly #numbers = new Ranges<T>();
  #any: T | undefined;

  /** What is kept for a test; `create` makes it where there is nothing. Absence has no values: it cannot be kept. */
  at<U extends T | undefined>(test: ValueTest, create: () => U): T | U {
    switch (test.kind) {
      case 'exact':
        return atKey(this.#exact, test.value, create);
      case 'prefix':
        return (test.ignoresCase ? this.#lowerCasePrefixes : this.#prefixes).at(test.text, create);
      case 'suffix':
        return (test.ignoresCase ? this.#lowerCaseSuffixes : this.#suffixes).at(test.text, create);
      case 'equals-ignore-case':
        return atKey(this.#lowerCase, test.text, create);
      case 'numeric':
        return this.#numbers.at(test.low, test.high, create);
      case 'cidr':
        return this.#addresses.at(commonBeginning(test.low, test.high), create);
      case 'wildcard': {
        const [first = '', last = ''] = [test.wildcard[0], test.wildcard.at(-1)];
        return first !== '' || last === '' ? this.#prefixes.at(first, create) : this.#suffixes.at(last, create);
      }
      default:
        return this.#any ?? this.#keepAny(create());
    }
  }

  #keepAny<U extends T | undefined>(content: U): U {
    if (content !== undefined) this.#any = content;
    return content;
  }

  /** Visits what is kept for the tests that the value may pass. */
  visit(value: Scalar, visit: (content: T) => void): void {
    if (this.#any !== undefined) visit(this.#any);
    const exact = this.#exact.get(comparableScalar(value));
    if (exact !== undefined) visit(exact);
    if (typeof value === 'number') this.#numbers.visit(comparable(value), visit);
    if (typeof value === 'string') this.#visitText(value, visit);
  }

  #visitText(text: string, visit: (content: T) => void): void {
    this.#prefixes.visit(text, visit);
    this.#suffixes.visit(text, visit);
    const lowerCase = text.toLowerCase();
    const equal = this.#lowerCase.get(lowerCase);
    if (equal !== undefined) visit(equal);
    this.#lowerCasePrefixes.visit(lowerCase, visit);
    this.#lowerCaseSuffixes.visit(lowerCase, visit);
    const digits = addressDigits(text);
    if (digits !== undefined) this.#addresses.visit(digits, visit);
  }
}

function atKey<K, T, U extends T | undefined>(map: Map<K, T>, key: K, create: () => U): T | U {
  const found = map.get(key);
  if (found !== undefined) return found;
  const content = create();
  if (content !== undefined) map.set(key, content);
  return content;
}

function commonBeginning(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}
