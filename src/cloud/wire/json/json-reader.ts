import { inconvertible, serializationException } from '../bad-request.ts';
import { depthMax } from '../limits.ts';
import type { Member, Shape, StructureShape } from '../model/model.ts';
import { readBlob } from '../values/blobs.ts';
import { type OpenRecord, setOwn } from '../values/own-property.ts';
import { parseTimestamp } from '../values/timestamps.ts';

/** How one protocol writes JSON. */
export interface JsonDialect {
  /** `jsonName` counts in the REST protocols only. */
  readonly usesJsonName: boolean;
  /** DynamoDB keeps binary values as base64 text from end to end. */
  readonly keepsBase64?: boolean;
}

/** Bytes → the SDK's shape of a structure. Throws SerializationException in AWS's words. */
export function readJsonBody(body: Uint8Array, shape: StructureShape, dialect: JsonDialect): OpenRecord {
  const value = parseJson(body);
  if (value === undefined || value === null) return {};
  return readStructure(shape, value, dialect, 0);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Undefined for an empty body. */
export function parseJson(body: Uint8Array): unknown {
  if (body.byteLength === 0) return undefined;
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    throw serializationException();
  }
}

/** One JSON value → the SDK's shape. `undefined` stands for a null that is no value. */
export function readJson(member: Member, value: unknown, dialect: JsonDialect, depth = 0): unknown {
  if (depth > depthMax) throw serializationException('Exceeded maximum nesting depth');
  if (value === null || value === undefined) return undefined;
  const { shape } = member;
  switch (shape.kind) {
    case 'structure':
      return readStructure(shape, value, dialect, depth);
    case 'list':
      return readList(member, value, dialect, depth);
    case 'map':
      return readMap(member, value, dialect, depth);
    case 'document':
      return readDocument(value, depth);
    default:
      return readSimple(shape, value);
  }
}

/** Members that the model does not know are dropped, as AWS does. */
function readStructure(shape: StructureShape, value: unknown, dialect: JsonDialect, depth: number): OpenRecord {
  if (Array.isArray(value)) throw serializationException('Start of list found where not expected');
  if (typeof value !== 'object' || value === null) throw serializationException('Unexpected field type');
  const record: OpenRecord = {};
  for (const member of shape.members) {
    const key = dialect.usesJsonName ? (member.traits.jsonName ?? member.name) : member.name;
    if (!Object.hasOwn(value, key)) continue;
    const read = readJson(member, (value as OpenRecord)[key], dialect, depth + 1);
    if (read !== undefined) record[member.name] = read;
  }
  return record;
}

/** Nulls count only in lists that the model calls sparse. */
function readList({ shape, traits }: Member, value: unknown, dialect: JsonDialect, depth: number): unknown[] {
  if (!Array.isArray(value)) throw notExpected(value);
  const list: unknown[] = [];
  if (shape.kind !== 'list') return list;
  for (const element of value) {
    const read = readJson(shape.value, element, dialect, depth + 1);
    if (read !== undefined) list.push(read);
    else if (traits.sparse) list.push(null);
  }
  return list;
}

/** Keys come from outside: `__proto__` is a key like any other. */
function readMap({ shape, traits }: Member, value: unknown, dialect: JsonDialect, depth: number): OpenRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw notExpected(value);
  const record: OpenRecord = {};
  if (shape.kind !== 'map') return record;
  for (const key of Object.keys(value)) {
    const read = readJson(shape.value, (value as OpenRecord)[key], dialect, depth + 1);
    if (read !== undefined) setOwn(record, key, read);
    else if (traits.sparse) setOwn(record, key, null);
  }
  return record;
}

/** Documents are free JSON: only their depth is looked at. */
function readDocument(value: unknown, depth: number): unknown {
  if (depth > depthMax) throw serializationException('Exceeded maximum nesting depth');
  if (typeof value === 'object' && value !== null) {
    for (const element of Object.values(value)) readDocument(element, depth + 1);
  }
  return value;
}

function readSimple(shape: Shape, value: unknown): unknown {
  if (typeof value === 'object' && shape.kind !== 'timestamp') throw notExpected(value);
  switch (shape.kind) {
    case 'string':
      if (typeof value !== 'string') throw inconvertible(value, 'String');
      return value;
    case 'number':
      return readNumber(value, shape.isFinite);
    case 'boolean':
      return readBoolean(value);
    case 'timestamp':
      return parseTimestamp(value);
    case 'blob':
    case 'stream':
      return readBlob(value);
    case 'bigInteger':
      return readBigInteger(value);
    default:
      return String(value);
  }
}

function readNumber(value: unknown, mustBeFinite?: true): number {
  // `1e400` parses as Infinity: no number that any service knows.
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (mustBeFinite) throw inconvertible(value, 'Integer');
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  throw inconvertible(value, 'Integer');
}

function readBoolean(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw inconvertible(value, 'Boolean');
}

function readBigInteger(value: unknown): bigint {
  try {
    return BigInt(value as string | number);
  } catch {
    throw inconvertible(value, 'BigInteger');
  }
}

function notExpected(value: unknown): Error {
  if (Array.isArray(value)) return serializationException('Start of list found where not expected');
  return serializationException(
    typeof value === 'object' ? 'Start of structure or map found where not expected.' : 'Unexpected field type',
  );
}
