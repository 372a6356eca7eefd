import { expect, test } from 'vitest';
import type { HttpRequest } from '../../kernel/http.ts';
import { addressOf } from './api-address.ts';

const request = (host: string, path: string): HttpRequest => ({
  method: 'GET',
  path,
  query: '',
  headers: { host },
  rawHeaders: ['Host', host],
  body: new Uint8Array(),
  remoteAddress: '127.0.0.1',
});

test.each([
  'abc123.execute-api.localhost:4566',
  'abc123.execute-api.localhost',
  'abc123.execute-api.localhost.localstack.cloud:4566',
  'abc123.execute-api.eu-west-1.amazonaws.com',
])('%s names its API', (host) => {
  expect(addressOf(request(host, '/prod/a'))).toEqual({
    apiId: 'abc123',
    path: '/prod/a',
    isDefaultStage: false,
    domainName: host.replace(/:.*/, ''),
    isOwnHost: true,
  });
});

test.each([
  ['/_aws/execute-api/abc123/prod/a%20b', '/prod/a%20b', false],
  ['/_aws/execute-api/abc123/$default/a', '/a', true],
  ['/_aws/execute-api/abc123/%24default/a', '/a', true],
  ['/_aws/execute-api/abc123/_', '/', true],
  ['/_aws/execute-api/abc123', '/', false],
  ['/restapis/abc123/prod/_user_request_/a', '/prod/a', false],
  ['/restapis/abc123/$default/_user_request_/', '/', true],
])('%s needs no host', (path, expected, isDefaultStage) => {
  const address = addressOf(request('127.0.0.1:4566', path));

  expect(address).toMatchObject({ apiId: 'abc123', path: expected, isDefaultStage, isOwnHost: false });
});

test.each(['/', '/2015-03-31/functions', '/restapis/abc123/stages', '/v2/apis'])(
  '%s is not an API of a user',
  (path) => {
    expect(addressOf(request('127.0.0.1:4566', path))).toBeUndefined();
  },
);
