import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { SquallError } from '../errors.ts';
import type { FileWindow } from './file-window.ts';

/**
 * One record of the log: magic, length, checksum of these two, checksum of the payload, payload. The header has a
 * checksum of its own so that a broken length is told apart from a record that was cut off at the end of the file.
 */
const magic = 0x5351_4c31; // "SQL1"
export const headerBytes = 16;

/** Throws `SquallError` when the payload is larger than `payloadBytesMax`: it could be written, and never read again. */
export function encodeFrame(value: unknown, payloadBytesMax: number): Buffer {
  const payload = serialize(value);
  if (payload.byteLength > payloadBytesMax) throw tooLarge(payload.byteLength, payloadBytesMax);
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(magic, 0);
  header.writeUInt32LE(payload.byteLength, 4);
  header.writeUInt32LE(crc32(header.subarray(0, 8)), 8);
  header.writeUInt32LE(crc32(payload), 12);
  return Buffer.concat([header, payload]);
}

const tooLarge = (bytes: number, bytesMax: number): SquallError =>
  new SquallError(
    'RecordTooLarge',
    `This request changes ${bytes} bytes at once; a data directory takes ${bytesMax}. Nothing of it happened.`,
    'Do it in several requests, or without --data.',
  );

/** What stands at `offset`: a value and where the next frame begins, or the reason why there is none. */
export type FrameRead =
  | { readonly kind: 'value'; readonly value: unknown; readonly next: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'torn' }
  | { readonly kind: 'corrupt'; readonly why: string };

/**
 * Reads one frame. Torn is what a write leaves that did not arrive whole: less than its length, or a beginning and then
 * nothing but zeros up to the end of the file, where the file had grown and the data was still to come when the power went.
 */
export function readFrame(file: FileWindow, offset: number, payloadBytesMax: number): FrameRead {
  const left = file.size - offset;
  if (left === 0) return { kind: 'end' };
  if (left < headerBytes) return { kind: 'torn' };
  const header = file.read(offset, headerBytes);
  const length = header.readUInt32LE(4);
  const isHeaderSound =
    header.readUInt32LE(0) === magic &&
    crc32(header.subarray(0, 8)) === header.readUInt32LE(8) &&
    length <= payloadBytesMax;
  if (!isHeaderSound) {
    if (file.endOfData() < offset + headerBytes) return { kind: 'torn' };
    return { kind: 'corrupt', why: 'the header does not match its checksum' };
  }
  const next = offset + headerBytes + length;
  if (next > file.size) return { kind: 'torn' };
  const payload = file.read(offset + headerBytes, length);
  if (crc32(payload) !== header.readUInt32LE(12)) {
    // No sound payload ends with a zero: the last byte is the length of the list of changes.
    if (file.endOfData() < next) return { kind: 'torn' };
    return { kind: 'corrupt', why: 'the record does not match its checksum' };
  }
  return { kind: 'value', value: deserialize(payload), next };
}

/** A broken record ahead of sound ones is never skipped: what follows may depend on it. */
export function corruptFile(path: string, offset: number, why: string): SquallError {
  return new SquallError(
    'DataDirectoryCorrupt',
    `${path} is corrupt at byte ${offset}: ${why}.`,
    `Restore the directory from a copy, or give up everything from this record on: truncate -s ${offset} '${path}'`,
  );
}
