import { serializationException } from '../bad-request.ts';

/** Strict base64, padded: what the SDKs send and what AWS insists on. */
export function readBlob(value: unknown): Uint8Array {
  if (typeof value !== 'string') {
    throw serializationException('only base-64-encoded strings are convertible to bytes');
  }
  const bytes = Buffer.from(value, 'base64');
  if (bytes.toString('base64') !== value) throw serializationException('Invalid Base64 in the value of a blob');
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Strings are taken as UTF-8 text, as the SDK takes them. */
export function base64Of(value: unknown): string {
  return (value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value))).toString('base64');
}
