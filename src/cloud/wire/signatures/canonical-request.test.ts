import { describe, expect, it } from 'vitest';
import { testRequest } from '../testing/test-request.ts';
import { canonicalRequest, signingKey } from './signed-request.ts';

describe('signingKey', () => {
  it('is the one of AWS’s example, and is made once', () => {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-examples.html
    const example = ['wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', '20150830', 'us-east-1', 'iam'] as const;

    expect(
      signingKey(...example)
        .export()
        .toString('hex'),
    ).toBe('c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9');
    expect(signingKey(...example)).toBe(signingKey(...example));
  });

  it('differs with each part, also where their texts run together', () => {
    const keys = [
      signingKey('s', 'd', 'r', 'x'),
      signingKey('sd', '', 'r', 'x'),
      signingKey('s', 'dr', '', 'x'),
      signingKey('s', 'd', 'rx', ''),
      signingKey('other', 'd', 'r', 'x'),
      signingKey('s', 'other', 'r', 'x'),
      signingKey('s', 'd', 'other', 'x'),
      signingKey('s', 'd', 'r', 'other'),
    ].map((key) => key.export().toString('hex'));

    expect(new Set(keys).size).toBe(8);
  });
});

describe('canonicalRequest', () => {
  const linesOf = (url: string, isS3 = false): string[] =>
    canonicalRequest(testRequest('GET', url), [], 'hash', isS3).split('\n');
  const pathOf = (url: string, isS3 = false): string | undefined => linesOf(url, isS3)[1];
  const queryOf = (query: string): string | undefined => linesOf(`/?${query}`)[2];

  it('has method, path, query, the signed headers with their names, and the hash of the body, a line each', () => {
    const headers = { host: 'h', 'x-amz-meta': '  a   b\tc ', other: 'unsigned' };
    const request = testRequest('PUT', '/a?q=1', { headers });

    expect(canonicalRequest(request, ['host', 'x-amz-meta', 'x-none'], 'hash', false)).toBe(
      'PUT\n/a\nq=1\nhost:h\nx-amz-meta:a b c\nx-none:\n\nhost;x-amz-meta;x-none\nhash',
    );
  });

  it.each([
    ['/', '/'],
    ['/a/./b//c', '/a/b/c'],
    ['/a/../b', '/b'],
    ['/../a/', '/a/'],
    ['/a/..', '/'],
    ['//', '/'],
    ['/a%20b', '/a%2520b'],
    ["/(a)!'*", '/%28a%29%21%27%2A'],
  ])('normalises the path %s to %s, encoding what is encoded once more', (path, canonical) => {
    expect(pathOf(path)).toBe(canonical);
  });

  it.each([
    ['/', '/'],
    ['/b/./c/../d//e/', '/b/./c/../d//e/'],
    ['/a%20b%2Fc', '/a%20b/c'],
    ['/a+b', '/a%2Bb'],
  ])('leaves the segments of %s to S3, encoded once', (path, canonical) => {
    expect(pathOf(path, true)).toBe(canonical);
  });

  it.each([
    ['', ''],
    ['b=2&a=1', 'a=1&b=2'],
    ['a=2&a=10&a=1', 'a=1&a=10&a=2'],
    ['flag', 'flag='],
    ['&a=1&&', 'a=1'],
    ['=x', '=x'],
    ['a=b=c', 'a=b%3Dc'],
    ['a=x+y%20z', 'a=x%2By%20z'],
    ["a=!'()*~-._", 'a=%21%27%28%29%2A~-._'],
    ['a=1&X-Amz-Signature=s&X-Amz-Date=d', 'X-Amz-Date=d&a=1'],
    ['ab=1&a=2', 'a=2&ab=1'],
  ])('sorts and encodes the query “%s” as “%s”, without the signature', (query, canonical) => {
    expect(queryOf(query)).toBe(canonical);
  });

  it('sorts many parameters, whatever order they came in', () => {
    const names = Array.from({ length: 40 }, (_, index) => `p${String((index * 17) % 40).padStart(2, '0')}`);
    const pairs = names.map((name) => `${name}=1`);

    for (const given of [pairs, pairs.toReversed(), pairs.toSorted(), pairs.toSorted().reverse()]) {
      expect(queryOf(given.join('&'))).toBe(pairs.toSorted().join('&'));
    }
  });
});
