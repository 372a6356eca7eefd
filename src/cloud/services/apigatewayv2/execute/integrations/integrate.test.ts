import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Api, Integration } from '@aws-sdk/client-apigatewayv2';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type GatewayFixture, startGatewayFixture } from '../../testing/gateway-fixture.ts';

let gateway: GatewayFixture;
let backend: string;
let server: Server;
let seen: IncomingMessage | undefined;
let hangs = false;

beforeAll(async () => {
  server = createServer((request, response) => {
    seen = request;
    if (hangs) return;
    response.writeHead(202, { 'x-backend': 'yes', 'set-cookie': ['a=1', 'b=2'], 'content-type': 'text/css' });
    request.pipe(response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  backend = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  gateway = startGatewayFixture();
  hangs = false;
});
afterEach(() => gateway.close());
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function proxyApi(integration: object = {}, StageVariables: object = {}): Promise<string> {
  const { ApiId = '' } = await gateway.control<Api>('CreateApi', { Name: 'proxy', ProtocolType: 'HTTP' });
  const { IntegrationId } = await gateway.control<Integration>('CreateIntegration', {
    ApiId,
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'ANY',
    IntegrationUri: `${backend}/base/{proxy}?fixed=1`,
    ...integration,
  });
  await gateway.control('CreateRoute', { ApiId, RouteKey: 'ANY /x/{proxy+}', Target: `integrations/${IntegrationId}` });
  await gateway.control('CreateStage', { ApiId, StageName: '$default', AutoDeploy: true, StageVariables });
  return ApiId;
}

test('passes the request on and the response back', async () => {
  const apiId = await proxyApi();

  const response = await gateway.request(apiId, 'PUT /x/a%20b/c?q=%26', { body: 'hello', headers: [['X-Mine', '1']] });

  expect(seen).toMatchObject({ method: 'PUT', url: '/base/a%20b/c?fixed=1&q=%26' });
  expect(seen?.headers).toMatchObject({
    'x-mine': '1',
    'content-length': '5',
    host: new URL(backend).host,
    forwarded: `by=127.0.0.1;for=127.0.0.1;host=${apiId}.execute-api.localhost;proto=http`,
  });
  expect(seen?.headers).not.toHaveProperty('x-forwarded-for');
  expect(response).toMatchObject({
    status: 202,
    headers: { 'x-backend': 'yes', 'set-cookie': ['a=1', 'b=2'], 'content-type': 'text/css' },
  });
  expect(String(response.body)).toBe('hello');
});

test('maps parameters on the way there and back', async () => {
  const apiId = await proxyApi(
    {
      RequestParameters: {
        'append:header.x-list': '$request.querystring.q',
        'overwrite:header.x-where': '${request.path.proxy}@$context.stage',
        'overwrite:header.x-from-body': '$request.body.user.name',
        'remove:header.user-agent': "''",
        'overwrite:querystring.color': '$stageVariables.color',
        'remove:querystring.q': "''",
      },
      ResponseParameters: {
        202: {
          'overwrite:statuscode': '201',
          'append:header.x-seen': '$response.header.x-backend',
          'remove:header.x-backend': "''",
        },
      },
    },
    { color: 'red' },
  );

  const response = await gateway.request(apiId, 'POST /x/a?q=7&keep=%20', {
    body: '{"user":{"name":"Ada"}}',
    headers: [['X-List', '1']],
  });

  expect(seen?.url).toBe('/base/a?fixed=1&keep=%20&color=red');
  expect(seen?.headers).toMatchObject({ 'x-list': '1, 7', 'x-where': 'a@$context.stage', 'x-from-body': 'Ada' });
  expect(seen?.headers).not.toHaveProperty('user-agent');
  expect(response).toMatchObject({ status: 201, headers: { 'x-seen': 'yes' } });
  expect(response.headers).not.toHaveProperty('x-backend');
});

test('a backend that is not there: 503', async () => {
  const apiId = await proxyApi({ IntegrationUri: 'http://127.0.0.1:1/' });

  expect(await gateway.request(apiId, 'GET /x/a')).toMatchObject({
    status: 503,
    body: '{"message":"Service Unavailable"}',
  });
});

test('a backend that is too slow: 503', async () => {
  const apiId = await proxyApi({ TimeoutInMillis: 100 });
  hangs = true;

  const pending = gateway.request(apiId, 'GET /x/a');
  await new Promise(setImmediate);
  await gateway.clock.advance('100ms');

  expect((await pending).status).toBe(503);
});
