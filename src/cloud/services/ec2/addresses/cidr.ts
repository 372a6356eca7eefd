/** A block of IPv4 or IPv6 addresses. */
export interface Cidr {
  readonly version: 4 | 6;
  /** The first address. */
  readonly base: bigint;
  readonly prefix: number;
  /** As AWS writes it: host bits are cleared. */
  readonly text: string;
}

const bitsOf = { 4: 32, 6: 128 } as const;

/** Undefined for what is no block; bits beyond the prefix are cleared, as AWS does. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = '', length, ...rest] = text.split('/');
  if (length === undefined || rest.length > 0 || !/^\d{1,3}$/.test(length)) return undefined;
  const version = address.includes(':') ? 6 : 4;
  const value = version === 6 ? parseIpv6(address) : parseIpv4(address);
  const prefix = Number(length);
  const bits = bitsOf[version];
  if (value === undefined || prefix > bits) return undefined;
  const host = BigInt(bits - prefix);
  const base = (value >> host) << host;
  return { version, base, prefix, text: `${addressText(base, version)}/${prefix}` };
}

/** The block's last address. */
const lastOf = ({ version, base, prefix }: Cidr): bigint => base + (1n << BigInt(bitsOf[version] - prefix)) - 1n;

/** Whether `inner` lies in `outer` as a whole. */
export const contains = (outer: Cidr, inner: Cidr): boolean =>
  outer.version === inner.version && outer.base <= inner.base && lastOf(inner) <= lastOf(outer);

/** Whether two blocks share an address. */
export const overlaps = (a: Cidr, b: Cidr): boolean =>
  a.version === b.version && a.base <= lastOf(b) && b.base <= lastOf(a);

/** The address that is so many behind the block's first. */
export const addressIn = ({ base, version }: Cidr, offset: number): string =>
  addressText(base + BigInt(offset), version);

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return undefined;
  return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...(tail ?? [])];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n);
}

function addressText(value: bigint, version: 4 | 6): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => Number((value >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 65_535n).toString(16));
  return compressed(groups);
}

/** The longest run of zeros, of two at least, is left out. */
function compressed(groups: readonly string[]): string {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start += 1) {
    let length = 0;
    while (groups[start + length] === '0') length += 1;
    if (length > best.length) best = { start, length };
  }
  if (best.length < 2) return groups.join(':');
  return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`;
}
