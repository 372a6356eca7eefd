import { expect, test } from 'vitest';
import { crc32, crc32c, crc64nvme } from './crc.ts';

// The check values that every catalogue of CRCs gives for these nine digits.
const digits = Buffer.from('123456789');
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('CRC-32 answers its check value', () => {
  expect(hex(crc32(digits))).toBe('cbf43926');
});

test('CRC-32C answers its check value', () => {
  expect(hex(crc32c(digits))).toBe('e3069283');
});

test('CRC-64/NVME answers its check value', () => {
  expect(hex(crc64nvme(digits))).toBe('ae8b14860a799888');
});

test('nothing has checksums too', () => {
  const nothing = new Uint8Array();

  expect([crc32(nothing), crc32c(nothing), crc64nvme(nothing)].map(hex)).toEqual([
    '00000000',
    '00000000',
    '0'.repeat(16),
  ]);
});
