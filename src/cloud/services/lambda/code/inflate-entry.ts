import { crc32, inflateRawSync } from 'node:zlib';
import { refuse } from './entry-name.ts';
import type { ZipEntry } from './zip-directory.ts';

const localSignature = 0x04034b50;
const localBytes = 30;
const stored = 0;
const deflated = 8;

/**
 * The bytes of an entry. Never more than its directory promised, which is what limits were checked against; throws
 * ArchiveError when they are others than promised.
 */
export function inflateEntry(zip: Uint8Array, entry: ZipEntry): Uint8Array {
  const packed = packedOf(zip, entry);
  const bytes = entry.method === stored ? packed : inflate(packed, entry);
  if (bytes.byteLength !== entry.bytes) refuse(entry.name, 'its size is another than the directory says');
  if (crc32(bytes) !== entry.crc) refuse(entry.name, 'its checksum is wrong');
  return bytes;
}

/** Sizes come from the directory: those of the local header may follow the data only (a data descriptor). */
function packedOf(zip: Uint8Array, { name, method, headerOffset, packedBytes }: ZipEntry): Uint8Array {
  if (method !== stored && method !== deflated) refuse(name, `its compression method ${method} is not supported`);
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  if (headerOffset + localBytes > zip.byteLength || view.getUint32(headerOffset, true) !== localSignature) {
    refuse(name, 'its data was not found');
  }
  const start =
    headerOffset + localBytes + view.getUint16(headerOffset + 26, true) + view.getUint16(headerOffset + 28, true);
  if (start + packedBytes > zip.byteLength) refuse(name, 'its data is cut off');
  return zip.subarray(start, start + packedBytes);
}

function inflate(packed: Uint8Array, { name, bytes }: ZipEntry): Uint8Array {
  try {
    // One byte more than promised is enough to know that there is more; zero is no limit.
    return inflateRawSync(packed, { maxOutputLength: bytes + 1 });
  } catch (error) {
    const isTooMuch = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    return refuse(name, isTooMuch ? 'its size is another than the directory says' : 'its data is damaged');
  }
}
