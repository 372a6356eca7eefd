import type { AttributeValue } from './attribute-value.ts';
import { type ByteString, base64ByteString, utf8ByteString } from './bytes.ts';
import { exponentMin } from './decimal.ts';
import { decimalOf } from './number.ts';

/**
 * Keys of collections: bytes whose order is DynamoDB's. A table's key is
 *
 *     hash of the partition key (4 bytes) · partition key · sort key
 *
 * so that Scan meets partitions in the order of their hashes, as in the real service, and finds the items of one
 * partition together in the order of their sort keys. Every value ends where its encoding says so, which makes keys
 * of several values unambiguous and lets index entries append the table's key.
 */

/** Ends text and binary values. Below every byte that may follow, so that a prefix sorts ahead of what it begins. */
const end = '\x00\x01';
/** A zero byte inside of a value, above the end mark. */
const escapedZero = '\x00\xff';

/** The value with its end mark; order of encodings is order of values of one type. */
export function encodeKeyValue(value: AttributeValue): ByteString {
  return value.N !== undefined ? encodeNumber(value.N) : encodeKeyPrefix(value) + end;
}

/** What all encodings of texts or binary values that begin with `value` begin with. */
export function encodeKeyPrefix(value: AttributeValue): ByteString {
  const bytes = value.S !== undefined ? utf8ByteString(value.S) : base64ByteString(value.B ?? '');
  return bytes.includes('\x00') ? bytes.replaceAll('\x00', escapedZero) : bytes;
}

/**
 * Sign, exponent, digits. Of negative numbers all is inverted; the end mark of a positive one is below and that of a
 * negative one above every digit, since the longer of two numbers with one beginning is the larger in magnitude.
 *
 * Signs are 1, 2 and 3 for below, equal and above zero. The exponent is that of the first digit, counted from the
 * least one, so it fits a byte and tells of two numbers of one sign which is larger; digits decide between equal ones:
 * 12 is `3 · 131 · "12" · 0`, 120 is `3 · 132 · "12" · 0`, and -12 is `1 · 124 · "87" · 255`.
 */
function encodeNumber(text: string): ByteString {
  const { negative, digits, exponent } = decimalOf(text);
  if (digits === '') return '\x02';
  const power = exponent - exponentMin;
  if (!negative) return `\x03${String.fromCharCode(power)}${digits}\x00`;
  let inverted = '';
  for (let index = 0; index < digits.length; index += 1) inverted += 9 - (digits.charCodeAt(index) - 48);
  return `\x01${String.fromCharCode(255 - power)}${inverted}\xff`;
}

/** How many hashes there are; segments of a parallel scan share them out. */
export const hashValues = 2 ** 32;

/** The prefix of all keys whose partition hashes to at least `hash` (0 to 2³²−1): where a parallel scan starts. */
export const encodeHash = (hash: number): ByteString =>
  String.fromCharCode(hash >>> 24, (hash >>> 16) & 255, (hash >>> 8) & 255, hash & 255);

/** An encoded partition key with its hash ahead. */
export const withHash = (partition: ByteString): ByteString => encodeHash(hashOf(partition)) + partition;

/** FNV-1a over the bytes, then murmur's finalizer: short keys that differ in their last byte spread over all segments. */
export function hashOf(bytes: ByteString): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < bytes.length; index += 1) {
    hash = Math.imul(hash ^ bytes.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
