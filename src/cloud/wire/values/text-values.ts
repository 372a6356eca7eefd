import { serializationException } from '../bad-request.ts';
import type { Shape, TimestampFormat } from '../model/model.ts';
import { base64Of, readBlob } from './blobs.ts';
import { formatTimestamp, parseTimestamp } from './timestamps.ts';

/** A simple value from text: XML content, a form field, a header, a label or a query parameter. */
export function readText(shape: Shape, text: string): unknown {
  switch (shape.kind) {
    case 'number':
      return readNumber(text, shape.isFinite);
    case 'boolean':
      return readBoolean(text);
    case 'timestamp':
      return parseTimestamp(text);
    case 'blob':
    case 'stream':
      return readBlob(text.replace(/\s+/g, ''));
    case 'bigInteger':
      return BigInt(Math.trunc(readNumber(text, true)));
    default:
      return text;
  }
}

/** `Number("")` is 0, which nobody meant. */
function readNumber(text: string, mustBeFinite?: true): number {
  const number = Number(text.trim());
  const isNone = Number.isNaN(number) ? text.trim() !== 'NaN' : text.trim() === '';
  if (isNone || (mustBeFinite && !Number.isFinite(number)))
    throw serializationException(`Unable to parse '${text}' as a number`);
  return number;
}

/** Clients write `True` (boto3 in query forms) and `1` as well. */
function readBoolean(text: string): boolean {
  const lower = text.trim().toLowerCase();
  if (lower === 'true' || lower === '1') return true;
  if (lower === 'false' || lower === '0') return false;
  throw serializationException(`Unable to parse '${text}' as a boolean`);
}

/** The reverse of {@link readText}; `format` is what timestamps without a format of their own take. */
export function writeText(shape: Shape, value: unknown, format: TimestampFormat): string {
  switch (shape.kind) {
    case 'timestamp':
      return formatTimestamp(value, shape.format ?? format);
    case 'blob':
    case 'stream':
      return base64Of(value);
    default:
      return String(value);
  }
}
