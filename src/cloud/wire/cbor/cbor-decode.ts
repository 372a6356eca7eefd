import { serializationException } from '../bad-request.ts';
import { depthMax } from '../limits.ts';
import { type OpenRecord, setOwn } from '../values/own-property.ts';

/**
 * CBOR bytes → plain values; tag 1 becomes a Date, bignums become bigint, other tags are dropped. Written for hostile
 * input: lengths are checked against what is left before anything is allocated, and nesting is limited.
 * RFC 8949; https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 */
export function decodeCbor(bytes: Uint8Array): unknown {
  const reader: Reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes, offset: 0 };
  const value = readItem(reader, 0);
  if (reader.offset !== bytes.byteLength) throw broken();
  return value;
}

interface Reader {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  offset: number;
}

const indefinite = 31;
const breakByte = 0xff;
const text = new TextDecoder('utf-8', { fatal: true });

const broken = () => serializationException('The body is not well-formed CBOR');

/** Moves over `count` bytes and answers where they begin. */
function take(reader: Reader, count: number): number {
  const at = reader.offset;
  if (at + count > reader.bytes.byteLength) throw broken();
  reader.offset = at + count;
  return at;
}

function readItem(reader: Reader, depth: number): unknown {
  if (depth > depthMax) throw serializationException('Exceeded maximum nesting depth');
  const initial = reader.view.getUint8(take(reader, 1));
  const major = initial >> 5;
  const minor = initial & 31;
  switch (major) {
    case 0:
      return readArgument(reader, minor);
    case 1:
      return negative(readArgument(reader, minor));
    case 2:
      return readBytes(reader, minor, major);
    case 3:
      return decodeText(readBytes(reader, minor, major));
    case 4:
      return readList(reader, minor, depth);
    case 5:
      return readMap(reader, minor, depth);
    case 6:
      return tagged(readArgument(reader, minor), readItem(reader, depth + 1));
    default:
      return readSpecial(reader, minor);
  }
}

/** The number in an item's head: a value, a length or a tag. */
function readArgument(reader: Reader, minor: number): number | bigint {
  const { view } = reader;
  if (minor < 24) return minor;
  if (minor === 24) return view.getUint8(take(reader, 1));
  if (minor === 25) return view.getUint16(take(reader, 2));
  if (minor === 26) return view.getUint32(take(reader, 4));
  if (minor !== 27) throw broken();
  const value = view.getBigUint64(take(reader, 8));
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

const negative = (value: number | bigint): number | bigint => (typeof value === 'bigint' ? -1n - value : -1 - value);

/** A length that cannot be true (each element takes a byte at least) is refused before it is believed. */
function readLength(reader: Reader, minor: number): number {
  const length = readArgument(reader, minor);
  if (typeof length === 'bigint' || length > reader.bytes.byteLength - reader.offset) throw broken();
  return length;
}

/** A string of bytes or text, whole or (indefinite) in chunks of its own kind. */
function readBytes(reader: Reader, minor: number, major: number): Uint8Array {
  if (minor !== indefinite) {
    const length = readLength(reader, minor);
    const at = take(reader, length);
    return reader.bytes.slice(at, at + length);
  }
  const chunks: Uint8Array[] = [];
  while (!atBreak(reader)) {
    const initial = reader.view.getUint8(take(reader, 1));
    if (initial >> 5 !== major || (initial & 31) === indefinite) throw broken();
    chunks.push(readBytes(reader, initial & 31, major));
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Text must be UTF-8; replacement characters would change what was signed. */
function decodeText(bytes: Uint8Array): string {
  try {
    return text.decode(bytes);
  } catch {
    throw broken();
  }
}

function readList(reader: Reader, minor: number, depth: number): unknown[] {
  const list: unknown[] = [];
  const length = minor === indefinite ? Number.POSITIVE_INFINITY : readLength(reader, minor);
  while (list.length < length && !(minor === indefinite && atBreak(reader))) list.push(readItem(reader, depth + 1));
  return list;
}

/** AWS's maps have keys of text alone. */
function readMap(reader: Reader, minor: number, depth: number): OpenRecord {
  const record: OpenRecord = {};
  const length = minor === indefinite ? Number.POSITIVE_INFINITY : readLength(reader, minor);
  for (let read = 0; read < length && !(minor === indefinite && atBreak(reader)); read += 1) {
    const key = readItem(reader, depth + 1);
    if (typeof key !== 'string') throw broken();
    setOwn(record, key, readItem(reader, depth + 1));
  }
  return record;
}

/** Moves over the byte that ends what has no length, if it is there. */
function atBreak(reader: Reader): boolean {
  if (reader.bytes[reader.offset] !== breakByte) return false;
  reader.offset += 1;
  return true;
}

/** Tags that Smithy uses: 1 for times, 2 and 3 for big integers. */
function tagged(tag: number | bigint, value: unknown): unknown {
  if (tag === 1) {
    if (typeof value !== 'number') throw broken();
    return new Date(Math.round(value * 1000));
  }
  if ((tag === 2 || tag === 3) && value instanceof Uint8Array) {
    const magnitude = BigInt(`0x0${Buffer.from(value).toString('hex')}`);
    return tag === 2 ? magnitude : -1n - magnitude;
  }
  return value;
}

/** Booleans, null, undefined (read as null) and floats in three sizes. */
function readSpecial(reader: Reader, minor: number): unknown {
  const { view } = reader;
  switch (minor) {
    case 20:
      return false;
    case 21:
      return true;
    case 22:
    case 23:
      return null;
    case 25:
      return halfFloat(view.getUint16(take(reader, 2)));
    case 26:
      return view.getFloat32(take(reader, 4));
    case 27:
      return view.getFloat64(take(reader, 8));
    default:
      throw broken();
  }
}

/** IEEE 754 binary16, which DataView cannot read in every version of Node. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * 2 ** -14 * (fraction / 1024);
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}
