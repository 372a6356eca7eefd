import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BlobHash, BlobStore } from './blobs.ts';
import { Collection } from './collection.ts';
import type { Snapshot, World } from './world.ts';

/** A sweep is due when this much was put or released since the last one, or half of what there is if that is more. */
const sweepBytesMin = 64 * 1024 * 1024;
/** An empty blob costs memory, too. */
const overheadBytes = 256;
/** The part of one turn of the event loop that a sweep may take: requests are answered in between. */
const sliceMs = 5;
const entriesPerLook = 64;
/** How often a sweep looks whether all changes are in the log, a turn apart, before it leaves it to the next one. */
const looksMax = 1000;
/** Of blobs that this process found: none of its passes is younger. */
const beforeAll = -2;

interface Known {
  readonly bytes: number;
  /** The pass in which it was put last. */
  readonly pass: number;
}

/** A service that refers to blobs, as its contents page says it. */
interface BlobHolder {
  readonly name: string;
  readonly blobs?: Readonly<Record<string, (value: never) => readonly BlobHash[]>>;
}

type References = ReadonlyMap<string, (value: never) => readonly BlobHash[]>;

/**
 * Blobs that go when nothing refers to them: mark and sweep over the world and all snapshots that somebody holds.
 *
 * Operations store the record that refers to a blob in the turn of the event loop in which they put it, and read a
 * blob's bytes before they wait. Passes begin in turns of their own, so they never see a blob between the two; what was
 * put since the pass before began is spared all the same. Files of blobs are deleted only when the change that let go
 * of them is in the log, so that a crash cannot bring back a record without its bytes.
 */
export class SweptBlobs {
  readonly #store: BlobStore;
  readonly #world: World;
  readonly #references: References;
  readonly #known = new Map<BlobHash, Known>();
  readonly #listeners = new Set<(hash: BlobHash) => void>();
  #bytes = 0;
  #pass = 0;
  /** Bytes that were put or released since the last sweep. */
  #moved = 0;
  #isListed = false;
  #isClosed = false;
  #sweeping: Promise<void> | undefined;
  #following: Promise<void> | undefined;

  constructor(store: BlobStore, world: World, services: readonly BlobHolder[]) {
    this.#store = store;
    this.#world = world;
    this.#references = new Map(
      services.flatMap(({ name, blobs }) =>
        Object.entries(blobs ?? {}).map(([kind, referencesOf]) => [`${name}/${kind}`, referencesOf] as const),
      ),
    );
  }

  put(bytes: Uint8Array): BlobHash {
    const hash = this.#store.put(bytes);
    if (!this.#known.has(hash)) this.#bytes += bytes.byteLength;
    this.#known.set(hash, { bytes: bytes.byteLength, pass: this.#pass });
    this.release(bytes.byteLength);
    return hash;
  }

  /** Undefined for a hash that was never put. */
  get(hash: BlobHash): Uint8Array | undefined {
    return this.#store.get(hash);
  }

  /** A hint that a record with so many bytes was deleted; brings the next sweep nearer. */
  release(bytes: number): void {
    this.#moved += bytes + overheadBytes;
    if (this.#moved > Math.max(sweepBytesMin, this.#bytes / 2) && !this.#sweeping) void this.sweep();
  }

  /** Calls `listener` for every blob that was deleted: what was made of it can go as well. */
  onDelete(listener: (hash: BlobHash) => void): void {
    this.#listeners.add(listener);
  }

  /** How much there is, also of what the next sweep will delete. */
  get usage(): { readonly count: number; readonly bytes: number } {
    return { count: this.#known.size, bytes: this.#bytes };
  }

  /**
   * Deletes what nothing refers to, a slice for each turn of the event loop. While a sweep goes on, which may have
   * looked at the world already, one more is made behind it.
   */
  sweep(): Promise<void> {
    if (this.#sweeping) {
      this.#following ??= this.#sweeping.then(() => {
        this.#following = undefined;
        return this.sweep();
      });
      return this.#following;
    }
    this.#sweeping = this.#sweep().finally(() => {
      this.#sweeping = undefined;
    });
    return this.#sweeping;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#sweeping;
  }

  async #sweep(): Promise<void> {
    await nextTurn();
    const turn = new Slices();
    if (!(await this.#list(turn))) return;
    // The second pass takes what the first one spared because it was young.
    for (let pass = 0; pass < 2 && this.#known.size > 0; pass += 1) {
      if (!(await this.#untilCommitted())) return;
      const spared = await this.#deleteUnmarked(turn);
      if (spared === 0) break;
    }
  }

  /** Finds, once, what the store held before this process began. False when it could not be read. */
  async #list(turn: Slices): Promise<boolean> {
    if (this.#isListed) return true;
    try {
      for (const [hash, bytes] of this.#store.entries()) {
        if (!this.#known.has(hash)) {
          this.#known.set(hash, { bytes, pass: beforeAll });
          this.#bytes += bytes;
        }
        if (turn.isOver()) await turn.next();
        if (this.#isClosed) return false;
      }
      this.#isListed = true;
    } catch {
      // Blobs that are not known are not deleted; the next sweep reads the store again.
    }
    return this.#isListed;
  }

  async #untilCommitted(): Promise<boolean> {
    await nextTurn();
    for (let look = 0; look < looksMax && !this.#isClosed; look += 1) {
      if (!this.#world.hasUncommitted) return true;
      await nextTurn();
    }
    return false;
  }

  /** One pass. Tells how many blobs are unmarked and yet there, since they are young. */
  async #deleteUnmarked(turn: Slices): Promise<number> {
    this.#pass += 1;
    this.#moved = 0;
    const pass = this.#pass;
    // Taken in the turn in which all changes were found to be committed.
    const snapshots = [this.#world.contents(), ...this.#world.snapshots()];
    const marked = new Set<BlobHash>();
    for (const snapshot of snapshots) await this.#mark(snapshot, marked, turn);
    let spared = 0;
    for (const [hash, known] of this.#known) {
      if (turn.isOver()) await turn.next();
      if (this.#isClosed) return 0;
      // Looked up again: it may have been put anew while others had their turns.
      const { pass: lastPut } = this.#known.get(hash) ?? known;
      if (marked.has(hash)) continue;
      if (lastPut >= pass - 1) spared += 1;
      else this.#delete(hash, known.bytes);
    }
    return spared;
  }

  async #mark({ collections }: Snapshot, marked: Set<BlobHash>, turn: Slices): Promise<void> {
    for (const [name, checkpoint] of collections) {
      const [service, , , kind] = name.split('/', 4);
      const referencesOf = this.#references.get(`${service}/${kind}`);
      if (!referencesOf) continue;
      const collection = new Collection<never>(name, () => {});
      collection.rewind(checkpoint);
      for (const value of collection.values()) {
        for (const hash of referencesOf(value)) marked.add(hash);
        if (turn.isOver()) await turn.next();
      }
    }
  }

  #delete(hash: BlobHash, bytes: number): void {
    try {
      this.#store.delete(hash);
    } catch {
      // A file that cannot be removed now stays known, and the next sweep tries again.
      return;
    }
    this.#known.delete(hash);
    this.#bytes -= bytes;
    for (const listener of this.#listeners) listener(hash);
  }
}

/** Long work cut to slices, so that nobody waits for it. */
class Slices {
  #endMs = performance.now() + sliceMs;
  #looks = 0;

  /** Cheap: looks at the time once in a while. */
  isOver(): boolean {
    this.#looks += 1;
    return this.#looks % entriesPerLook === 0 && performance.now() > this.#endMs;
  }

  async next(): Promise<void> {
    await nextTurn();
    this.#endMs = performance.now() + sliceMs;
  }
}
