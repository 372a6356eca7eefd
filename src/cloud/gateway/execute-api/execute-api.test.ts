import { afterEach, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../../cloud.ts';
import type { HttpRequest } from '../../kernel/http.ts';
import type { ApiAddress, DeployedApi } from '../../service-kit/deployed-apis.ts';
import { addressOf, createExecuteApi } from './execute-api.ts';

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

let cloud: Cloud | undefined;
afterEach(() => cloud?.close());

/** A service with one API, which says its own name and where it was asked. */
const serviceWith =
  (name: string, id: string) =>
  (apiId: string): DeployedApi | undefined =>
    apiId === id
      ? { handle: async (_request, { path }: ApiAddress) => ({ status: 200, headers: {}, body: `${name} ${path}` }) }
      : undefined;

async function ask(path: string, headers: Record<string, string> = {}) {
  cloud = await startCloud({ log: 'silent' });
  const request: HttpRequest = {
    method: 'GET',
    path,
    query: '',
    headers: { host: '127.0.0.1:4566', ...headers },
    rawHeaders: [],
    body: new Uint8Array(),
    remoteAddress: '127.0.0.1',
  };
  const finders = [serviceWith('http', 'aaa'), serviceWith('rest', 'bbb')];
  const address = addressOf(request) ?? expect.fail(`${path} is no address`);
  return createExecuteApi(cloud.kernel, finders).handle(request, address);
}

test.each([
  ['/_aws/execute-api/aaa/v1/pets', 'http /v1/pets'],
  ['/restapis/bbb/prod/_user_request_/pets', 'rest /prod/pets'],
])('%s is answered by the service that has the API', async (path, body) => {
  expect((await ask(path)).body).toBe(body);
});

test('who answered once is asked first, and the others again when he has the API no longer', async () => {
  cloud = await startCloud({ log: 'silent' });
  const asked: string[] = [];
  let owner = 'rest';
  const finder = (name: string) => (apiId: string) => {
    asked.push(name);
    return name === owner ? serviceWith(name, apiId)(apiId) : undefined;
  };
  const executeApi = createExecuteApi(cloud.kernel, [finder('http'), finder('rest')]);
  const get = request('127.0.0.1:4566', '/_aws/execute-api/aaa/v1');
  const address = addressOf(get) ?? expect.fail('no address');
  const ask = async () => ({ body: (await executeApi.handle(get, address)).body, asked: asked.splice(0) });

  expect(await ask()).toEqual({ body: 'rest /v1', asked: ['http', 'rest'] });
  expect(await ask()).toEqual({ body: 'rest /v1', asked: ['rest'] });
  owner = 'http';
  expect(await ask()).toEqual({ body: 'http /v1', asked: ['rest', 'http'] });
  owner = 'nobody';
  expect(await ask()).toEqual({ body: '{"message":"Forbidden"}', asked: ['http', 'http', 'rest'] });
});

test('an id that no service has is refused, in the trace that the client names', async () => {
  const header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1';

  const response = await ask('/restapis/ccc/prod/_user_request_/pets', { 'x-amzn-trace-id': header });

  expect(response).toEqual({
    status: 403,
    headers: { 'content-type': 'application/json', 'apigw-requestid': expect.stringMatching(/^[\w-]{15}=$/) },
    body: '{"message":"Forbidden"}',
  });
  expect(cloud?.journal.hops()).toMatchObject([
    { resource: 'ccc', code: '403', trace: { traceId: '1-5759e988-bd862e3fe1be46a994272793', sampled: true } },
  ]);
});
