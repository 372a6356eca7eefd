import { legacyHash } from './legacy-hash.ts';
import { textOf } from './made-text.ts';

/** Which keys a map has, each with its mark, and in which order they are listed. */
export interface KeyOrder {
  /** The mark of a key that is there already stays. */
  add(key: string): void;
  remove(key: string): void;
  keys(): readonly string[];
  /** As Python's `update` makes room for the keys of another map, before it adds them. */
  merge(keys: readonly string[]): void;
  /** What a deep copy has: the keys are added one after the other. */
  deepCopy(): KeyOrder;
  /** What a shallow copy has. */
  copy(): KeyOrder;
}

const slotsMin = 8;
const perturbShift = 5n;
const largeSize = 50_000;

const removed = Symbol('removed');
type Slot = string | typeof removed | undefined;

/**
 * The order of Python 2: that of the slots of its hash table, which depends on how the keys came to be there.
 * https://github.com/python/cpython/blob/v2.7.18/Objects/dictobject.c
 */
export class LegacyOrder implements KeyOrder {
  #slots: Slot[] = [];
  #marked = new Map<string, string>();
  #mask = slotsMin - 1;
  /** Keys that are there. */
  #size = 0;
  /** Slots that are taken, those of removed keys among them. */
  #fill = 0;

  add(key: string): void {
    const text = textOf(key);
    const at = this.#slotOf(text);
    const present = this.#slots[at];
    if (present === text) return;
    if (present === undefined) this.#fill += 1;
    this.#size += 1;
    this.#slots[at] = text;
    this.#marked.set(text, key);
    if (this.#fill * 3 >= (this.#mask + 1) * 2) this.#resize(this.#size * (this.#size > largeSize ? 2 : 4));
  }

  remove(key: string): void {
    const text = textOf(key);
    const at = this.#slotOf(text);
    if (this.#slots[at] !== text) return;
    this.#slots[at] = removed;
    this.#marked.delete(text);
    this.#size -= 1;
  }

  keys(): readonly string[] {
    return this.#texts().map((text) => this.#marked.get(text) ?? text);
  }

  merge(keys: readonly string[]): void {
    if (keys.length === 0) return;
    if ((this.#fill + keys.length) * 3 >= (this.#mask + 1) * 2) this.#resize((this.#size + keys.length) * 2);
    for (const key of keys) this.add(key);
  }

  deepCopy(): LegacyOrder {
    const copy = new LegacyOrder();
    for (const key of this.keys()) copy.add(key);
    return copy;
  }

  copy(): LegacyOrder {
    const copy = new LegacyOrder();
    copy.merge(this.keys());
    return copy;
  }

  #texts(): string[] {
    return this.#slots.filter((slot): slot is string => typeof slot === 'string');
  }

  #slotOf(text: string): number {
    const hash = legacyHash(text);
    let at = Number(hash & BigInt(this.#mask));
    let present = this.#slots[at];
    if (present === undefined || present === text) return at;
    let free = present === removed ? at : undefined;
    let walker = BigInt(at);
    let perturb = hash;
    for (;;) {
      walker = BigInt.asUintN(64, (walker << 2n) + walker + perturb + 1n);
      at = Number(walker & BigInt(this.#mask));
      present = this.#slots[at];
      if (present === undefined) return free ?? at;
      if (present === text) return at;
      if (present === removed) free ??= at;
      perturb >>= perturbShift;
    }
  }

  #resize(requested: number): void {
    let slots = slotsMin;
    while (slots <= requested) slots *= 2;
    const keys = this.keys();
    this.#mask = slots - 1;
    this.#slots = [];
    this.#marked = new Map();
    this.#size = 0;
    this.#fill = 0;
    for (const key of keys) this.add(key);
  }
}

/** The order in which the keys were added. */
export class InsertionOrder implements KeyOrder {
  readonly #marked = new Map<string, string>();

  add(key: string): void {
    const text = textOf(key);
    if (!this.#marked.has(text)) this.#marked.set(text, key);
  }

  remove(key: string): void {
    this.#marked.delete(textOf(key));
  }

  keys(): readonly string[] {
    return [...this.#marked.values()];
  }

  merge(keys: readonly string[]): void {
    for (const key of keys) this.add(key);
  }

  deepCopy(): InsertionOrder {
    const copy = new InsertionOrder();
    copy.merge(this.keys());
    return copy;
  }

  copy(): InsertionOrder {
    return this.deepCopy();
  }
}
