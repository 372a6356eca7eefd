import { cbor } from '@smithy/core/cbor';

/** A number that is written as a double, be it whole or not. */
export class Double {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** The major types of https://www.rfc-editor.org/rfc/rfc8949#name-major-types that records and lists need. */
const majorList = 4;
const majorMap = 5;
const doubleHead = 0xfb;

/**
 * Value → bytes. The SDK's encoder writes whole numbers as integers and cannot be told otherwise, so what contains
 * others is put together here, and every leaf is left to it.
 */
export function encodeCbor(value: unknown): Uint8Array {
  const parts: Uint8Array[] = [];
  write(value, parts);
  return Buffer.concat(parts);
}

function write(value: unknown, parts: Uint8Array[]): void {
  if (value instanceof Double) {
    parts.push(doubleOf(value.value));
  } else if (Array.isArray(value)) {
    parts.push(headOf(majorList, value.length));
    for (const element of value) write(element, parts);
  } else if (isRecord(value)) {
    const entries = Object.entries(value);
    parts.push(headOf(majorMap, entries.length));
    for (const [key, element] of entries) {
      parts.push(cbor.serialize(key));
      write(element, parts);
    }
  } else {
    parts.push(cbor.serialize(value));
  }
}

function doubleOf(value: number): Uint8Array {
  const bytes = Buffer.alloc(9);
  bytes[0] = doubleHead;
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

/** The first byte and, where it has no room for it, the length behind it. */
function headOf(major: number, length: number): Uint8Array {
  const first = major << 5;
  if (length < 24) return Uint8Array.of(first | length);
  if (length < 0x100) return Uint8Array.of(first | 24, length);
  const bytes = Buffer.alloc(length < 0x10000 ? 3 : 5);
  bytes[0] = first | (length < 0x10000 ? 25 : 26);
  if (length < 0x10000) bytes.writeUInt16BE(length, 1);
  else bytes.writeUInt32BE(length, 1);
  return bytes;
}

/** Plain objects: tags, bytes and numbers of arbitrary precision are of classes. */
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !isTag(value);
};

/** What `dateToTag` makes. */
const isTag = (value: object): boolean => Object.getOwnPropertySymbols(value).length > 0;
