import { describe, expect, it } from 'vitest';
import { addressIn, type Cidr, contains, overlaps, parseCidr } from './cidr.ts';

const cidr = (text: string) => parseCidr(text) as Cidr;

describe('parseCidr', () => {
  it.each([
    ['10.0.0.0/16', '10.0.0.0/16'],
    ['100.68.0.18/18', '100.68.0.0/18'],
    ['::/0', '::/0'],
    ['2001:DB8:0:0:1:0:0:1/64', '2001:db8::/64'],
    ['2001:db8:0:1::/64', '2001:db8:0:1::/64'],
    ['fe80::1/128', 'fe80::1/128'],
  ])('%s is %s', (text, canonical) => {
    expect(cidr(text).text).toBe(canonical);
  });

  it.each(['10.0.0.0', '10.0.0/8', '10.0.0.256/8', '10.0.0.0/33', '1::2::3/64', '12345::/16', 'x/1', ''])(
    '%s is none',
    (text) => {
      expect(parseCidr(text)).toBeUndefined();
    },
  );
});

describe('blocks', () => {
  it('contain what lies in them as a whole', () => {
    expect(contains(cidr('10.0.0.0/16'), cidr('10.0.255.0/24'))).toBe(true);
    expect(contains(cidr('10.0.0.0/16'), cidr('10.1.0.0/24'))).toBe(false);
    expect(contains(cidr('10.0.0.0/24'), cidr('10.0.0.0/16'))).toBe(false);
  });

  it('overlap where they share an address', () => {
    expect(overlaps(cidr('10.0.0.0/24'), cidr('10.0.0.128/25'))).toBe(true);
    expect(overlaps(cidr('10.0.0.0/24'), cidr('10.0.1.0/24'))).toBe(false);
    expect(overlaps(cidr('0.0.0.0/0'), cidr('::/0'))).toBe(false);
  });

  it('count their addresses', () => {
    expect(addressIn(cidr('10.0.0.0/24'), 4)).toBe('10.0.0.4');
  });
});
