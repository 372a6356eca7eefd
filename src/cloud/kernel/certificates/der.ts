/**
 * A writer of DER, as far as certificates need it: each function answers a whole element, tag and length included.
 * https://www.itu.int/rec/T-REC-X.690
 */

const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

function element(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.byteLength), content]);
}

/** Up to 127 in one byte; else how many bytes follow, and those. */
function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

export const sequence = (...elements: readonly Uint8Array[]): Buffer => element(tags.sequence, Buffer.concat(elements));

export const set = (...elements: readonly Uint8Array[]): Buffer => element(tags.set, Buffer.concat(elements));

export const boolean = (value: boolean): Buffer => element(tags.boolean, Buffer.from([value ? 0xff : 0]));

/** A number that is not negative, given as big-endian bytes: no zero too many, and one where the first bit is set. */
export function integer(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const significant = first < 0 ? Buffer.from([0]) : Buffer.from(bytes.subarray(first));
  const isSignBitSet = (significant[0] ?? 0) >= 0x80;
  return element(tags.integer, isSignBitSet ? Buffer.concat([Buffer.from([0]), significant]) : significant);
}

/** Whole bytes alone, or `unusedBits` of the last one left out. */
export const bitString = (bytes: Uint8Array, unusedBits = 0): Buffer =>
  element(tags.bitString, Buffer.concat([Buffer.from([unusedBits]), bytes]));

export const octetString = (bytes: Uint8Array): Buffer => element(tags.octetString, bytes);

export const utf8String = (text: string): Buffer => element(tags.utf8String, Buffer.from(text, 'utf8'));

/** Letters, digits and a few marks; countries are written so. */
export const printableString = (text: string): Buffer => element(tags.printableString, Buffer.from(text, 'ascii'));

/** `2.5.4.3`: the first two numbers share a byte, all others are in base 128. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(tags.oid, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift(0x80 | (rest % 128));
  return digits;
}

const generalizedFromYear = 2050; // RFC 5280, 4.1.2.5

/** A time in whole seconds: with two digits of the year up to 2049, with four from then on. */
export function time(epochMs: number): Buffer {
  const text = `${new Date(epochMs).toISOString().replace(/[-:T]|\.\d{3}Z$/g, '')}Z`;
  const isGeneralized = new Date(epochMs).getUTCFullYear() >= generalizedFromYear;
  return isGeneralized
    ? element(tags.generalizedTime, Buffer.from(text, 'ascii'))
    : element(tags.utcTime, Buffer.from(text.slice(2), 'ascii'));
}

/** `[n] EXPLICIT`: another element within. */
export const explicit = (number: number, inner: Uint8Array): Buffer => element(0xa0 | number, inner);

/** `[n] IMPLICIT` of a primitive type: its bytes under another tag. */
export const implicit = (number: number, content: Uint8Array): Buffer => element(0x80 | number, content);
