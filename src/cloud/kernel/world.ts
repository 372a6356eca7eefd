import { type Checkpoint, Collection } from './collection.ts';

/** The whole world at one moment; opaque, cheap (no copying), and usable any number of times. */
export interface Snapshot {
  readonly collections: ReadonlyMap<string, Checkpoint>;
}

/** One change of state: `value` undefined means deleted; `key` undefined means the collection was dropped. */
export interface Change {
  readonly collection: string;
  readonly key?: string;
  readonly value?: unknown;
}

/** Where changes go before a request is answered; see `durable/`. */
export interface ChangeSink {
  /** Writes all changes as one record, atomically. Must have handed them to the system when it returns. */
  append(changes: readonly Change[]): void;
  /** The world was replaced as a whole: write it down as a whole. */
  replace(): void;
}

/** Everything that a service may open: its collections, under one account and one region. */
export interface Scope {
  readonly account: string;
  readonly region: string;
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
  #sink: ChangeSink | undefined;
  #changes: Change[] = [];
  #drops = 0;

  collection<V>(name: string): Collection<V> {
    let collection = this.#collections.get(name);
    if (!collection) {
      collection = new Collection<unknown>(name, this.#note);
      this.#collections.set(name, collection);
    }
    return collection as Collection<V>;
  }

  /** The names of all collections that begin with `prefix`. */
  names(prefix = ''): string[] {
    return [...this.#collections.keys()].filter((name) => name.startsWith(prefix)).sort();
  }

  drop(name: string): void {
    // Emptied as well: whoever still holds the collection must not see what was dropped.
    const dropped = this.#collections.get(name);
    if (!dropped) return;
    this.#collections.delete(name);
    this.#drops += 1;
    dropped.rewind(emptyCheckpoint);
    if (this.#sink) this.#changes.push({ collection: name });
  }

  /** One service's view of one account and region. */
  scope(service: string, account: string, region: string): Scope {
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

  snapshot(): Snapshot {
    const collections = new Map<string, Checkpoint>();
    for (const [name, collection] of this.#collections) {
      if (collection.size > 0) collections.set(name, collection.checkpoint());
    }
    return { collections };
  }

  /** Puts a snapshot back. Collections keep their identity, so services may hold on to them. */
  restore(snapshot: Snapshot): void {
    for (const [name, collection] of this.#collections) {
      collection.rewind(snapshot.collections.get(name) ?? emptyCheckpoint);
    }
    for (const [name, checkpoint] of snapshot.collections) {
      if (!this.#collections.has(name)) this.collection(name).rewind(checkpoint);
    }
    this.#changes = [];
    this.#sink?.replace();
  }

  /** A second world with the same contents; neither sees the other's changes. */
  fork(): World {
    const fork = new World();
    fork.restore(this.snapshot());
    return fork;
  }

  /** From now on every change is recorded; what happened before is not. */
  attach(sink: ChangeSink): void {
    this.#sink = sink;
    this.#changes = [];
  }

  /** Hands what changed since the last call to the log, as one record. Called before each answer. */
  commit(): void {
    if (this.#changes.length === 0) return;
    // Forgotten only when written: after a failed write (a full disk) the next commit tries again with everything.
    this.#sink?.append(this.#changes);
    this.#changes = [];
  }

  #note = (collection: string, key: string, value: unknown): void => {
    if (this.#sink) this.#changes.push({ collection, key, value });
  };
}

const emptyCheckpoint = new Collection<unknown>('', () => {}).checkpoint();
