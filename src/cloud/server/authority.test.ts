import { describe, expect, it, test } from 'vitest';
import { originKey, parseAuthority, parseOrigin } from './authority.ts';

describe('an authority', () => {
  test.each([
    ['localhost', 'name', 'localhost', undefined],
    ['LocalHost:4566', 'name', 'localhost', 4566],
    ['localhost.:80', 'name', 'localhost', 80],
    ['my_project-squall-1', 'name', 'my_project-squall-1', undefined],
    ['abc123.execute-api.localhost:4566', 'name', 'abc123.execute-api.localhost', 4566],
    ['127.0.0.1:65535', 'ipv4', '127.0.0.1', 65_535],
    ['[::1]:4566', 'ipv6', '::1', 4566],
    ['[FE80::A]', 'ipv6', 'fe80::a', undefined],
  ])('%s is a %s', (text, kind, host, port) => {
    expect(parseAuthority(text)).toEqual({ kind, host, port });
  });

  test.each([
    '',
    ' ',
    '::1',
    'a:b:c',
    'localhost:',
    'localhost:x',
    'localhost:65536',
    'localhost:1:2',
    '[::1',
    '[::1]x',
    '[localhost]:80',
    '[fe80::1%25eth0]',
    '1.2.3',
    '256.1.1.1',
    'evil.0x7f000001',
    'user@localhost',
    'localhost/path',
    'localhost, evil.example',
    'a..b',
    '.localhost',
    'localhost..',
    '-a.localhost',
    'loc%61lhost',
    `${'a'.repeat(64)}.localhost`,
    `${'a.'.repeat(127)}abc`,
  ])('%j is refused', (text) => {
    expect(parseAuthority(text)).toBeUndefined();
  });
});

describe('an origin', () => {
  const key = (text: string) => {
    const origin = parseOrigin(text);
    return origin && originKey(origin);
  };

  it('has the port of its scheme where it names none', () => {
    expect([key('http://a.example'), key('https://A.example'), key('http://[::1]:80')]).toEqual([
      'http://a.example:80',
      'https://a.example:443',
      'http://[::1]:80',
    ]);
  });

  test.each([
    'null',
    '',
    'localhost',
    'file://',
    'ws://localhost',
    'http://',
    'http://localhost/',
    'http://a@localhost',
  ])('%j is none', (text) => {
    expect(parseOrigin(text)).toBeUndefined();
  });
});
