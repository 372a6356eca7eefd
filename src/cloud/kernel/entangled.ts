import type { Change } from './change.ts';

/** What one call changes, from its first change to its commit. */
export interface Work {
  /** Why its changes are no longer there: those that they stood on could not be written down. */
  failure?: unknown;
}

/** A change that is not written down yet, and whose it is; undefined for what nobody waits for (timers, runtime). */
export interface Pending {
  readonly change: Change;
  readonly work: Work | undefined;
}

/**
 * Which of the `pending` changes cannot stay when those of `work` are undone: its own, whatever was changed later in the
 * same place, and all other changes of a call that has such a one. A place is a key, or the whole of a dropped collection.
 */
export function entangledWith<P extends Pending>(pending: readonly P[], work: Work): ReadonlySet<P> {
  const works = new Set<Work>([work]);
  for (;;) {
    const { size } = works;
    const found = findOnce(pending, works);
    if (works.size === size) return found;
  }
}

function findOnce<P extends Pending>(pending: readonly P[], works: Set<Work>): Set<P> {
  const found = new Set<P>();
  const places = new Set<string>();
  const collections = new Set<string>();
  const dropped = new Set<string>();
  for (const entry of pending) {
    const { collection, key } = entry.change;
    const place = `${collection}\n${key}`;
    const standsOnOthers =
      key === undefined ? collections.has(collection) : dropped.has(collection) || places.has(place);
    const isOurs = entry.work !== undefined && works.has(entry.work);
    if (!isOurs && !standsOnOthers) continue;
    found.add(entry);
    if (entry.work) works.add(entry.work);
    collections.add(collection);
    if (key === undefined) dropped.add(collection);
    else places.add(place);
  }
  return found;
}
