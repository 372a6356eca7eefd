import { crc32 as zlibCrc32 } from 'node:zlib';
import { lazy } from '../../../kernel/lazy.ts';

/** CRC-32 of zip and gzip. */
export const crc32 = (bytes: Uint8Array): Uint8Array => bigEndian(zlibCrc32(bytes));

const castagnoli = 0x82f63b78; // reflected

/** CRC-32C, as in iSCSI. */
export function crc32c(bytes: Uint8Array): Uint8Array {
  const table = tableOf32();
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return bigEndian((crc ^ 0xffffffff) >>> 0);
}

const nvmeHigh = 0x9a6c9329; // reflected 0xad93d23594c93659, in halves
const nvmeLow = 0xac4bc9b5;

/** CRC-64/NVME, S3's own choice where the client makes none. In halves: BigInt would be a hundred times slower. */
export function crc64nvme(bytes: Uint8Array): Uint8Array {
  const { highs, lows } = tableOf64();
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (const byte of bytes) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (lows[index] ?? 0);
    high = (high >>> 8) ^ (highs[index] ?? 0);
  }
  const result = new Uint8Array(8);
  result.set(bigEndian(~high >>> 0), 0);
  result.set(bigEndian(~low >>> 0), 4);
  return result;
}

function bigEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

const tableOf32 = lazy(() =>
  Uint32Array.from({ length: 256 }, (_, index) => {
    let crc = index;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ castagnoli : crc >>> 1;
    return crc >>> 0;
  }),
);

const tableOf64 = lazy(() => {
  const highs = new Uint32Array(256);
  const lows = new Uint32Array(256);
  for (let index = 0; index < 256; index += 1) {
    let high = 0;
    let low = index;
    for (let bit = 0; bit < 8; bit += 1) {
      const isOdd = (low & 1) === 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (isOdd) {
        low ^= nvmeLow;
        high ^= nvmeHigh;
      }
    }
    highs[index] = high;
    lows[index] = low;
  }
  return { highs, lows };
});
