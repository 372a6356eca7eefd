import type { BatchResultErrorEntry } from '@aws-sdk/client-sqs';
import {
  emptyBatch,
  failedEntry,
  idsNotDistinct,
  invalidEntryId,
  invalidValue,
  missingParameter,
  tooManyEntries,
} from '../errors.ts';
import type { Bounds } from '../shapes.ts';

const entriesMax = 10;

interface Entry {
  readonly Id?: string | undefined;
}

/** Entries of a batch with their ids, or the error that refuses the batch as a whole. */
export function checkedEntries<E extends Entry>(entries: readonly E[] | undefined, name: string): readonly E[] {
  const given = required(entries, 'Entries');
  if (given.length === 0) throw emptyBatch(name);
  if (given.length > entriesMax) throw tooManyEntries(given.length);
  const ids = new Set<string>();
  for (const [index, { Id }] of given.entries()) {
    if (Id === undefined) throw missingParameter(`${name}.${index + 1}.Id`);
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(Id)) throw invalidEntryId();
    if (ids.has(Id)) throw idsNotDistinct(Id);
    ids.add(Id);
  }
  return given;
}

interface BatchResult<R> {
  Successful: R[];
  Failed: BatchResultErrorEntry[];
}

/**
 * Does each entry for itself: one that fails does not keep the others from happening. Of the two lists in the answer
 * AWS sends only those that are not empty.
 */
export function eachEntry<E extends Entry, R extends object>(
  entries: readonly E[],
  work: (entry: E, index: number) => R,
): BatchResult<R & { Id: string }> {
  const Successful: (R & { Id: string })[] = [];
  const Failed: BatchResultErrorEntry[] = [];
  for (const [index, entry] of entries.entries()) {
    const Id = entry.Id ?? '';
    try {
      Successful.push({ Id, ...work(entry, index) });
    } catch (error) {
      Failed.push(failedEntry(Id, error));
    }
  }
  // The SDK's type has both; what is not there it leaves undefined.
  return {
    ...(Successful.length > 0 && { Successful }),
    ...(Failed.length > 0 && { Failed }),
  } as BatchResult<R & { Id: string }>;
}

/** A parameter that must be there, and not empty. */
export function required<T>(value: T | undefined, name: string): T {
  if (value === undefined || value === null || value === '') throw missingParameter(name);
  return value;
}

/** A number within its bounds, if it is there; `reason` tells the bounds as AWS words them for it. */
export function assertBounds(name: string, value: number | undefined, { min, max }: Bounds, reason: string): void {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return;
  throw invalidValue(name, value, reason);
}
