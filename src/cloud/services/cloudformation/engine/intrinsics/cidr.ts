import { isIPv4, isIPv6 } from 'node:net';
import { validationError } from '../../errors.ts';

/**
 * `Fn::Cidr`: the first `count` blocks of `2 ** cidrBits` addresses in `block`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-cidr.html
 */
export function cidrBlocks(block: string, count: number, cidrBits?: number): string[] {
  const [address = '', prefixText = ''] = block.split('/');
  const isV6 = isIPv6(address);
  const width = isV6 ? 128 : 32;
  const prefix = Number(prefixText);
  if ((!isV6 && !isIPv4(address)) || prefixText === '' || !Number.isInteger(prefix) || prefix < 0 || prefix > width) {
    throw validationError(`Template error: Fn::Cidr contains invalid ipBlock: ${block}`);
  }
  const bits = cidrBits ?? (isV6 ? 64 : 8);
  const isFitting = Number.isInteger(count) && count >= 1 && count <= 256 && bits >= 1 && prefix + bits <= width;
  if (!isFitting || BigInt(count) << BigInt(bits) > 1n << BigInt(width - prefix)) {
    throw validationError(`Template error: Fn::Cidr cannot generate ${count} blocks of ${bits} bits from ${block}`);
  }
  const mask = (1n << BigInt(width - prefix)) - 1n;
  const network = (isV6 ? parseV6(address) : parseV4(address)) & ~mask;
  const format = isV6 ? formatV6 : formatV4;
  return Array.from(
    { length: count },
    (_, index) => `${format(network + (BigInt(index) << BigInt(bits)))}/${width - bits}`,
  );
}

const parseV4 = (address: string): bigint =>
  address.split('.').reduce((sum, part) => (sum << 8n) | BigInt(Number(part)), 0n);

const formatV4 = (address: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 0xffn)).join('.');

/** `::` stands for as many zeros as are missing. */
function parseV6(address: string): bigint {
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : new Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].reduce((sum, group) => (sum << 16n) | BigInt(Number.parseInt(group, 16)), 0n);
}

/** RFC 5952: the longest run of zeros is shortened, the first of equals, and never a single one. */
function formatV6(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((address >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  let longest = { start: 0, length: 0 };
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (groups[start + length] === '0') length += 1;
    if (length > longest.length) longest = { start, length };
  }
  if (longest.length < 2) return groups.join(':');
  return `${groups.slice(0, longest.start).join(':')}::${groups.slice(longest.start + longest.length).join(':')}`;
}
