import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { SquallError } from '../errors.ts';

/**
 * One record of the log: magic, length, checksum of these two, checksum of the payload, payload. The header has a
 * checksum of its own so that a broken length is told apart from a record that was cut off at the end of the file.
 */
const magic = 0x5351_4c31; // "SQL1"
export const headerBytes = 16;

/** A record holds one request's changes; more than this can only be a broken length. */
const payloadBytesMax = 1024 * 1024 * 1024;

export function encodeFrame(value: unknown): Buffer {
  const payload = serialize(value);
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(magic, 0);
  header.writeUInt32LE(payload.byteLength, 4);
  header.writeUInt32LE(crc32(header.subarray(0, 8)), 8);
  header.writeUInt32LE(crc32(payload), 12);
  return Buffer.concat([header, payload]);
}

/** What stands at `offset`: a value and where the next frame begins, or the reason why there is none. */
export type FrameRead =
  | { readonly kind: 'value'; readonly value: unknown; readonly next: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'torn' }
  | { readonly kind: 'corrupt'; readonly why: string };

export function readFrame(file: Uint8Array, offset: number): FrameRead {
  const buffer = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const left = buffer.byteLength - offset;
  if (left === 0) return { kind: 'end' };
  if (left < headerBytes || isZero(buffer, offset)) return { kind: 'torn' };
  const length = buffer.readUInt32LE(offset + 4);
  const isHeaderSound =
    buffer.readUInt32LE(offset) === magic &&
    crc32(buffer.subarray(offset, offset + 8)) === buffer.readUInt32LE(offset + 8) &&
    length <= payloadBytesMax;
  if (!isHeaderSound) return { kind: 'corrupt', why: 'the header does not match its checksum' };
  const next = offset + headerBytes + length;
  if (next > buffer.byteLength) return { kind: 'torn' };
  const payload = buffer.subarray(offset + headerBytes, next);
  if (crc32(payload) !== buffer.readUInt32LE(offset + 12)) {
    return { kind: 'corrupt', why: 'the record does not match its checksum' };
  }
  return { kind: 'value', value: deserialize(payload), next };
}

/** A machine that lost power can leave a tail of zeros where the file had grown but the data had not arrived. */
function isZero(buffer: Buffer, offset: number): boolean {
  for (let index = offset; index < buffer.byteLength; index += 1) if (buffer[index] !== 0) return false;
  return true;
}

/** A broken record ahead of sound ones is never skipped: what follows may depend on it. */
export function corruptFile(path: string, offset: number, why: string): SquallError {
  return new SquallError(
    'DataDirectoryCorrupt',
    `${path} is corrupt at byte ${offset}: ${why}.`,
    `Restore the directory from a copy, or give up everything from this record on: truncate -s ${offset} '${path}'`,
  );
}
