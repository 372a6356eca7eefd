import { tooDeep, tooMuchMemory, valueBytesMax } from './limits.ts';

/** How deep values may be nested: whoever writes them as JSON goes down by recursion. */
const nestingMax = 1000;

/**
 * How many bytes values take, by a simple count: 8 for a number and for each member, 1 for a character. A value that is held
 * at several places counts at each of them, as its text would; each is counted once all the same, so that values which
 * share their parts (which may stand for more than any memory) take no time. Values that were counted must not change.
 */
export class Sizes {
  readonly #known = new WeakMap<object, number>();

  /** Throws what AWS says when a value takes too much. */
  of(value: unknown, depth = 0): number {
    if (typeof value === 'string') return value.length;
    if (typeof value !== 'object' || value === null) return 8;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    if (depth > nestingMax) throw tooDeep(depth);
    const size = Array.isArray(value) ? this.#ofArray(value, depth) : this.#ofObject(value, depth);
    this.#known.set(value, size);
    return size;
  }

  #ofArray(array: readonly unknown[], depth: number): number {
    let size = 0;
    for (const item of array) {
      size += typeof item === 'number' ? 8 : this.of(item, depth + 1);
      if (size > valueBytesMax) throw tooMuchMemory();
    }
    return size;
  }

  #ofObject(object: object, depth: number): number {
    // Functions hold environments, which are no part of a value.
    if ('_jsonata_lambda' in object || '_jsonata_function' in object) return 8;
    let size = 0;
    for (const [name, member] of Object.entries(object)) {
      size += 8 + name.length + this.of(member, depth + 1);
      if (size > valueBytesMax) throw tooMuchMemory();
    }
    return size;
  }
}
