import { posix } from 'node:path';
import { crc32 } from 'node:zlib';
import { unreadable } from './archive-error.ts';

/** Linux: the longest name of a file. */
const segmentBytesMax = 255;
/** Ours: below the 4,096 of Linux, with room for the directory that the archive is unpacked to. */
const pathBytesMax = 1024;
/** Language encoding flag (EFS): the name is UTF-8. APPNOTE.TXT, appendix D. */
const utf8Flag = 1 << 11;
/** Info-ZIP's Unicode Path: version (1), CRC-32 of the name as the header has it, the name in UTF-8. */
const unicodePathId = 0x7075;

/** The upper half of code page 437, from 0x80 on. */
const upperCp437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The name of an entry: UTF-8 where the archive says so, by flag or by extra field. Where it says nothing the name is
 * whatever the packing system wrote: UTF-8 from any Unix of today (Info-ZIP sets no flag), else code page 437.
 */
export function decodeName(bytes: Uint8Array, flags: number, extra: Uint8Array): string {
  if (flags & utf8Flag) return readUtf8(bytes) ?? refuse(fromCp437(bytes), 'its name is no UTF-8');
  return unicodePath(bytes, extra) ?? readUtf8(bytes) ?? fromCp437(bytes);
}

function unicodePath(bytes: Uint8Array, extra: Uint8Array): string | undefined {
  const field = extraField(extra, unicodePathId);
  if (!field || field.byteLength < 5 || field[0] !== 1) return undefined;
  const view = new DataView(field.buffer, field.byteOffset, field.byteLength);
  // Somebody renamed the entry and knew nothing of the field.
  return view.getUint32(1, true) === crc32(bytes) ? readUtf8(field.subarray(5)) : undefined;
}

/** The content of one extra field; undefined when it is not there. */
export function extraField(extra: Uint8Array, id: number): Uint8Array | undefined {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  for (let offset = 0; offset + 4 <= extra.byteLength; ) {
    const end = offset + 4 + view.getUint16(offset + 2, true);
    if (view.getUint16(offset, true) === id)
      return end <= extra.byteLength ? extra.subarray(offset + 4, end) : undefined;
    offset = end;
  }
  return undefined;
}

function readUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

const fromCp437 = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : upperCp437[byte - 0x80])).join('');

/**
 * The path that a name means, normalised and without a slash at its end; `.` is the root itself. Refuses absolute names,
 * drive letters, backslashes, NULs, any `..` that climbs out, and what no file system takes.
 */
export function pathOf(name: string): string {
  const path = posix.normalize(name).replace(/\/$/, '');
  if (name === '' || /[\\\0]|^[a-zA-Z]:|^\//.test(name) || path === '..' || path.startsWith('../')) {
    return refuse(name, 'its name leaves the directory');
  }
  const isTooLong = path.length > 85 && (byteLength(path) > pathBytesMax || path.split('/').some(isTooLongSegment));
  return isTooLong ? refuse(name, 'its name is too long') : path;
}

const byteLength = (text: string): number => Buffer.byteLength(text);

const isTooLongSegment = (segment: string): boolean => byteLength(segment) > segmentBytesMax;

/** Throws; names the entry in a way that can be printed. */
export function refuse(name: string, why: string): never {
  const shown = name.length > 100 ? `${name.slice(0, 100)}…` : name;
  throw unreadable(`${JSON.stringify(shown)}: ${why}`);
}
