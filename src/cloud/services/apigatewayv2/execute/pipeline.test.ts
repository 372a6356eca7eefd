import type { Integration } from '@aws-sdk/client-apigatewayv2';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { functionArn, type GatewayFixture, startGatewayFixture, untilWaiting } from '../testing/gateway-fixture.ts';

let gateway: GatewayFixture;
beforeEach(() => {
  gateway = startGatewayFixture();
});
afterEach(() => gateway.close());

const quickApi = (settings: object = {}) => gateway.createApi({ Target: functionArn('handler'), ...settings });

describe('quick create', () => {
  test('answers every path with the function', async () => {
    const apiId = await quickApi();
    gateway.functions.set('handler', (event) => ({ statusCode: 201, body: String(event.rawPath) }));

    const response = await gateway.request(apiId, 'POST /pets/7');

    expect(response.status).toBe(201);
    expect(response.body).toBe('/pets/7');
    expect(response.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'apigw-requestid': expect.stringMatching(/^[\w-]{15}=$/),
    });
  });

  test('shows the function the event of format 2.0', async () => {
    const apiId = await quickApi();
    let seen: unknown;
    gateway.functions.set('handler', (event) => {
      seen = event;
    });

    await gateway.request(apiId, 'PUT /a%20b/c?x=1&y=%26&x=2&z', {
      headers: [
        ['X-Multi', 'one'],
        ['x-multi', 'two'],
        ['Cookie', 'a=1; b=2'],
        ['Content-Type', 'application/json; charset=utf-8'],
      ],
      body: '{"é":1}',
    });

    expect(seen).toEqual({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/a b/c',
      rawQueryString: 'x=1&y=%26&x=2&z',
      cookies: ['a=1', 'b=2'],
      headers: {
        host: `${apiId}.execute-api.localhost:4566`,
        'user-agent': 'curl/8.5.0',
        'x-multi': 'one,two',
        'content-type': 'application/json; charset=utf-8',
        'content-length': '8',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': '4566',
        'x-forwarded-proto': 'http',
      },
      queryStringParameters: { x: '1,2', y: '&', z: '' },
      requestContext: {
        accountId: '123456789012',
        apiId,
        domainName: `${apiId}.execute-api.localhost`,
        domainPrefix: apiId,
        http: {
          method: 'PUT',
          path: '/a b/c',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'curl/8.5.0',
        },
        requestId: expect.any(String),
        routeKey: '$default',
        stage: '$default',
        time: '03/Nov/2026:10:11:12 +0000',
        timeEpoch: Date.UTC(2026, 10, 3, 10, 11, 12),
      },
      body: '{"é":1}',
      isBase64Encoded: false,
    });
  });
});

describe('stages', () => {
  test('a path that begins with a stage belongs to it, and the event keeps the segment', async () => {
    const ApiId = await gateway.createApi();
    await gateway.addRoute(ApiId, 'GET /pets/{id}');
    await gateway.control('CreateStage', {
      ApiId,
      StageName: 'dev',
      AutoDeploy: true,
      StageVariables: { color: 'red' },
    });
    gateway.functions.set('handler', (event) => event);

    const response = await gateway.request(ApiId, 'GET /dev/pets/7');

    expect(JSON.parse(String(response.body))).toMatchObject({
      rawPath: '/dev/pets/7',
      routeKey: 'GET /pets/{id}',
      pathParameters: { id: '7' },
      stageVariables: { color: 'red' },
      requestContext: { stage: 'dev', http: { path: '/dev/pets/7' } },
    });
    expect((await gateway.request(ApiId, 'GET /pets/7')).status).toBe(404);
  });

  test('without automatic deployment a stage serves what was deployed', async () => {
    const ApiId = await gateway.createApi();
    await gateway.addRoute(ApiId, 'GET /old');
    await gateway.control('CreateStage', { ApiId, StageName: 'v1' });
    gateway.functions.set('handler', () => 'hello');

    expect((await gateway.request(ApiId, 'GET /v1/old')).status).toBe(404);
    await gateway.control('CreateDeployment', { ApiId, StageName: 'v1' });
    await gateway.addRoute(ApiId, 'GET /new');

    expect((await gateway.request(ApiId, 'GET /v1/old')).status).toBe(200);
    expect((await gateway.request(ApiId, 'GET /v1/new')).status).toBe(404);
  });

  test('a stage that stops deploying by itself goes on serving what it served', async () => {
    const ApiId = await gateway.createApi();
    await gateway.addRoute(ApiId, 'GET /old');
    await gateway.control('CreateStage', { ApiId, StageName: '$default', AutoDeploy: true });
    await gateway.control('UpdateStage', { ApiId, StageName: '$default', AutoDeploy: false });
    await gateway.addRoute(ApiId, 'GET /new');
    gateway.functions.set('handler', () => 'hello');

    expect((await gateway.request(ApiId, 'GET /old')).status).toBe(200);
    expect((await gateway.request(ApiId, 'GET /new')).status).toBe(404);
  });
});

describe('errors of the gateway', () => {
  const json = {
    headers: { 'content-type': 'application/json', 'apigw-requestid': expect.any(String) },
    headerNames: new Map([
      ['apigw-requestid', 'Apigw-Requestid'],
      ['content-length', 'Content-Length'],
      ['content-type', 'Content-Type'],
    ]),
  };

  test('no route: 404', async () => {
    const ApiId = await gateway.createApi();
    await gateway.addRoute(ApiId, 'GET /pets');
    await gateway.control('CreateStage', { ApiId, StageName: '$default', AutoDeploy: true });

    const response = await gateway.request(ApiId, 'POST /pets');

    expect(response).toEqual({ status: 404, ...json, body: '{"message":"Not Found"}' });
  });

  test('a disabled default endpoint: 404', async () => {
    const ApiId = await quickApi({ DisableExecuteApiEndpoint: true });

    expect((await gateway.request(ApiId, 'GET /')).body).toBe('{"message":"Not Found"}');
  });

  test('an id that names no API: 403', async () => {
    expect(await gateway.request('nosuchapi0', 'GET /')).toMatchObject({
      status: 403,
      body: '{"message":"Forbidden"}',
    });
  });

  test('a function that throws: 500', async () => {
    const ApiId = await quickApi();
    gateway.functions.set('handler', () => {
      throw new Error('oh');
    });

    const response = await gateway.request(ApiId, 'GET /');

    expect(response).toEqual({ status: 500, ...json, body: '{"message":"Internal Server Error"}' });
  });

  test('a function that does not let the API call it: 500', async () => {
    const ApiId = await quickApi();
    gateway.forbidden.add('handler');

    expect((await gateway.request(ApiId, 'GET /')).status).toBe(500);
    expect(gateway.asked.map(({ operation }) => operation)).toEqual(['Invoke']);
  });

  test('a function slower than the integration may be: 503, and it runs on', async () => {
    const ApiId = await quickApi();
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let isDone = false;
    gateway.functions.set('handler', async () => {
      await finished;
      isDone = true;
    });

    const pending = gateway.request(ApiId, 'GET /');
    await untilWaiting();
    await gateway.clock.advance('30s');
    const response = await pending;
    finish();
    await untilWaiting();

    expect(response).toEqual({ status: 503, ...json, body: '{"message":"Service Unavailable"}' });
    expect(isDone).toBe(true);
  });

  test('a body of more than 10 MB: 413', async () => {
    const ApiId = await quickApi();

    const response = await gateway.request(ApiId, 'POST /', { body: new Uint8Array(10 * 1024 * 1024 + 1) });

    expect(response).toMatchObject({ status: 413, body: '{"message":"Request Entity Too Large"}' });
  });

  test('more requests than the route may take: 429, until time has passed', async () => {
    const ApiId = await quickApi();
    gateway.functions.set('handler', () => 'ok');
    await gateway.control('UpdateStage', {
      ApiId,
      StageName: '$default',
      DefaultRouteSettings: { ThrottlingBurstLimit: 1, ThrottlingRateLimit: 1 },
    });

    const statuses = [await gateway.request(ApiId, 'GET /'), await gateway.request(ApiId, 'GET /')];
    await gateway.clock.advance('1s');

    expect(statuses.map(({ status }) => status)).toEqual([200, 429]);
    expect(statuses[1]?.body).toBe('{"message":"Too Many Requests"}');
    expect((await gateway.request(ApiId, 'GET /')).status).toBe(200);
  });
});

describe('payload format 1.0', () => {
  test('shows the function a REST-like event', async () => {
    const ApiId = await gateway.createApi();
    const { IntegrationId } = await gateway.control<Integration>('CreateIntegration', {
      ApiId,
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn('v1')}/invocations`,
      PayloadFormatVersion: '1.0',
    });
    await gateway.control('CreateRoute', { ApiId, RouteKey: 'POST /p/{id}', Target: `integrations/${IntegrationId}` });
    await gateway.control('CreateStage', { ApiId, StageName: '$default', AutoDeploy: true });
    gateway.functions.set('v1', (event) => ({ statusCode: 200, body: JSON.stringify(event) }));

    const response = await gateway.request(ApiId, 'POST /p/7?a=1&a=2', {
      headers: [
        ['X-A', '1'],
        ['X-A', '2'],
      ],
      body: new Uint8Array([255, 0]),
    });

    expect(JSON.parse(String(response.body))).toMatchObject({
      version: '1.0',
      resource: '/p/{id}',
      path: '/p/7',
      httpMethod: 'POST',
      headers: { 'x-a': '2' },
      multiValueHeaders: { 'x-a': ['1', '2'] },
      queryStringParameters: { a: '2' },
      multiValueQueryStringParameters: { a: ['1', '2'] },
      pathParameters: { id: '7' },
      stageVariables: null,
      body: '/wA=',
      isBase64Encoded: true,
      requestContext: {
        authorizer: { claims: null, scopes: null },
        identity: { sourceIp: '127.0.0.1', accessKey: null },
        resourceId: null,
        resourcePath: '/p/{id}',
        stage: '$default',
      },
    });
  });
});

test('no path, query or header makes the gateway fail', async () => {
  const ApiId = await gateway.createApi({ CorsConfiguration: { AllowOrigins: ['https://*'] } });
  await gateway.addRoute(ApiId, 'GET /a/{b}/{c+}');
  await gateway.addRoute(ApiId, 'ANY /{x}');
  await gateway.control('CreateStage', { ApiId, StageName: '$default', AutoDeploy: true });
  gateway.functions.set('handler', (event) => event);
  const text = fc.string({
    unit: fc.constantFrom('a', '/', '%', '2', 'F', '+', '=', '&', ';', '?', '{', '}', 'é', '$'),
  });
  const headers = fc.array(fc.tuple(fc.constantFrom('Cookie', 'Origin', 'X-A', '__proto__', 'constructor'), text));

  await fc.assert(
    fc.asyncProperty(fc.constantFrom('GET', 'OPTIONS', 'PUT'), text, headers, async (method, target, sent) => {
      const { status } = await gateway.request(ApiId, `${method} /${target}`, { headers: sent, body: target });

      expect([200, 404]).toContain(status);
    }),
    { numRuns: 500 },
  );
});
