import { AsyncLocalStorage } from 'node:async_hooks';
import type { Change } from './change.ts';
import { type Checkpoint, Collection } from './collection.ts';
import { entangledWith, type Pending, type Work } from './entangled.ts';
import type { Scope } from './scope.ts';

/** The whole world at one moment; opaque, cheap (no copying), and usable any number of times. */
export interface Snapshot {
  readonly collections: ReadonlyMap<string, Checkpoint>;
}

/** Where changes go before a request is answered; see `durable/`. */
export interface ChangeSink {
  /** Writes all changes as one record, atomically. Must have handed them to the system when it returns. */
  append(changes: readonly Change[]): void;
  /** The world is about to be replaced as a whole: writes the new one down, whole. Throws when nothing has changed. */
  replace(snapshot: Snapshot): void;
}

/** A change, and what it takes to undo it: what was under the key, or the collection that was dropped and its contents. */
interface Undoable extends Pending {
  readonly target: Collection<unknown>;
  readonly previous?: unknown;
  readonly contents?: Checkpoint;
}

/** Everything that a service may open: its collections, under one account and one region. */
export interface StateScope extends Scope {
  /** A collection of this service in this account and region, made when it is not there. */
  collection<V>(name: string): Collection<V>;
  /** Removes a collection made at run time (a table's items) with all that is in it. */
  drop(name: string): void;
  /** Grows with every drop, whoever drops: collections that somebody holds on to are looked up again then. */
  readonly drops: number;
}

/**
 * All state of the cloud, in named collections. A collection's name is `service/account/region/name`, so accounts and
 * regions are part of every key and parallel users never meet.
 */
export class World {
  readonly #collections = new Map<string, Collection<unknown>>();
  /** The names again, by what stands before their first slash: the service. */
  readonly #names = new Map<string, Set<string>>();
  #sink: ChangeSink | undefined;
  #pending: Undoable[] = [];
  #attempts = 0;
  /** What attempts under way have changed, committed or not. */
  #attempted: Undoable[] = [];
  #drops = 0;
  /** Whose changes are being made, over everything that a call awaits. */
  readonly #worker = new AsyncLocalStorage<Work>();
  readonly #taken = new Set<WeakRef<Snapshot>>();
  readonly #forgotten = new FinalizationRegistry<WeakRef<Snapshot>>((reference) => this.#taken.delete(reference));

  collection<V>(name: string): Collection<V> {
    let collection = this.#collections.get(name);
    if (!collection) {
      collection = new Collection<unknown>(name, this.#noteKey);
      this.#keep(collection);
    }
    return collection as Collection<V>;
  }

  #keep(collection: Collection<unknown>): void {
    const { name } = collection;
    this.#collections.set(name, collection);
    const first = firstPart(name);
    const names = this.#names.get(first);
    if (names) names.add(name);
    else this.#names.set(first, new Set([name]));
  }

  /** The names of all collections that begin with `prefix`; those of other services are not looked at. */
  names(prefix = ''): string[] {
    const names = prefix.includes('/') ? (this.#names.get(firstPart(prefix)) ?? []) : this.#collections.keys();
    return [...names].filter((name) => name.startsWith(prefix)).sort();
  }

  drop(name: string): void {
    // Emptied as well: whoever still holds the collection must not see what was dropped.
    const dropped = this.#collections.get(name);
    if (!dropped) return;
    const contents = dropped.checkpoint();
    this.#collections.delete(name);
    this.#names.get(firstPart(name))?.delete(name);
    this.#drops += 1;
    dropped.rewind(emptyCheckpoint);
    if (this.#isNoting) this.#note({ change: { collection: name }, target: dropped, contents, work: this.#work });
  }

  /** One service's view of one account and region. */
  scope(service: string, account: string, region: string): StateScope {
    const prefix = `${service}/${account}/${region}/`;
    const drops = () => this.#drops;
    return {
      get drops() {
        return drops();
      },
      account,
      region,
      collection: <V>(name: string) => this.collection<V>(prefix + name),
      drop: (name) => this.drop(prefix + name),
    };
  }

  /** The contents at this moment, for whoever restores them at once or never: blobs are not kept for their sake. */
  contents(): Snapshot {
    const collections = new Map<string, Checkpoint>();
    for (const [name, collection] of this.#collections) {
      if (collection.size > 0) collections.set(name, collection.checkpoint());
    }
    return { collections };
  }

  snapshot(): Snapshot {
    const snapshot = this.contents();
    const reference = new WeakRef(snapshot);
    this.#taken.add(reference);
    this.#forgotten.register(snapshot, reference);
    return snapshot;
  }

  /** The snapshots that somebody still holds and may restore. */
  snapshots(): Snapshot[] {
    return [...this.#taken].map((reference) => reference.deref()).filter((snapshot) => snapshot !== undefined);
  }

  /** True while there are changes that are not yet in the log: a crash would take them back. */
  get hasUncommitted(): boolean {
    return this.#pending.length > 0;
  }

  /**
   * Puts a snapshot back. Collections keep their identity, so services may hold on to them. Throws when the log cannot take
   * it, and then the world is as it was.
   */
  restore(snapshot: Snapshot): void {
    this.#sink?.replace(snapshot);
    for (const [name, collection] of this.#collections) {
      collection.rewind(snapshot.collections.get(name) ?? emptyCheckpoint);
    }
    for (const [name, checkpoint] of snapshot.collections) {
      if (!this.#collections.has(name)) this.collection(name).rewind(checkpoint);
    }
    this.#pending = [];
    this.#attempted = [];
  }

  /** A second world with the same contents, or with those of before; neither sees the other's changes. */
  fork(contents: Snapshot = this.contents()): World {
    const fork = new World();
    fork.restore(contents);
    return fork;
  }

  /** From now on every change is recorded; what happened before is not. */
  attach(sink: ChangeSink): void {
    this.#sink = sink;
    this.#pending = [];
  }

  /** Runs a call's part of the work: what it changes, now or behind an await, is its own until {@link commit}. */
  doing<T>(work: Work, run: () => T): T {
    return this.#sink ? this.#worker.run(work, run) : run();
  }

  /**
   * Hands all changes since the last call to the log, as one record. Called before each answer.
   *
   * When they cannot be written, those of `work` are undone, with what was built on them, and this throws; whoever else
   * lost something thereby is told at its own commit. Changes of others stay, and go with the next commit. So does
   * everything when no work is named; and a call that changed nothing has nothing to complain of.
   */
  commit(work?: Work): void {
    if (work?.failure !== undefined) {
      this.#undo(work, work.failure);
      throw work.failure;
    }
    if (this.#pending.length === 0) return;
    try {
      this.#sink?.append(this.#pending.map(({ change }) => change));
      this.#pending = [];
    } catch (error) {
      if (!work) throw error;
      if (!this.#pending.some((entry) => entry.work === work)) return;
      this.#undo(work, error);
      throw error;
    }
  }

  /**
   * Synchronous work that happens whole or not at all: what it changed is undone when it throws, with what calls in its
   * midst changed. What these have committed already is taken back by further changes. Nested attempts are part of the
   * outer one.
   */
  attempt<T>(work: () => T): T {
    const before = this.#attempted.length;
    this.#attempts += 1;
    try {
      return work();
    } catch (error) {
      this.#takeBack(this.#attempted.splice(before));
      throw error;
    } finally {
      this.#attempts -= 1;
      if (this.#attempts === 0 && this.#attempted.length > 0) this.#attempted = [];
    }
  }

  #takeBack(changes: readonly Undoable[]): void {
    if (changes.length === 0) return;
    const pending = new Set(this.#pending);
    const isUndone = new Set(changes.filter((entry) => pending.has(entry)));
    this.#pending = this.#pending.filter((entry) => !isUndone.has(entry));
    for (const entry of changes.toReversed()) {
      this.#revert(entry);
      if (this.#sink && !isUndone.has(entry)) this.#pending.push(...this.#compensation(entry));
    }
  }

  /** What the log must be told for an undone change that it has. */
  #compensation({ change, target, previous }: Undoable): readonly Undoable[] {
    const again = change.key === undefined ? [...target.entries()] : [[change.key, previous] as const];
    return again.map(([key, value]) => ({
      change: { collection: target.name, key, value },
      target,
      previous: change.value,
      work: undefined,
    }));
  }

  #undo(work: Work, failure: unknown): void {
    const undone = entangledWith(this.#pending, work);
    for (const entry of [...undone].reverse()) {
      this.#revert(entry);
      if (entry.work) entry.work.failure = failure;
    }
    this.#pending = this.#pending.filter((entry) => !undone.has(entry));
  }

  #revert({ change, target, previous, contents }: Undoable): void {
    if (change.key !== undefined) {
      target.revert(change.key, previous);
      return;
    }
    if (contents) target.rewind(contents);
    this.#keep(target);
    this.#drops += 1;
  }

  #noteKey = (target: Collection<unknown>, key: string, value: unknown): void => {
    if (!this.#isNoting) return;
    const previous = target.get(key);
    this.#note({ change: { collection: target.name, key, value }, target, previous, work: this.#work });
  };

  get #isNoting(): boolean {
    return this.#sink !== undefined || this.#attempts > 0;
  }

  /** Whose changes these are; without a log nobody asks. */
  get #work(): Work | undefined {
    return this.#sink && this.#worker.getStore();
  }

  #note(entry: Undoable): void {
    if (this.#sink) this.#pending.push(entry);
    if (this.#attempts > 0) this.#attempted.push(entry);
  }
}

const firstPart = (name: string): string => name.slice(0, name.indexOf('/') + 1);

const emptyCheckpoint = new Collection<unknown>('', () => {}).checkpoint();
