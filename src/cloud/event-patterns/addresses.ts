/**
 * IP addresses as hexadecimal digits, 8 of them for version 4 and 32 for version 6: those of one length are in the
 * order of their texts.
 */

const version4 = /^\d+\.\d+\.\d+\.\d+$/;
const version6 = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/;

const looksLikeAddress = (text: string): boolean => text.length <= 45 && (version4.test(text) || version6.test(text));

function readVersion4(text: string): string | undefined {
  const bytes = text.split('.').map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function readVersion6(text: string): string | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - left.length - right.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  if (groups.some((group) => group === '' || group.length > 4)) return undefined;
  const digits = groups.map((group) => group.toLowerCase().padStart(4, '0')).join('');
  const mapped = `${'0'.repeat(20)}ffff`;
  return digits.startsWith(mapped) ? digits.slice(mapped.length) : digits;
}

/** The digits of an address; undefined where the text is none. */
export function addressDigits(text: string): string | undefined {
  if (!looksLikeAddress(text)) return undefined;
  return version4.test(text) ? readVersion4(text) : readVersion6(text);
}

/** First and last address of a block. Throws an `Error` with AWS's text. */
export function readBlock(cidr: string): { readonly low: string; readonly high: string } {
  // Empty parts at the end do not count.
  const parts = cidr.replace(/\/+$/, '').split('/');
  const [address = '', bits = ''] = parts;
  if (parts.length !== 2) throw new Error("Malformed CIDR, one '/' required");
  if (!/^[+-]?\d{1,10}$/.test(bits)) throw new Error('Malformed CIDR, mask bits must be an integer');
  const mask = Number(bits);
  if (mask < 0) throw new Error('Malformed CIDR, mask bits must not be negative');
  const low = addressDigits(address);
  if (low === undefined) {
    throw new Error(`${looksLikeAddress(address) ? 'Invalid' : 'Nonstandard'} IP address: ${address}`);
  }
  if (low.length === 8 && mask > 31) throw new Error('IPv4 mask bits must be < 32');
  if (low.length === 32 && mask > 127) throw new Error('IPv6 mask bits must be < 128');
  const hostBits = BigInt(low.length * 4 - mask);
  const high = (BigInt(`0x${low}`) | ((1n << hostBits) - 1n)).toString(16).padStart(low.length, '0');
  return { low, high };
}
