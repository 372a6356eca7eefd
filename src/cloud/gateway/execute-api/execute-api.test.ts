import { afterEach, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../../cloud.ts';
import type { HttpRequest } from '../../kernel/http.ts';
import type { ApiAddress, DeployedApi } from '../../service-kit/deployed-apis.ts';
import { addressOf } from '../addresses/api-address.ts';
import { createExecuteApi } from './execute-api.ts';

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
