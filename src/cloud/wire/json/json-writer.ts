import { doubleJson } from '../../kernel/json.ts';
import type { Member, Shape, StructureShape } from '../model/model.ts';
import { base64Of } from '../values/blobs.ts';
import type { OpenRecord } from '../values/own-property.ts';
import { type PlainFormat, plainStructure, plainValue } from '../values/plain-values.ts';
import { epochSeconds, formatTimestamp } from '../values/timestamps.ts';
import type { JsonDialect } from './json-reader.ts';

/** An operation's output → what `JSON.stringify` takes. Members that the model does not know are not sent. */
export const writeJsonStructure = (shape: StructureShape, value: unknown, dialect: JsonDialect): OpenRecord =>
  plainStructure(shape, value, formatOf(dialect));

/** The same for one value, as a REST payload is. */
export const writeJson = (member: Member, value: unknown, dialect: JsonDialect): unknown =>
  plainValue(member, value, formatOf(dialect));

const formatOf = ({ usesJsonName, keepsBase64 }: JsonDialect): PlainFormat => ({
  keyOf: ({ name, traits }) => (usesJsonName ? (traits.jsonName ?? name) : name),
  simple: (shape, value) => (keepsBase64 && typeof value === 'string' ? value : writeSimple(shape, value)),
});

function writeSimple(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'timestamp':
      if (shape.format === undefined || shape.format === 'epoch-seconds') return epochSeconds(value);
      return formatTimestamp(value, shape.format);
    case 'blob':
    case 'stream':
      return base64Of(value);
    case 'number':
      if (typeof value !== 'number') return value;
      if (!Number.isFinite(value)) return String(value);
      return shape.isDouble ? doubleJson(value) : value;
    case 'bigInteger':
      return Number(value);
    case 'bigDecimal':
      return Number(String(value));
    default:
      return value;
  }
}
