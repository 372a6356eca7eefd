import { expect, it } from 'vitest';
import { areConsecutiveCodes, base32, timeBasedCode } from './time-based-code.ts';

const secret = Buffer.from('12345678901234567890');

it.each([
  [59_000, '287082'],
  [1_111_111_109_000, '081804'],
  [20_000_000_000_000, '353130'],
])('has the code of RFC 6238 at %d ms', (atMs, code) => {
  expect(timeBasedCode(secret, atMs)).toBe(code);
});

it('takes two codes in a row alone', () => {
  const nowMs = 1_700_000_000_000;
  const [first, second, third] = [0, 1, 2].map((step) => timeBasedCode(secret, nowMs + step * 30_000));

  expect(areConsecutiveCodes(secret, [first ?? '', second ?? ''], nowMs)).toBe(true);
  expect(areConsecutiveCodes(secret, [first ?? '', third ?? ''], nowMs)).toBe(false);
  expect(areConsecutiveCodes(secret, [first ?? '', second ?? ''], nowMs + 3_600_000)).toBe(false);
});

it('writes base 32 as RFC 4648 does', () => {
  expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
});
