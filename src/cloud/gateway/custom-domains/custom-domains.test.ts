import { expect, test } from 'vitest';
import type { HttpRequest } from '../../kernel/http.ts';
import { World } from '../../kernel/world.ts';
import { customAddressOf, customDomains } from './custom-domains.ts';

const request = (host: string, path: string): HttpRequest => ({
  method: 'GET',
  path,
  query: '',
  headers: { host },
  rawHeaders: ['Host', host],
  body: Buffer.alloc(0),
  remoteAddress: '127.0.0.1',
});

// The example of AWS's own page on API mappings.
const keys = { '': 'api1', orders: 'api2', 'orders/v1/items': 'api3', 'orders/v2/items/categories': 'api5' };

function domainsWith(name: string, byKey: Readonly<Record<string, string>>): ReturnType<typeof customDomains> {
  const domains = customDomains(new World());
  const mappings = Object.entries(byKey).map(([key, apiId]) => ({ key, apiId, stage: 'prod' }));
  domains.set(name, { mappings });
  return domains;
}

test.each([
  ['/orders', 'api2', '/'],
  ['/orders/', 'api2', '/'],
  ['/orders/v1/items', 'api3', '/'],
  ['/orders/v1/items/123', 'api3', '/123'],
  ['/orders/v2/items/categories/5', 'api5', '/5'],
  ['/orders/v2/items', 'api2', '/v2/items'],
  ['/orders-old', 'api1', '/orders-old'],
  ['/customers', 'api1', '/customers'],
])('%s goes to %s as %s', (path, apiId, rest) => {
  expect(customAddressOf(request('api.example.com:4566', path), domainsWith('api.example.com', keys))).toMatchObject({
    apiId,
    path: rest,
    domainName: 'api.example.com',
    isOwnHost: true,
    custom: { stage: 'prod' },
  });
});

test('a path that no mapping takes is no API of anybody', () => {
  const domains = domainsWith('api.example.com', { orders: 'api2' });

  expect(customAddressOf(request('API.example.com', '/a'), domains)).toMatchObject({ apiId: '' });
});

test('a wildcard takes one label', () => {
  const domains = domainsWith('*.example.com', { '': 'api1' });

  expect(customAddressOf(request('a.example.com', '/'), domains)).toMatchObject({ apiId: 'api1' });
  expect(customAddressOf(request('a.b.example.com', '/'), domains)).toBeUndefined();
});

test('any other host is none', () => {
  const domains = domainsWith('api.example.com', keys);

  expect(customAddressOf(request('localhost:4566', '/orders'), domains)).toBeUndefined();
  expect(customAddressOf(request('api.example.com', '/orders'), customDomains(new World()))).toBeUndefined();
});
