import type { Random } from '../../../kernel/random.ts';
import type { Bucket, DeleteMarker, ObjectVersion, S3State, StoredObject } from '../state.ts';

const versionIdAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._';
const versionIdCharacters = 32;
const sequenceMax = 10 ** 12;

/** Keys in the order in which S3 lists them: by UTF-8 byte. Collections compare code units, so one a byte. */
export const sortKey = (key: string): string => Buffer.from(key, 'utf8').toString('latin1');

/** Whether it has the form of an id that S3 gives; `null` is one. */
export const isVersionId = (text: string): boolean => text === 'null' || /^[\w.]{32}$/.test(text);

type NewVersion = Omit<StoredObject, 'versionId' | 'sequence'> | Omit<DeleteMarker, 'versionId' | 'sequence'>;

/**
 * Puts a version on top of a key: beside the others where versioning is on, else in the place of the `null` version.
 * `copied`: what it is a copy of; the copy has its id and, where it is free, its place among the versions, so that copies
 * may come in any order.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html
 */
export function addVersion(
  state: S3State,
  bucket: Bucket,
  wish: NewVersion,
  random: Random,
  copied?: Pick<ObjectVersion, 'sequence' | 'versionId'>,
): ObjectVersion {
  const newId = () => copied?.versionId ?? random.text(versionIdCharacters, versionIdAlphabet);
  const versionId = bucket.versioning === 'Enabled' ? newId() : 'null';
  const replaced = versionId === 'null' ? findVersion(state, bucket.name, wish.key, 'null') : undefined;
  if (replaced) state.versions(bucket.name).delete(versionKey(replaced));
  const newest = newestVersion(state, bucket.name, wish.key);
  const next = Math.max(newest?.sequence ?? 0, replaced?.sequence ?? 0) + 1;
  const isFree = copied && !state.versions(bucket.name).has(versionKey({ key: wish.key, sequence: copied.sequence }));
  const sequence = isFree ? copied.sequence : next;
  const version: ObjectVersion = { ...wish, versionId, sequence };
  state.versions(bucket.name).set(versionKey(version), version);
  refreshCurrent(state, bucket.name, wish.key);
  return version;
}

/** Changes an object in place (its tags, its ACL); versions keep their bytes for ever. */
export function replaceVersion(state: S3State, bucket: string, object: StoredObject): void {
  state.versions(bucket).set(versionKey(object), object);
  refreshCurrent(state, bucket, object.key);
}

/** Removes one version for good; what was below it may become current. */
export function removeVersion(state: S3State, bucket: string, version: ObjectVersion): void {
  state.versions(bucket).delete(versionKey(version));
  refreshCurrent(state, bucket, version.key);
}

/** What a read without a version gets: undefined when there is nothing, or a delete marker on top. */
export const currentObject = (state: S3State, bucket: string, key: string): StoredObject | undefined =>
  state.current(bucket).get(sortKey(key));

/** Delete markers are versions, too. */
export function findVersion(state: S3State, bucket: string, key: string, versionId: string): ObjectVersion | undefined {
  return [...versionsOf(state, bucket, key)].find((version) => version.versionId === versionId);
}

/** The version on top, be it an object or a delete marker. */
export function newestVersion(state: S3State, bucket: string, key: string): ObjectVersion | undefined {
  for (const version of versionsOf(state, bucket, key)) return version;
  return undefined;
}

/** The place of a version among all of a bucket: by key, then newest first. */
export const versionKey = ({ key, sequence }: Pick<ObjectVersion, 'key' | 'sequence'>): string =>
  versionPrefix(key) + String(sequenceMax - sequence).padStart(13, '0');

/** What the places of all versions of one key begin with. Two zero bytes end the key, since no key's place has them. */
export const versionPrefix = (key: string): string => `${placeOf(key)}\0\0`;

/** Where versions of keys that begin so are; a zero byte within a key must not look like the end of it. */
export const placeOf = (key: string): string => sortKey(key).replaceAll('\0', '\0\x01');

/** Of one key, newest first. */
export function* versionsOf(state: S3State, bucket: string, key: string): Generator<ObjectVersion> {
  const prefix = versionPrefix(key);
  for (const [place, version] of state.versions(bucket).entries({ from: prefix })) {
    if (!place.startsWith(prefix)) return;
    yield version;
  }
}

/**
 * Reads and listings look at current objects alone, however many versions there are: kept in a collection of their
 * own.
 */
function refreshCurrent(state: S3State, bucket: string, key: string): void {
  const newest = newestVersion(state, bucket, key);
  if (newest?.kind === 'object') state.current(bucket).set(sortKey(key), newest);
  else state.current(bucket).delete(sortKey(key));
}

/** S3 keeps time in seconds. */
export const wholeSeconds = (timeMs: number): number => Math.floor(timeMs / 1000) * 1000;
