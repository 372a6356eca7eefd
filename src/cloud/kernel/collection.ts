import { createRequire } from 'node:module';

// A CommonJS package whose default export loaders unwrap differently; `require` means the same everywhere.
const { default: BTree } = createRequire(import.meta.url)('sorted-btree') as typeof import('sorted-btree');
type Tree<V> = InstanceType<typeof BTree<string, V>>;

/** Bounds of an iteration; keys compare by UTF-16 code unit, so encode bytes as Latin-1 to order by byte. */
export interface Range {
  /** First key, included. */
  readonly from?: string;
  /** Start behind this key. */
  readonly after?: string;
  /** Last key, included. */
  readonly to?: string;
  /** End ahead of this key. */
  readonly before?: string;
  readonly reverse?: boolean;
}

/** Told of each change, in order, ahead of it: what was there before can still be read. `undefined` means deleted. */
export type ChangeListener = (collection: Collection<unknown>, key: string, value: unknown) => void;

const compareKeys = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * An ordered map from string keys to immutable values, copy-on-write: `checkpoint` and `rewind` take constant time.
 *
 * Values must never be mutated after `set`: snapshots, indexes and the log share them. Do not change a collection
 * while iterating over it: take the entries first (`[...collection.entries()]`).
 */
export class Collection<V> {
  readonly name: string;
  #tree: Tree<V>;
  readonly #onChange: ChangeListener;

  constructor(name: string, onChange: ChangeListener, tree?: Tree<V>) {
    this.name = name;
    this.#onChange = onChange;
    this.#tree = tree ?? (new BTree<string, V>(undefined, compareKeys) as Tree<V>);
  }

  get size(): number {
    return this.#tree.size;
  }

  get(key: string): V | undefined {
    return this.#tree.get(key);
  }

  has(key: string): boolean {
    return this.#tree.has(key);
  }

  set(key: string, value: V): void {
    this.#onChange(this as Collection<unknown>, key, value);
    this.#tree.set(key, value);
  }

  /** Tells whether there was something to delete. */
  delete(key: string): boolean {
    if (!this.#tree.has(key)) return false;
    this.#onChange(this as Collection<unknown>, key, undefined);
    return this.#tree.delete(key);
  }

  /** Removes and returns. */
  take(key: string): V | undefined {
    const value = this.#tree.get(key);
    if (value !== undefined) this.delete(key);
    return value;
  }

  /** Puts back what was under a key, and tells nobody: the change that is undone is told to nobody either. */
  revert(key: string, previous: V | undefined): void {
    if (previous === undefined) this.#tree.delete(key);
    else this.#tree.set(key, previous);
  }

  clear(): void {
    for (const key of this.#tree.keysArray()) this.delete(key);
  }

  /** Entries in key order (or reversed), within the bounds, lazily. */
  *entries(range: Range = {}): Generator<readonly [string, V], void, undefined> {
    const iterator = range.reverse ? this.#descending(range) : this.#ascending(range);
    for (const [key, value] of iterator) {
      if (range.reverse ? isBelow(key, range) : isAbove(key, range)) return;
      yield [key, value];
    }
  }

  *keys(range?: Range): Generator<string, void, undefined> {
    for (const [key] of this.entries(range)) yield key;
  }

  *values(range?: Range): Generator<V, void, undefined> {
    for (const [, value] of this.entries(range)) yield value;
  }

  /** A constant-time copy of the contents, for {@link rewind}. */
  checkpoint(): Checkpoint {
    return this.#tree.clone() as unknown as Checkpoint;
  }

  /** Puts a checkpoint's contents back in constant time; the checkpoint stays usable. */
  rewind(checkpoint: Checkpoint): void {
    this.#tree = (checkpoint as unknown as Tree<V>).clone() as Tree<V>;
  }

  #ascending(range: Range): Iterable<readonly [string, V]> {
    const start = range.from ?? range.after;
    const entries = this.#tree.entries(start);
    return range.after !== undefined ? skipKey(entries, range.after) : entries;
  }

  #descending(range: Range): Iterable<readonly [string, V]> {
    const start = range.to ?? range.before;
    return this.#tree.entriesReversed(start, undefined, range.before !== undefined && range.to === undefined);
  }
}

declare const checkpointBrand: unique symbol;
/** The contents of one collection at one moment; opaque. */
export type Checkpoint = { readonly [checkpointBrand]: true };

const isAbove = (key: string, { to, before }: Range): boolean =>
  (to !== undefined && key > to) || (before !== undefined && key >= before);

const isBelow = (key: string, { from, after }: Range): boolean =>
  (from !== undefined && key < from) || (after !== undefined && key <= after);

function* skipKey<V>(entries: Iterable<readonly [string, V]>, skipped: string): Generator<readonly [string, V]> {
  for (const entry of entries) if (entry[0] !== skipped) yield entry;
}
