import { describe, expect, it, test } from 'vitest';
import type { HttpRequest } from '../kernel/http.ts';
import { createPageCheck, type PageRules } from './page-check.ts';
import type { Zone } from './zone.ts';

const own = '127.0.0.1:4566';

/** Status of the refusal of a request with these headers, or `passes`. */
function verdict(
  headers: Record<string, string | undefined>,
  { zone = 'closed', method = 'POST', query = '', ...rules }: Partial<PageRules & HttpRequest> & { zone?: Zone } = {},
) {
  const check = createPageCheck({
    allowHosts: [],
    allowOrigins: [],
    boundHost: '127.0.0.1',
    zoneOf: () => zone,
    ...rules,
  });
  const sent = Object.entries({ host: own, ...headers }).filter(([, value]) => value !== undefined);
  const request = { method, path: '/', query, rawHeaders: [], body: new Uint8Array(), remoteAddress: '127.0.0.1' };
  return check.refuse({ ...request, headers: Object.fromEntries(sent) as Record<string, string> })?.status ?? 'passes';
}

describe('the Host', () => {
  test.each([
    '127.0.0.1:4566',
    '192.168.1.5',
    '[::1]:4566',
    'localhost:4566',
    'squall:4566',
    'host.docker.internal:4566',
    'bucket.s3.localhost:4566',
    'localhost.localstack.cloud:4566',
    'sqs.localhost.localstack.cloud',
    'sts.eu-west-1.amazonaws.com',
    'named.example',
    'sync-127.0.0.1:4566',
    'stream-192.168.1.5',
    'sync-localhost:4566',
  ])('%s is ours', (host) => {
    expect(verdict({ host }, { allowHosts: ['Named.example'] })).toBe('passes');
  });

  test.each([
    ['evil.example', 403],
    ['xlocalhost.localstack.cloud', 403],
    ['xamazonaws.com', 403],
    ['localhost.evil.example', 403],
    ['127.0.0.1.evil.example', 403],
    ['a:b:c', 400],
    ['::1', 400],
    ['[::1', 400],
    ['', 400],
    ['localhost, evil.example', 400],
    ['127.1', 400],
    ['sync-named.example', 403],
    ['sync-localhost.localstack.cloud', 403],
    ['sync-127.1', 400],
    ['xsync-127.0.0.1', 400],
  ])('%j is refused with %i', (host, status) => {
    expect(verdict({ host })).toBe(status);
    expect(verdict({ host }, { zone: 'own-origin' })).toBe(status);
  });

  it('may be any at which an API answers as at its custom domain', () => {
    expect(verdict({ host: 'api.example.com' }, { zone: 'custom-domain' })).toBe('passes');
    expect(verdict({ host: 'a:b:c' }, { zone: 'custom-domain' })).toBe(400);
  });

  it('may be missing, as HTTP/1.0 has it, but then no page is at home here', () => {
    expect(verdict({ host: undefined })).toBe('passes');
    expect(verdict({ host: undefined, origin: 'http://evil.example' })).toBe(403);
  });

  test.each(['sqs.us-east-1.amazonaws.com', 'squall:4566', 'squall.internal'])(
    '%s is for programs and deployed APIs: a network’s DNS can point it here, and so lead a browser here',
    (host) => {
      const headers = { host, 'user-agent': 'Mozilla/5.0', 'sec-fetch-site': 'same-origin' };

      expect([verdict(headers), verdict(headers, { zone: 'admin' })]).toEqual([403, 403]);
      expect([verdict(headers, { zone: 'shared' }), verdict(headers, { zone: 'own-origin' })]).toEqual([
        'passes',
        'passes',
      ]);
      expect(verdict(headers, { allowHosts: ['squall', 'squall.internal', 'sqs.us-east-1.amazonaws.com'] })).toBe(
        'passes',
      );
    },
  );

  it('of buckets and APIs has no admin API, since pages live there', () => {
    const headers = { host: 'bucket.s3.localhost:4566', origin: 'http://bucket.s3.localhost:4566' };

    expect(verdict(headers, { zone: 'admin' })).toBe(403);
    expect(verdict({ origin: `http://${own}` }, { zone: 'admin' })).toBe('passes');
  });
});

describe('the Origin', () => {
  test.each([`http://${own}`, 'http://localhost:5173', 'http://127.0.0.1:1', 'http://[::1]:8080', 'https://localhost'])(
    '%s passes',
    (origin) => {
      expect(verdict({ origin })).toBe('passes');
    },
  );

  test.each([
    'null',
    '',
    'file://',
    'http://127.0.0.2:4566',
    'http://192.168.1.5:4566',
    'http://squall:4566',
    'http://a.localhost:4566',
    'http://x.amazonaws.com',
    'http://x.internal',
    'http://localhost.evil.example',
    'http://localhost:4566@evil.example',
    'http://evil.example, http://localhost',
  ])('%j is refused', (origin) => {
    expect(verdict({ origin })).toBe(403);
  });

  it('is our own when scheme, host and port are the Host’s', () => {
    expect(verdict({ host: 'squall:4566', origin: 'http://squall:4566' })).toBe('passes');
    expect(verdict({ host: 'squall:4566', origin: 'https://squall:4566' })).toBe(403);
    expect(verdict({ host: 'squall:4566', origin: 'http://squall:4567' })).toBe(403);
    expect(verdict({ host: 'squall', origin: 'http://squall:80' })).toBe('passes');
  });

  it('is told by the Referer where a browser sends no Origin', () => {
    expect(verdict({ referer: 'http://evil.example/page' }, { method: 'GET' })).toBe(403);
    expect(verdict({ referer: `http://${own}/page?a` }, { method: 'GET' })).toBe('passes');
  });

  it('that --allow-origin names passes, exactly', () => {
    const rules = { allowOrigins: ['http://Shop.example/'] };
    const site = { 'sec-fetch-site': 'cross-site' };

    expect(verdict({ ...site, origin: 'http://shop.example' }, rules)).toBe('passes');
    expect(verdict({ ...site, origin: 'http://shop.example:81' }, rules)).toBe(403);
    expect(verdict({ ...site, origin: 'https://shop.example' }, rules)).toBe(403);
    expect(verdict({ ...site, referer: 'http://shop.example/a' }, { ...rules, method: 'GET' })).toBe('passes');
    expect(verdict({ ...site, referer: 'http://shop.example/a' }, rules)).toBe(403);
  });

  test.each(['*', 'null', 'localhost:5173', 'http://a/b'])('--allow-origin %s is no origin', (origin) => {
    expect(() => verdict({}, { allowOrigins: [origin] })).toThrow(expect.objectContaining({ code: 'InvalidOption' }));
  });
});

describe('Sec-Fetch-Site', () => {
  test.each([
    ['same-origin', 'passes'],
    ['none', 'passes'],
    ['same-site', 403],
    ['cross-site', 403],
    ['anything else', 403],
  ])('%s: %s', (site, expected) => {
    expect(verdict({ 'sec-fetch-site': site }, { method: 'GET' })).toBe(expected);
    expect(verdict({ 'sec-fetch-site': site }, { method: 'OPTIONS', zone: 'admin' })).toBe(expected);
    expect(verdict({ 'sec-fetch-site': site }, { zone: 'shared' })).toBe('passes');
  });

  it('decides over a loopback Origin: another port is another page', () => {
    expect(verdict({ origin: 'http://localhost:5173', 'sec-fetch-site': 'same-site' })).toBe(403);
  });
});

describe('a presigned URL of S3', () => {
  const query = 'X-Amz-Credential=k%2F20261127%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Signature=00';
  const of = (destination: string, options: Parameters<typeof verdict>[1] = {}) =>
    verdict({ 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': destination }, { method: 'GET', query, ...options });

  it('may be opened and shown from any page, and nothing else', () => {
    expect(['document', 'image', 'audio', 'video'].map((each) => of(each))).toEqual(Array(4).fill('passes'));
    expect(['script', 'style', 'iframe', 'object', 'empty', ''].map((each) => of(each))).toEqual(Array(6).fill(403));
    expect(of('document', { query: 'AWSAccessKeyId=k&Signature=s&Expires=1' })).toBe('passes');
    expect(of('document', { query: query.replace('s3', 'sqs') })).toBe(403);
    expect(of('document', { query: '' })).toBe(403);
    expect(of('document', { method: 'POST' })).toBe(403);
    expect(of('document', { zone: 'admin' })).toBe(403);
  });
});

it('service workers are for APIs with a host of their own', () => {
  const headers = { 'service-worker': 'script', 'sec-fetch-site': 'same-origin' };

  expect([verdict(headers), verdict(headers, { zone: 'shared' })]).toEqual([403, 403]);
  expect(verdict(headers, { zone: 'own-origin' })).toBe('passes');
});
