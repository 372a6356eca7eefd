import type { Api } from '@aws-sdk/client-apigatewayv2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { functionArn, type GatewayFixture, startGatewayFixture } from '../gateway-fixture.ts';

let gateway: GatewayFixture;
beforeEach(() => {
  gateway = startGatewayFixture();
});
afterEach(() => gateway.close());

async function createApi(settings: object = {}): Promise<string> {
  const { ApiId = '' } = await gateway.control<Api>('CreateApi', { Name: 'pets', ProtocolType: 'HTTP', ...settings });
  return ApiId;
}

const quickApi = (settings: object = {}) => createApi({ Target: functionArn('handler'), ...settings });

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
