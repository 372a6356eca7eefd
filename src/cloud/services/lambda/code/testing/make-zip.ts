import { crc32, deflateRawSync } from 'node:zlib';

/** One entry, with everything that an archive can say rightly or wrongly. */
export interface MadeEntry {
  readonly name: string | Uint8Array;
  readonly text?: string;
  /** Unix mode with the kind of file; 0o100644 unless told. */
  readonly mode?: number;
  readonly flags?: number;
  /** 8 (deflated) unless told; the data is deflated for that alone. */
  readonly method?: number;
  readonly extra?: Uint8Array;
  /** Sizes and checksum that the directory tells instead of the true ones. */
  readonly bytes?: number;
  readonly crc?: number;
  /** Sizes and offset are in the zip64 extra field. */
  readonly isZip64?: boolean;
}

export const linkMode = 0o120777;
export const link = (name: string, target: string): MadeEntry => ({ name, text: target, mode: linkMode });

/** An archive that other writers would not make: clashing names, lies, links. */
export function makeZip(entries: readonly MadeEntry[], options: { readonly isZip64?: boolean } = {}): Buffer {
  const locals: Buffer[] = [];
  const headers: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name as string);
    const content = Buffer.from(entry.text ?? '');
    const method = entry.method ?? 8;
    const data = method === 8 ? deflateRawSync(content) : content;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method, 8);
    local.writeUInt16LE(name.byteLength, 26);
    headers.push(headerOf(entry, { name, content, method, packedBytes: data.byteLength, offset }));
    locals.push(local, name, data);
    offset += local.byteLength + name.byteLength + data.byteLength;
  }
  const directory = Buffer.concat(headers);
  const end = options.isZip64 ? end64Of(entries.length, directory.byteLength, offset) : Buffer.alloc(0);
  return Buffer.concat([...locals, directory, end, endOf(entries.length, directory.byteLength, offset)]);
}

interface Facts {
  readonly name: Buffer;
  readonly content: Buffer;
  readonly method: number;
  readonly packedBytes: number;
  readonly offset: number;
}

function headerOf(entry: MadeEntry, { name, content, method, packedBytes, offset }: Facts): Buffer {
  const bytes = entry.bytes ?? content.byteLength;
  const extra = Buffer.concat([
    entry.extra ?? new Uint8Array(),
    zip64Field(entry.isZip64, [bytes, packedBytes, offset]),
  ]);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE((3 << 8) | 20, 4);
  header.writeUInt16LE(entry.flags ?? 1 << 11, 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt32LE(entry.crc ?? crc32(content), 16);
  header.writeUInt32LE(entry.isZip64 ? 0xffffffff : packedBytes, 20);
  header.writeUInt32LE(entry.isZip64 ? 0xffffffff : bytes, 24);
  header.writeUInt16LE(name.byteLength, 28);
  header.writeUInt16LE(extra.byteLength, 30);
  header.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 38);
  header.writeUInt32LE(entry.isZip64 ? 0xffffffff : offset, 42);
  return Buffer.concat([header, name, extra]);
}

function zip64Field(isZip64: boolean | undefined, values: readonly number[]): Buffer {
  if (!isZip64) return Buffer.alloc(0);
  const field = Buffer.alloc(4 + 8 * values.length);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(8 * values.length, 2);
  for (const [index, value] of values.entries()) field.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  return field;
}

function end64Of(count: number, bytes: number, offset: number): Buffer {
  const end = Buffer.alloc(56 + 20);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(bytes), 40);
  end.writeBigUInt64LE(BigInt(offset), 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(offset + bytes), 64);
  end.writeUInt32LE(1, 72);
  return end;
}

function endOf(count: number, bytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(bytes, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
