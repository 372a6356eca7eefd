import type { Member, Shape, StructureShape } from '../model/model.ts';
import { getOwn, type OpenRecord, setOwn } from '../values/own-property.ts';
import { epochSeconds, formatTimestamp } from '../values/timestamps.ts';
import type { JsonDialect } from './json-reader.ts';

/** An operation's output → what `JSON.stringify` takes. Members that the model does not know are not sent. */
export function writeJsonStructure(shape: StructureShape, value: unknown, dialect: JsonDialect): OpenRecord {
  const record: OpenRecord = {};
  if (typeof value !== 'object' || value === null) return record;
  for (const member of shape.members) {
    const own = getOwn(value, member.name);
    if (own === undefined || own === null) continue;
    const key = dialect.usesJsonName ? (member.traits.jsonName ?? member.name) : member.name;
    setOwn(record, key, writeJson(member, own, dialect));
  }
  return record;
}

export function writeJson({ shape, traits }: Member, value: unknown, dialect: JsonDialect): unknown {
  switch (shape.kind) {
    case 'structure':
      return writeJsonStructure(shape, value, dialect);
    case 'list':
      return [...(value as Iterable<unknown>)]
        .filter((element) => traits.sparse || (element !== null && element !== undefined))
        .map((element) => (element == null ? null : writeJson(shape.value, element, dialect)));
    case 'map':
      return writeMap(shape.value, traits.sparse === 1, value as OpenRecord, dialect);
    default:
      return dialect.keepsBase64 && typeof value === 'string' ? value : writeSimple(shape, value);
  }
}

function writeMap(member: Member, isSparse: boolean, value: OpenRecord, dialect: JsonDialect): OpenRecord {
  const record: OpenRecord = {};
  for (const [key, element] of Object.entries(value)) {
    if (element !== null && element !== undefined) setOwn(record, key, writeJson(member, element, dialect));
    else if (isSparse) setOwn(record, key, null);
  }
  return record;
}

function writeSimple(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'timestamp':
      if (shape.format === undefined || shape.format === 'epoch-seconds') return epochSeconds(value);
      return formatTimestamp(value, shape.format);
    case 'blob':
    case 'stream':
      return base64Of(value);
    case 'number':
      return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
    case 'bigInteger':
      return Number(value);
    case 'bigDecimal':
      return Number(String(value));
    default:
      return value;
  }
}

/** Strings are taken as UTF-8 text, as the SDK takes them. */
export function base64Of(value: unknown): string {
  return (value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value))).toString('base64');
}
