import { posix } from 'node:path';
import { unzipSync } from 'fflate';
import { invalidParameter } from '../errors.ts';

/** One file of a zip archive, as its central directory tells it. */
export interface ArchiveEntry {
  readonly name: string;
  readonly bytes: number;
  /** Permission bits; 0o644 when the archive was made on a system without them. */
  readonly mode: number;
  readonly kind: 'file' | 'directory' | 'link';
}

/** AWS: unzipped size of a function with its layers. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const unzippedBytesMax = 262_144_000;
/** Ours: more entries than any real package has. */
const entriesMax = 100_000;

const endSignature = 0x06054b50;
const endBytes = 22;
const commentBytesMax = 65_535;
const entrySignature = 0x02014b50;
const entryBytes = 46;
/** Upper byte of "version made by": 3 is Unix, whose mode is in the upper half of the external attributes. */
const madeByUnix = 3;
const fileTypeMask = 0o170000;
const fileTypeLink = 0o120000;

const unreadable = () =>
  invalidParameter('Could not unzip uploaded file. Please check your file, then try to upload again.');

/**
 * Lists an archive without inflating it. Throws AWS's errors for what is no archive or too large, and refuses names that
 * would leave the directory they are unpacked to.
 */
export function listArchive(zip: Uint8Array): ArchiveEntry[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  if (count > entriesMax) throw unreadable();
  const entries: ArchiveEntry[] = [];
  let offset = view.getUint32(end + 16, true);
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    const entry = readEntry(view, offset, zip);
    entries.push(entry.entry);
    total += entry.entry.bytes;
    offset = entry.next;
  }
  if (total >= unzippedBytesMax) {
    throw invalidParameter(`Unzipped size must be smaller than ${unzippedBytesMax} bytes`);
  }
  return entries;
}

/** Inflates all files of an archive that {@link listArchive} accepted. */
export function inflateArchive(zip: Uint8Array): Record<string, Uint8Array> {
  let total = 0;
  try {
    return unzipSync(zip, {
      filter: (file) => {
        // The directory may lie about sizes; what fflate reads must stay within the limit as well.
        total += file.originalSize;
        return total < unzippedBytesMax;
      },
    });
  } catch {
    throw unreadable();
  }
}

function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - endBytes - commentBytesMax);
  for (let offset = view.byteLength - endBytes; offset >= lowest; offset -= 1) {
    if (view.getUint32(offset, true) === endSignature) return offset;
  }
  throw unreadable();
}

function readEntry(view: DataView, offset: number, zip: Uint8Array): { entry: ArchiveEntry; next: number } {
  if (offset + entryBytes > view.byteLength || view.getUint32(offset, true) !== entrySignature) throw unreadable();
  const nameBytes = view.getUint16(offset + 28, true);
  const extraBytes = view.getUint16(offset + 30, true);
  const commentBytes = view.getUint16(offset + 32, true);
  const name = Buffer.from(zip.buffer, zip.byteOffset + offset + entryBytes, nameBytes).toString('utf8');
  assertInside(name);
  const unixMode = view.getUint8(offset + 5) === madeByUnix ? view.getUint32(offset + 38, true) >>> 16 : 0;
  const entry: ArchiveEntry = {
    name,
    bytes: view.getUint32(offset + 24, true),
    mode: unixMode & 0o777 || 0o644,
    kind: kindOf(name, unixMode),
  };
  return { entry, next: offset + entryBytes + nameBytes + extraBytes + commentBytes };
}

function kindOf(name: string, unixMode: number): ArchiveEntry['kind'] {
  if ((unixMode & fileTypeMask) === fileTypeLink) return 'link';
  return name.endsWith('/') ? 'directory' : 'file';
}

/** Refuses absolute names, drive letters, backslashes, NULs, and any `..` that climbs. */
export function assertInside(name: string): void {
  const normal = posix.normalize(name);
  if (name === '' || /[\\\0]|^[a-zA-Z]:|^\//.test(name) || normal === '..' || normal.startsWith('../')) {
    throw unreadable();
  }
}
