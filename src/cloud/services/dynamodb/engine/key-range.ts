import type { Range } from '../../../kernel/collection.ts';
import type { KeyPredicate } from '../validation/key-conditions.ts';
import type { AttributeValue } from '../values/attribute-value.ts';
import type { ByteString } from '../values/bytes.ts';
import { encodeHash, encodeKeyPrefix, encodeKeyValue, hashValues } from '../values/key-encoding.ts';
import { partitionKey } from './keys.ts';

/** First and behind-the-last key; `before` is undefined where there is no last one. */
export interface Bounds {
  readonly from: ByteString;
  readonly before?: ByteString;
}

/** Conditions by key attribute: all of the partition key, and of the sort key as far as they go. */
export interface MatchedConditions {
  readonly hash: readonly AttributeValue[];
  /** Sort key attributes ahead of the last one that is named, if there are several. */
  readonly equal: readonly AttributeValue[];
  readonly last: KeyPredicate | undefined;
}

/** The keys that satisfy all conditions of a query: one run of neighbours, since a key's parts are encoded in order. */
export function queryBounds({ hash, equal, last }: MatchedConditions): Bounds {
  let prefix = partitionKey(hash);
  for (const value of equal) prefix += encodeKeyValue(value);
  return boundsOf(prefix, last);
}

/** The keys below `prefix` whose next value satisfies the predicate. */
function boundsOf(prefix: ByteString, predicate: KeyPredicate | undefined): Bounds {
  if (!predicate) return allBelow(prefix);
  if (predicate.operator === 'between') {
    return {
      from: prefix + encodeKeyValue(predicate.lower),
      before: successor(prefix + encodeKeyValue(predicate.upper)),
    };
  }
  const { operator, value } = predicate;
  if (operator === 'begins_with') return allBelow(prefix + encodeKeyPrefix(value));
  const key = prefix + encodeKeyValue(value);
  switch (operator) {
    case '=':
      return allBelow(key);
    case '<':
      return { from: prefix, before: key };
    case '<=':
      return { from: prefix, before: successor(key) };
    case '>':
      return { from: successor(key), before: successor(prefix) };
    case '>=':
      return { from: key, before: successor(prefix) };
  }
}

/** Every key that begins with `prefix`. */
const allBelow = (prefix: ByteString): Bounds => ({ from: prefix, before: successor(prefix) });

/** The keys of one of `total` segments: an equal share of all hashes. */
export function segmentBounds(segment: number, total: number): Bounds {
  const start = Math.ceil((segment * hashValues) / total);
  const end = Math.ceil(((segment + 1) * hashValues) / total);
  const from = encodeHash(start);
  return end >= hashValues ? { from } : { from, before: encodeHash(end) };
}

/** The first byte string above all that begin with `prefix`. Keys never consist of 0xff alone. */
export function successor(prefix: ByteString): ByteString {
  let end = prefix.length;
  while (end > 0 && prefix.charCodeAt(end - 1) === 0xff) end -= 1;
  return prefix.slice(0, end - 1) + String.fromCharCode(prefix.charCodeAt(end - 1) + 1);
}

/** Where an iteration goes on behind (in its direction) the key at which the last page ended. */
export function rangeOf({ from, before }: Bounds, startKey: ByteString | undefined, reverse: boolean): Range {
  const end = before === undefined ? {} : { before };
  if (startKey === undefined) return { from, ...end, reverse };
  return reverse ? { from, before: startKey, reverse } : { after: startKey, ...end, reverse };
}
