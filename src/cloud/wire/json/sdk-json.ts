import { serializationException } from '../bad-request.ts';
import { depthMax } from '../limits.ts';
import type { Member, Shape, StructureShape } from '../model/model.ts';
import { type OpenRecord, setOwn } from '../values/own-property.ts';
import { type PlainFormat, plainStructure } from '../values/plain-values.ts';
import { formatTimestamp, parseTimestamp } from '../values/timestamps.ts';

/**
 * JSON as schedules and state machines write the input of any service: members in capitals whatever the service calls
 * them, times as ISO 8601, bytes as text.
 * https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export function readSdkJson(shape: StructureShape, value: unknown): OpenRecord {
  return readStructure(shape, value, 0);
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/**
 * A member as AWS's SDK for Java 2 calls it, with a capital: what begins with several capitals has one (`Md5OfMessageBody`,
 * `DbInstances`, `Ss`, but `ETag`), and `null` is no name in Java.
 */
export function javaName(name: string): string {
  if (name === 'NULL') return 'Nul';
  const start = /^[A-Z]+(?![a-z])/.exec(name)?.[0] ?? '';
  return capital(name.slice(0, start.length).toLowerCase() + name.slice(start.length));
}

function readStructure(shape: StructureShape, value: unknown, depth: number): OpenRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unfit('an object');
  const given = value as OpenRecord;
  const record: OpenRecord = {};
  for (const member of shape.members) {
    const names = [capital(member.name), member.name, javaName(member.name)];
    const key = names.find((name) => Object.hasOwn(given, name));
    const read = key === undefined ? undefined : readValue(member, given[key], depth + 1);
    if (read !== undefined) setOwn(record, member.name, read);
  }
  return record;
}

function readValue({ shape }: Member, value: unknown, depth: number): unknown {
  if (depth > depthMax) throw serializationException('Exceeded maximum nesting depth');
  if (value === null || value === undefined) return undefined;
  switch (shape.kind) {
    case 'structure':
      return readStructure(shape, value, depth);
    case 'list':
      if (!Array.isArray(value)) throw unfit('a list');
      return value.map((element) => readValue(shape.value, element, depth + 1));
    case 'map': {
      if (typeof value !== 'object' || Array.isArray(value)) throw unfit('an object');
      const record: OpenRecord = {};
      for (const [key, element] of Object.entries(value))
        setOwn(record, key, readValue(shape.value, element, depth + 1));
      return record;
    }
    case 'document':
      return value;
    default:
      return readSimple(shape, value);
  }
}

/** Numbers and flags may be texts, texts may be numbers; bytes may be any JSON. */
function readSimple(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'blob':
    case 'stream':
      return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
    case 'timestamp':
      return parseTimestamp(value);
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isFinite(number)) throw unfit('a number');
      return number;
    }
    case 'boolean':
      if (value === 'true' || value === 'false') return value === 'true';
      if (typeof value !== 'boolean') throw unfit('true or false');
      return value;
    case 'bigInteger':
      return BigInt(String(value));
    default:
      if (typeof value === 'object') throw unfit('a text');
      return String(value);
  }
}

const unfit = (wanted: string) => serializationException(`a value is not ${wanted}`);

/** An operation's output as state machines get it, members named as in Java or as in the API. */
export const writeSdkJson = (shape: StructureShape, output: unknown, names: 'java' | 'api'): OpenRecord =>
  plainStructure(shape, output, names === 'java' ? javaFormat : apiFormat);

const javaFormat: PlainFormat = {
  keyOf: ({ name }) => javaName(name),
  simple(shape, value) {
    if (shape.kind === 'timestamp') return formatTimestamp(value, 'date-time');
    if ((shape.kind === 'blob' || shape.kind === 'stream') && value instanceof Uint8Array) {
      return Buffer.from(value).toString();
    }
    return shape.kind === 'bigInteger' ? Number(value) : value;
  },
};

/** As AWS's older SDK for Java: times are milliseconds. */
const apiFormat: PlainFormat = {
  keyOf: ({ name }) => capital(name),
  simple: (shape, value) =>
    shape.kind === 'timestamp' && value instanceof Date ? value.getTime() : javaFormat.simple(shape, value),
};
