import { tooLargeUnzipped, unreadable, unzippedBytesMax } from './archive-error.ts';
import { decodeName, extraField, refuse } from './entry-name.ts';

/** One entry as the central directory tells it; what the data really is comes to light when it is inflated. */
export interface ZipEntry {
  /** As the archive has it: directories end with a slash. */
  readonly name: string;
  readonly bytes: number;
  /** Permission bits; 0o644 when the archive was made on a system without them. */
  readonly mode: number;
  readonly kind: 'file' | 'directory' | 'link';
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  /** Where the local header is, in bytes from the archive's first. */
  readonly headerOffset: number;
}

/** Ours: more entries than any real package has. */
const entriesMax = 100_000;

const endSignature = 0x06054b50;
const endBytes = 22;
const commentBytesMax = 65_535;
const locatorSignature = 0x07064b50;
const locatorBytes = 20;
const end64Signature = 0x06064b50;
const end64Bytes = 56;
const entrySignature = 0x02014b50;
const entryBytes = 46;
/** A field of 32 bits that says so is in the extra field of zip64 instead. */
const inZip64 = 0xffffffff;
const zip64Id = 0x0001;
/** Flags of the traditional and the strong encryption, and of a directory that is encrypted itself. */
const encryptedFlags = (1 << 0) | (1 << 6) | (1 << 13);
/** Upper byte of "version made by": 3 is Unix, whose mode is in the upper half of the external attributes. */
const madeByUnix = 3;
const fileTypeMask = 0o170000;
const fileTypeLink = 0o120000;
const fileTypeDirectory = 0o040000;

/**
 * Reads an archive's central directory (APPNOTE.TXT 4.3.12, zip64 included) without inflating anything. Throws
 * ArchiveError for what is no archive, is encrypted, or says that it is too large.
 */
export function readDirectory(zip: Uint8Array): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let total = 0;
  for (const { view, offset, shift } of eachHeader(zip)) {
    const entry = readEntry(view, offset, shift, zip);
    entries.push(entry);
    total += entry.bytes;
    if (total >= unzippedBytesMax) throw tooLargeUnzipped();
  }
  return entries;
}

/** How many files an archive has, and how many bytes in all, as its directory says; fast. Throws ArchiveError. */
export function describeSize(zip: Uint8Array): { readonly bytes: number; readonly entries: number } {
  let bytes = 0;
  let entries = 0;
  for (const { view, offset } of eachHeader(zip)) {
    bytes += sizesOf(view, offset).bytes;
    entries += 1;
  }
  return { bytes, entries };
}

interface Header {
  readonly view: DataView;
  readonly offset: number;
  readonly shift: number;
}

function* eachHeader(zip: Uint8Array): Generator<Header> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const { start, end, shift, count } = findDirectory(view);
  let seen = 0;
  for (let offset = start; offset < end; seen += 1) {
    if (offset + entryBytes > end || view.getUint32(offset, true) !== entrySignature) {
      throw unreadable('its directory is damaged');
    }
    const next = offset + entryBytes + variableBytes(view, offset);
    if (next > end) throw unreadable('its directory is damaged');
    if (seen >= entriesMax) throw unreadable(`more than ${entriesMax} entries`);
    yield { view, offset, shift };
    offset = next;
  }
  // Writers that know no zip64 count modulo 65,536.
  if (seen % 65_536 !== count % 65_536) throw unreadable('its directory is damaged');
}

/** Name, extra fields and comment of the header at `offset`. */
const variableBytes = (view: DataView, offset: number): number =>
  view.getUint16(offset + 28, true) + view.getUint16(offset + 30, true) + view.getUint16(offset + 32, true);

function findDirectory(view: DataView) {
  const end = findEnd(view);
  const end64 = findEnd64(view, end);
  const at = end64 ?? end;
  const wide = (offset: number) => Number(view.getBigUint64(at + offset, true));
  const disk = end64 === undefined ? view.getUint16(end + 4, true) : view.getUint32(end64 + 16, true);
  const count = end64 === undefined ? view.getUint16(end + 10, true) : wide(32);
  const bytes = end64 === undefined ? view.getUint32(end + 12, true) : wide(40);
  const offset = end64 === undefined ? view.getUint32(end + 16, true) : wide(48);
  if (disk !== 0) throw unreadable('it has several parts');
  // What stands before the archive (a program that unpacks itself) shifts every offset in it.
  const shift = at - bytes - offset;
  if (shift < 0) throw unreadable('its directory is cut off');
  return { start: offset + shift, end: at, shift, count };
}

function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - endBytes - commentBytesMax);
  for (let offset = view.byteLength - endBytes; offset >= lowest; offset -= 1) {
    if (view.getUint32(offset, true) === endSignature) return offset;
  }
  throw unreadable('it is no zip archive');
}

/** The record that zip64 has instead, where a locator stands before the end. */
function findEnd64(view: DataView, end: number): number | undefined {
  const locator = end - locatorBytes;
  if (locator < 0 || view.getUint32(locator, true) !== locatorSignature) return undefined;
  const offset = Number(view.getBigUint64(locator + 8, true));
  if (offset + end64Bytes > locator || view.getUint32(offset, true) !== end64Signature) {
    throw unreadable('its zip64 record is damaged');
  }
  return offset;
}

function readEntry(view: DataView, offset: number, shift: number, zip: Uint8Array): ZipEntry {
  const nameEnd = offset + entryBytes + view.getUint16(offset + 28, true);
  const flags = view.getUint16(offset + 8, true);
  const name = decodeName(zip.subarray(offset + entryBytes, nameEnd), flags, extraOf(view, offset));
  if (flags & encryptedFlags) refuse(name, 'it is encrypted');
  const { bytes, packedBytes, headerOffset } = sizesOf(view, offset);
  const unixMode = view.getUint8(offset + 5) === madeByUnix ? view.getUint32(offset + 38, true) >>> 16 : 0;
  return {
    name,
    bytes,
    mode: unixMode & 0o777 || 0o644,
    kind: kindOf(name, unixMode & fileTypeMask),
    method: view.getUint16(offset + 10, true),
    crc: view.getUint32(offset + 16, true),
    packedBytes,
    headerOffset: headerOffset + shift,
  };
}

function extraOf(view: DataView, offset: number): Uint8Array {
  const start = offset + entryBytes + view.getUint16(offset + 28, true);
  return new Uint8Array(view.buffer, view.byteOffset + start, view.getUint16(offset + 30, true));
}

function sizesOf(view: DataView, offset: number) {
  const bytes = view.getUint32(offset + 24, true);
  const packedBytes = view.getUint32(offset + 20, true);
  const headerOffset = view.getUint32(offset + 42, true);
  if (bytes !== inZip64 && packedBytes !== inZip64 && headerOffset !== inZip64) {
    return { bytes, packedBytes, headerOffset };
  }
  const field = extraField(extraOf(view, offset), zip64Id);
  let at = 0;
  // In this order, and only those that do not fit.
  const wide = (value: number): number => {
    if (value !== inZip64) return value;
    if (!field || at + 8 > field.byteLength) throw unreadable('a zip64 field is missing');
    at += 8;
    return Number(new DataView(field.buffer, field.byteOffset + at - 8, 8).getBigUint64(0, true));
  };
  return { bytes: wide(bytes), packedBytes: wide(packedBytes), headerOffset: wide(headerOffset) };
}

function kindOf(name: string, fileType: number): ZipEntry['kind'] {
  if (fileType === fileTypeLink) return 'link';
  return fileType === fileTypeDirectory || name.endsWith('/') ? 'directory' : 'file';
}
