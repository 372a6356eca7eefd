import { invalidArgument } from '../errors.ts';
import type { S3State, StoredObject } from '../state.ts';
import { sortKey } from './versions.ts';

/** What a listing shows: an object, or all keys that begin alike up to the delimiter. */
export type Listed =
  | { readonly kind: 'object'; readonly name: string; readonly object: StoredObject }
  | { readonly kind: 'prefix'; readonly name: string };

/** One page, in S3's order. */
export interface Listing {
  readonly entries: readonly Listed[];
  readonly isTruncated: boolean;
}

/** What all forms of ListObjects boil down to. */
export interface ListingQuery {
  readonly prefix: string;
  readonly delimiter: string;
  /** Begin behind this key, or behind all keys that are rolled up with it. */
  readonly after: string;
  readonly limit: number;
}

/** Above every byte: ends the range of all keys that begin alike. */
const aboveAll = '\u0100';

/**
 * A page of a bucket's current objects in S3's order, with what has the delimiter behind the prefix rolled up.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html
 */
export function listObjects(state: S3State, bucket: string, query: ListingQuery): Listing {
  const { prefix, delimiter, limit } = query;
  const objects = state.current(bucket);
  const entries: Listed[] = [];
  let from = firstPlace(query);
  for (;;) {
    const [found] = objects.entries({ from });
    if (found === undefined) return { entries, isTruncated: false };
    const [place, object] = found;
    if (!place.startsWith(sortKey(prefix))) return { entries, isTruncated: false };
    const common = commonPrefix(object.key, prefix, delimiter);
    if (entries.length === limit) return { entries, isTruncated: limit > 0 };
    entries.push(
      common === undefined ? { kind: 'object', name: object.key, object } : { kind: 'prefix', name: common },
    );
    // A rolled-up prefix may stand for a million keys: step over them.
    from = common === undefined ? `${place}\0` : sortKey(common) + aboveAll;
  }
}

function firstPlace({ prefix, delimiter, after }: ListingQuery): string {
  const start = sortKey(prefix);
  if (after === '') return start;
  const common = commonPrefix(after, prefix, delimiter);
  const behind = common === undefined ? `${sortKey(after)}\0` : sortKey(common) + aboveAll;
  if (behind > start) return behind;
  return start;
}

/** The key up to and with the first delimiter behind the prefix; undefined for a key that is listed as itself. */
export function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '' || !key.startsWith(prefix)) return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

/** `encoding-type=url`: percent-encoded, slashes as they are. */
export function encoderOf(encodingType: string | undefined): (text: string) => string {
  if (encodingType === undefined) return (text) => text;
  if (encodingType !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encodingType);
  }
  return (text) =>
    encodeURIComponent(text)
      .replaceAll('%2F', '/')
      .replaceAll('%20', '+')
      .replace(/[!'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
