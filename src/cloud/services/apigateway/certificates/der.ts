/**
 * The few forms of ASN.1 that a certificate is made of, in DER.
 * https://www.itu.int/rec/T-REC-X.690
 */
const tags = {
  integer: 0x02,
  bitString: 0x03,
  null: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
};
const sequenceTag = 0x30;
const setTag = 0x31;

function encode(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.byteLength)]), content]);
}

/** One byte up to 127, else how many bytes, and these. */
function lengthOf(bytes: number): number[] {
  if (bytes < 0x80) return [bytes];
  const digits: number[] = [];
  for (let rest = bytes; rest > 0; rest >>= 8) digits.unshift(rest & 0xff);
  return [0x80 | digits.length, ...digits];
}

export const sequence = (...members: readonly Uint8Array[]): Buffer => encode(sequenceTag, ...members);

export const setOf = (...members: readonly Uint8Array[]): Buffer => encode(setTag, ...members);

/** A number that is not below zero, by its bytes: the first bit is the sign. */
export const integer = (bytes: Uint8Array): Buffer =>
  encode(tags.integer, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);

export const bitString = (bytes: Uint8Array): Buffer => encode(tags.bitString, Buffer.alloc(1), bytes);

export const nothing = (): Buffer => encode(tags.null);

export const text = (value: string): Buffer => encode(tags.utf8, Buffer.from(value, 'utf8'));

/** Tagged by its place in a structure that has optional members. */
export const explicit = (place: number, content: Uint8Array): Buffer => encode(0xa0 | place, content);

/** `2.5.4.3`: the first two numbers share a byte, the others are written in base 128. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return encode(tags.oid, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

/** Certificates write years up to 2049 with two digits: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5 */
export function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, '');
  const isGeneral = date.getUTCFullYear() >= 2050;
  return encode(isGeneral ? tags.generalizedTime : tags.utcTime, Buffer.from(isGeneral ? digits : digits.slice(2)));
}
