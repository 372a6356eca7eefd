import { compilePattern } from './compile-pattern.ts';
import { eventFields, stepsOf } from './event-fields.ts';
import { type Entry, IndexNode } from './index-node.ts';
import { matchesAlternative } from './matches-alternative.ts';
import type { Pattern } from './pattern.ts';

/** Removed entries before the index is made anew: their empty places would stay otherwise. */
const removedMin = 256;

/**
 * Many event patterns, that are asked which of them match an event: the time is that of the few that may match, not of
 * all. Keys are the caller's, one pattern each.
 */
export class PatternIndex<K> {
  readonly #entries = new Map<K, readonly Entry[]>();
  readonly #keys = new Map<Entry, K>();
  readonly #steps = new Set<string>();
  #root = new IndexNode();
  #removed = 0;
  #order = 0;

  /** Adds a pattern, or replaces that of the key. Throws `MalformedPattern`, with the old one kept. */
  add(key: K, pattern: string | Pattern): void {
    const compiled = typeof pattern === 'string' ? compilePattern(pattern) : pattern;
    this.remove(key);
    this.#order += 1;
    const order = this.#order;
    const entries = compiled.map((alternative): Entry => ({ alternative, homes: [], order }));
    this.#entries.set(key, entries);
    for (const entry of entries) this.#put(entry, key);
  }

  /** Removes the pattern of a key, if there is one. */
  remove(key: K): void {
    const entries = this.#entries.get(key);
    if (!entries) return;
    this.#entries.delete(key);
    for (const entry of entries) {
      this.#keys.delete(entry);
      for (const home of entry.homes) home.delete(entry);
    }
    this.#removed += entries.length;
    if (this.#removed > Math.max(removedMin, this.#keys.size)) this.#remake();
  }

  /** The keys of the patterns that match, in the order in which they were added. */
  match(event: unknown): K[] {
    const fields = eventFields(event, this.#steps);
    const tested = new Set<Entry>();
    const matching = new Map<K, number>();
    this.#root.visit(fields, (entry) => {
      if (tested.has(entry)) return;
      tested.add(entry);
      const key = this.#keys.get(entry);
      if (key === undefined || matching.has(key)) return;
      if (matchesAlternative(entry.alternative, fields)) matching.set(key, entry.order);
    });
    return [...matching].sort(([, a], [, b]) => a - b).map(([key]) => key);
  }

  #put(entry: Entry, key: K): void {
    this.#keys.set(entry, key);
    for (const step of stepsOf(entry.alternative.map(({ path }) => path))) this.#steps.add(step);
    this.#root.add(entry);
  }

  #remake(): void {
    this.#removed = 0;
    this.#root = new IndexNode();
    this.#steps.clear();
    for (const [key, entries] of this.#entries) {
      for (const entry of entries) {
        entry.homes.length = 0;
        this.#put(entry, key);
      }
    }
  }
}
