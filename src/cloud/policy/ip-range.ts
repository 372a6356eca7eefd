import { isIPv4, isIPv6 } from 'node:net';

/**
 * Whether an address lies in a range in CIDR notation, of IPv4 or IPv6; a range without a prefix is one address.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
export function isInRange(address: string, range: string): boolean {
  const [network = '', prefix, ...rest] = range.split('/');
  const bytes = bytesOf(address);
  const networkBytes = bytesOf(network);
  if (!bytes || !networkBytes || bytes.length !== networkBytes.length || rest.length > 0) return false;
  const bits = prefix === undefined ? bytes.length * 8 : Number(prefix);
  if (!/^\d{1,3}$/.test(prefix ?? '0') || bits > bytes.length * 8) return false;
  return bytes.every((byte, index) => {
    const shift = 8 - Math.min(8, Math.max(0, bits - index * 8));
    return byte >> shift === (networkBytes[index] ?? 0) >> shift;
  });
}

function bytesOf(address: string): readonly number[] | undefined {
  if (isIPv4(address)) return address.split('.').map(Number);
  // A zone (`fe80::1%eth0`) is no part of an address.
  return isIPv6(address) && !address.includes('%') ? bytesOfV6(address) : undefined;
}

/** `::` stands for as many zeros as are missing, and the last four bytes may be an IPv4 address. */
function bytesOfV6(address: string): readonly number[] {
  const [head = [], tail = []] = address.split('::').map(groupsOf);
  return [...head, ...Array<number>(16 - head.length - tail.length).fill(0), ...tail];
}

function groupsOf(text: string): readonly number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number);
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}
