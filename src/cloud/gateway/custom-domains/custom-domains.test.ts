import { expect, test } from 'vitest';
import type { HttpRequest } from '../../kernel/http.ts';
import { World } from '../../kernel/world.ts';
import {
  claimDomain,
  customAddressOf,
  customDomains,
  hasDomain,
  mappingsOfOthers,
  publishMappings,
} from './custom-domains.ts';

const request = (host: string, path: string): HttpRequest => ({
  method: 'GET',
  path,
  query: '',
  headers: { host },
  rawHeaders: ['Host', host],
  body: Buffer.alloc(0),
  remoteAddress: '127.0.0.1',
});

const scope = { account: '123456789012', region: 'us-east-1' };

// The example of AWS's own page on API mappings.
const keys = { '': 'api1', orders: 'api2', 'orders/v1/items': 'api3', 'orders/v2/items/categories': 'api5' };

function domainsWith(name: string, byKey: Readonly<Record<string, string>>): ReturnType<typeof customDomains> {
  const world = new World();
  const mappings = Object.entries(byKey).map(([key, apiId]) => ({ id: key, key, apiId, stage: 'prod' }));
  claimDomain(world, name, scope);
  publishMappings(world, name, 'apigatewayv2', mappings);
  return customDomains(world);
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

test('two services add their mappings to one domain, and neither takes those of the other', () => {
  const world = new World();
  claimDomain(world, 'api.example.com', scope);
  publishMappings(world, 'api.example.com', 'apigateway', [{ id: 'm', key: 'a', apiId: 'rest', stage: 'prod' }]);
  publishMappings(world, 'api.example.com', 'apigatewayv2', [{ id: 'm', key: 'b/c', apiId: 'http', stage: 'dev' }]);

  const at = (path: string) => customAddressOf(request('api.example.com', path), customDomains(world))?.apiId;
  expect([at('/a/1'), at('/b/c/1')]).toEqual(['rest', 'http']);
  expect(mappingsOfOthers(world, 'api.example.com', 'apigateway')).toMatchObject([{ key: 'b/c', apiId: 'http' }]);

  publishMappings(world, 'api.example.com', 'apigatewayv2', []);
  expect([at('/a/1'), at('/b/c/1')]).toEqual(['rest', '']);
  expect(mappingsOfOthers(world, 'api.example.com', 'apigateway')).toEqual([]);
});

test('a domain is found in its own account and region alone', () => {
  const world = new World();
  claimDomain(world, 'api.example.com', scope);

  expect(hasDomain(world, 'api.example.com', scope)).toBe(true);
  expect(hasDomain(world, 'api.example.com', { ...scope, region: 'eu-west-1' })).toBe(false);
  expect(hasDomain(world, 'other.example.com', scope)).toBe(false);
});
