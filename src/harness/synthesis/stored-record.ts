import type { DetailedRecord } from './merge-notes.ts';
import { present } from './synthesis-record.ts';
import { digestOfDirectory, type InputState, isAsItWas, stampOf } from './watch/file-stamp.ts';

/** A record as JSON: what has to be as it was for an assembly to be used again. */
interface StoredRecord {
  readonly isComplete: boolean;
  /** Of all files of the project, for records that are not complete. */
  readonly fingerprint: string;
  readonly states: readonly InputState[];
  readonly seen: readonly string[];
  readonly directories: readonly (readonly [path: string, digest: string])[];
}

/** `fingerprint` is of the moment before the synthesis. */
export function storedText(record: DetailedRecord, fingerprint: string): string {
  const stored: StoredRecord = {
    isComplete: record.isComplete,
    fingerprint,
    states: [...record.states.values()],
    seen: [...record.files].flatMap(([path, digest]) => (digest === present ? [path] : [])),
    directories: [...record.directories],
  };
  return JSON.stringify(stored);
}

/** Whether a synthesis now would make what it made when the record was stored. */
export function isStillValid(text: string, fingerprint: () => string): boolean {
  const { isComplete, states, seen, directories, ...stored } = JSON.parse(text) as StoredRecord;
  if (!isComplete) return stored.fingerprint === fingerprint();
  return (
    states.every(isAsItWas) &&
    seen.every((path) => stampOf(path) !== undefined) &&
    directories.every(([path, digest]) => digestOfDirectory(path) === digest)
  );
}
