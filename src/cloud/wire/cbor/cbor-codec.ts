import { dateToTag } from '@smithy/core/cbor';
import { inconvertible, serializationException } from '../bad-request.ts';
import type { Member, Shape, StructureShape } from '../model/model.ts';
import { getOwn, type OpenRecord, setOwn } from '../values/own-property.ts';
import { type PlainFormat, plainStructure } from '../values/plain-values.ts';
import { parseTimestamp } from '../values/timestamps.ts';
import { decodeCbor } from './cbor-decode.ts';
import { Double, encodeCbor } from './cbor-encode.ts';

/** Bytes → the SDK's shape of a structure. */
export function readCborBody(body: Uint8Array, shape: StructureShape): OpenRecord {
  if (body.byteLength === 0) return {};
  return readStructure(shape, decodeCbor(body));
}

/** Members that the model does not know are dropped; null is absent. */
function readStructure(shape: StructureShape, value: unknown): OpenRecord {
  if (!isRecord(value)) throw serializationException('Start of structure expected');
  const record: OpenRecord = {};
  for (const member of shape.members) {
    const own = getOwn(value, member.name);
    if (own !== undefined && own !== null) record[member.name] = readValue(member, own);
  }
  return record;
}

// Nesting was limited by the decoder already.
function readValue({ shape, traits }: Member, value: unknown): unknown {
  switch (shape.kind) {
    case 'structure':
      return readStructure(shape, value);
    case 'list':
      if (!Array.isArray(value)) throw serializationException('Start of list expected');
      return value
        .filter((element) => traits.sparse || element !== null)
        .map((element) => (element === null ? null : readValue(shape.value, element)));
    case 'map':
      return readMap(shape.value, traits.sparse === 1, value);
    case 'document':
      return value;
    default:
      return readSimple(shape, value);
  }
}

function readMap(member: Member, isSparse: boolean, value: unknown): OpenRecord {
  if (!isRecord(value)) throw serializationException('Start of map expected');
  const record: OpenRecord = {};
  for (const [key, element] of Object.entries(value)) {
    if (element !== null) setOwn(record, key, readValue(member, element));
    else if (isSparse) setOwn(record, key, null);
  }
  return record;
}

function readSimple(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'timestamp':
      return value instanceof Date ? parseTimestamp(value.getTime() / 1000) : parseTimestamp(value);
    case 'blob':
    case 'stream':
      if (!(value instanceof Uint8Array)) throw inconvertible(value, 'Blob');
      return value;
    case 'number':
      if (typeof value !== 'number' && typeof value !== 'bigint') throw inconvertible(value, 'Integer');
      return readNumber(Number(value), shape.isFinite);
    case 'bigInteger':
      if (typeof value !== 'number' && typeof value !== 'bigint') throw inconvertible(value, 'BigInteger');
      if (typeof value === 'number' && !Number.isInteger(value)) throw inconvertible(value, 'BigInteger');
      return BigInt(value);
    case 'boolean':
      if (typeof value !== 'boolean') throw inconvertible(value, 'Boolean');
      return value;
    default:
      if (typeof value !== 'string') throw inconvertible(value, 'String');
      return value;
  }
}

function readNumber(value: number, mustBeFinite?: true): number {
  if (mustBeFinite && !Number.isFinite(value)) throw inconvertible(value, 'Integer');
  return value;
}

/** Bytes and dates are objects to JavaScript, but not to CBOR. */
function isRecord(value: unknown): value is OpenRecord {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && !(value instanceof Uint8Array) && !(value instanceof Date);
}

/** Timestamps are tagged, blobs are bytes; the encoder knows all others. */
const format: PlainFormat = {
  keyOf: ({ name }) => name,
  simple(shape, value) {
    switch (shape.kind) {
      case 'timestamp':
        return value instanceof Date ? dateToTag(value) : dateToTag(new Date(String(value)));
      case 'blob':
      case 'stream':
        return value instanceof Uint8Array ? value : Buffer.from(String(value));
      case 'number':
        return shape.isDouble ? new Double(Number(value)) : value;
      default:
        return value;
    }
  },
};

/** An operation's output → bytes. */
export const writeCborBody = (shape: StructureShape, value: unknown): Uint8Array =>
  encodeCbor(plainCborStructure(shape, value));

/** What the encoder takes for a structure; errors add members of their own to it. */
export const plainCborStructure = (shape: StructureShape, value: unknown): OpenRecord =>
  plainStructure(shape, value, format);
