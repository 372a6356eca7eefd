import type { EventFields } from './event-fields.ts';
import type { Alternative, FieldTests } from './pattern.ts';
import { ValueIndex } from './value-index.ts';
import type { Scalar } from './value-test.ts';

/** An alternative of a pattern in the index. */
export interface Entry {
  readonly alternative: Alternative;
  /** The sets that it is in. */
  readonly homes: Set<Entry>[];
  /** Where its pattern is among all, by the time it was added. */
  readonly order: number;
}

/** More entries than this are told apart by one more field, if they have one. */
const entriesMax = 8;

/**
 * Entries that an event may match. Many are told apart by the values of one field each, the most telling one that no
 * node above has used.
 */
export class IndexNode {
  readonly #used: ReadonlySet<string>;
  readonly #own = new Set<Entry>();
  #byPath: Map<string, ValueIndex<IndexNode>> | undefined;
  #count = 0;

  constructor(used: ReadonlySet<string> = new Set()) {
    this.#used = used;
  }

  add(entry: Entry): void {
    this.#count += 1;
    if (this.#byPath && this.#passOn(entry, this.#byPath)) return;
    this.#own.add(entry);
    entry.homes.push(this.#own);
    if (!this.#byPath && this.#own.size > entriesMax) this.#split();
  }

  /** Visits what the event may match; of these each has to be tested. */
  visit(fields: EventFields, visit: (entry: Entry) => void): void {
    for (const entry of this.#own) visit(entry);
    if (!this.#byPath) return;
    // The event has few of the fields, or the node has.
    if (this.#byPath.size <= fields.size) {
      for (const [path, index] of this.#byPath) this.#visitPath(index, path, fields, visit);
    } else {
      for (const path of fields.keys()) this.#visitPath(this.#byPath.get(path), path, fields, visit);
    }
  }

  #visitPath(
    index: ValueIndex<IndexNode> | undefined,
    path: string,
    fields: EventFields,
    visit: (entry: Entry) => void,
  ): void {
    const list = fields.get(path);
    if (!index || !list) return;
    const values: Iterable<Scalar> =
      list.length === 1 ? list.map(({ value }) => value) : new Set(list.map(({ value }) => value));
    for (const value of values) index.visit(value, (node) => node.visit(fields, visit));
  }

  #split(): void {
    const byPath = new Map<string, ValueIndex<IndexNode>>();
    const entries = [...this.#own];
    this.#own.clear();
    for (const entry of entries) {
      entry.homes.splice(entry.homes.indexOf(this.#own), 1);
      if (this.#passOn(entry, byPath)) continue;
      this.#own.add(entry);
      entry.homes.push(this.#own);
    }
    this.#byPath = byPath;
  }

  /** Puts an entry below, by the field that leaves it among the fewest others; false where it has no field for that. */
  #passOn(entry: Entry, byPath: Map<string, ValueIndex<IndexNode>>): boolean {
    let best: { readonly field: FieldTests; readonly cost: number } | undefined;
    for (const field of entry.alternative) {
      if (this.#used.has(field.path) || field.tests.some(({ kind }) => kind === 'absent')) continue;
      const cost = costOf(field, byPath.get(field.path));
      if (!best || cost < best.cost) best = { field, cost };
    }
    if (!best) return false;
    const { path, tests } = best.field;
    const index = byPath.get(path) ?? new ValueIndex<IndexNode>();
    byPath.set(path, index);
    const used = new Set([...this.#used, path]);
    for (const node of new Set(tests.map((test) => index.at(test, () => new IndexNode(used))))) node.add(entry);
    return true;
  }

  get count(): number {
    return this.#count;
  }
}

/** How many places a field takes, and how many entries share them. */
function costOf({ tests }: FieldTests, index: ValueIndex<IndexNode> | undefined): number {
  const places = tests.reduce((sum, test) => sum + 1 + (index?.at(test, () => undefined)?.count ?? 0), 0);
  return tests.some(findsMuch) ? places * 16 : places;
}

/** Tests that values pass more often than not. */
const findsMuch = ({ kind }: { readonly kind: string }): boolean => kind === 'anything-but' || kind === 'present';
