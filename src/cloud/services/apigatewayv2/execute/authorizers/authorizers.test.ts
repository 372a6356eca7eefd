import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Api, Authorizer, Integration } from '@aws-sdk/client-apigatewayv2';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { functionArn, type GatewayFixture, startGatewayFixture } from '../../testing/gateway-fixture.ts';

let gateway: GatewayFixture;
beforeEach(() => {
  gateway = startGatewayFixture();
  gateway.functions.set('handler', (event) => (event.requestContext as { authorizer?: object }).authorizer ?? 'none');
});
afterEach(() => gateway.close());

/** An API with `GET /a` and `GET /b` behind the authorizer. */
async function guardedApi(authorizer: object, route: object = {}): Promise<string> {
  const { ApiId = '' } = await gateway.control<Api>('CreateApi', { Name: 'guarded', ProtocolType: 'HTTP' });
  const { AuthorizerId } = await gateway.control<Authorizer>('CreateAuthorizer', {
    ApiId,
    Name: 'guard',
    ...authorizer,
  });
  const { IntegrationId } = await gateway.control<Integration>('CreateIntegration', {
    ApiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: functionArn('handler'),
    PayloadFormatVersion: '2.0',
  });
  const shared = {
    ApiId,
    AuthorizerId,
    AuthorizationType: 'CUSTOM',
    Target: `integrations/${IntegrationId}`,
    ...route,
  };
  await gateway.control('CreateRoute', { ...shared, RouteKey: 'GET /a' });
  await gateway.control('CreateRoute', { ...shared, RouteKey: 'GET /b' });
  await gateway.control('CreateStage', { ApiId, StageName: '$default', AutoDeploy: true });
  return ApiId;
}

const withToken = (token: string) => ({ headers: [['Authorization', token]] as const });

describe('Lambda authorizer', () => {
  const simple = {
    AuthorizerType: 'REQUEST',
    AuthorizerUri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn('guard')}/invocations`,
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
    IdentitySource: ['$request.header.Authorization'],
  };
  const policy = { ...simple, EnableSimpleResponses: false };

  test('without its identity source nobody is asked: 401', async () => {
    const apiId = await guardedApi(simple);

    const response = await gateway.request(apiId, 'GET /a');

    expect(response).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' });
    expect(response.headers).not.toHaveProperty('www-authenticate');
    expect(gateway.asked).toEqual([]);
  });

  test('sees the request and hands its context on', async () => {
    const apiId = await guardedApi(simple);
    let seen: unknown;
    gateway.functions.set('guard', (event) => {
      seen = event;
      return { isAuthorized: true, context: { plan: 'gold', level: 3 } };
    });

    const response = await gateway.request(apiId, 'GET /a?x=1', withToken('t1'));

    expect(response.body).toBe('{"lambda":{"plan":"gold","level":3}}');
    expect(seen).toMatchObject({
      version: '2.0',
      type: 'REQUEST',
      routeArn: `arn:aws:execute-api:us-east-1:123456789012:${apiId}/$default/GET/a`,
      identitySource: ['t1'],
      routeKey: 'GET /a',
      rawPath: '/a',
      rawQueryString: 'x=1',
    });
  });

  test('a no is 403', async () => {
    const apiId = await guardedApi(simple);
    gateway.functions.set('guard', () => ({ isAuthorized: false }));

    const response = await gateway.request(apiId, 'GET /a', withToken('t1'));

    expect(response).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
  });

  test.each([
    ['throws', () => Promise.reject(new Error('oh'))],
    ['answers something else', () => 'yes'],
    ['leaves isAuthorized out', () => ({ context: {} })],
  ])('one that %s is 500', async (_, guard) => {
    const apiId = await guardedApi(simple);
    gateway.functions.set('guard', guard);

    const response = await gateway.request(apiId, 'GET /a', withToken('t1'));

    expect(response).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
  });

  test('a simple result is kept for all routes until its time is over', async () => {
    const apiId = await guardedApi({ ...simple, AuthorizerResultTtlInSeconds: 60 });
    let asked = 0;
    gateway.functions.set('guard', () => {
      asked += 1;
      return { isAuthorized: true };
    });

    await gateway.request(apiId, 'GET /a', withToken('t1'));
    await gateway.request(apiId, 'GET /b', withToken('t1'));
    expect(asked).toBe(1);
    await gateway.request(apiId, 'GET /a', withToken('t2'));
    expect(asked).toBe(2);
    await gateway.clock.advance('61s');
    await gateway.request(apiId, 'GET /a', withToken('t1'));
    expect(asked).toBe(3);
  });

  test('a kept policy is judged for every route anew, and a deny wins', async () => {
    const apiId = await guardedApi({ ...policy, AuthorizerResultTtlInSeconds: 60 });
    gateway.functions.set('guard', () => ({
      principalId: 'me',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', Action: 'execute-api:Invoke', Resource: 'arn:aws:execute-api:*:*:*/*/GET/b' },
        ],
      },
      context: { who: 'me' },
    }));

    expect((await gateway.request(apiId, 'GET /a', withToken('t1'))).status).toBe(200);
    expect((await gateway.request(apiId, 'GET /b', withToken('t1'))).status).toBe(403);
    expect(gateway.asked.filter(({ input }) => input.FunctionName === 'guard' && input.Payload)).toHaveLength(1);
  });

  const ownArn = 'arn:aws:execute-api:*:*:*';
  const invoke = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: ownArn };

  test.each<readonly [string, object, number]>([
    ['a condition that holds', { ...invoke, Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }, 200],
    ['a condition that does not', { ...invoke, Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }, 403],
    ['a time that is over', { ...invoke, Condition: { DateLessThan: { 'aws:CurrentTime': '2013-01-01' } } }, 403],
    ['NotAction', { Effect: 'Allow', NotAction: 'execute-api:ManageConnections', Resource: ownArn }, 200],
    ['NotAction of the call itself', { Effect: 'Allow', NotAction: 'execute-api:*', Resource: ownArn }, 403],
    ['NotResource', { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:execute-api:*:*:*/*/GET/b' }, 200],
    [
      'NotResource of the route itself',
      { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:execute-api:*:*:*/GET/a' },
      403,
    ],
    ['no resource', { Effect: 'Allow', Action: '*' }, 403],
    ['a principal', { ...invoke, Principal: '*' }, 500],
    ['an unknown element', { ...invoke, Conditions: {} }, 500],
    ['an unknown operator', { ...invoke, Condition: { StringIs: { 'aws:SourceIp': 'x' } } }, 500],
    ['an effect that is none', { ...invoke, Effect: 'allow' }, 500],
  ])('a policy with %s: %j is %i', async (_, statement, status) => {
    const apiId = await guardedApi(policy);
    const policyDocument = { Version: '2012-10-17', Statement: [statement] };
    gateway.functions.set('guard', () => ({ principalId: 'me', policyDocument }));

    expect((await gateway.request(apiId, 'GET /a', withToken('t1'))).status).toBe(status);
  });

  test('one that the API may not call is 500', async () => {
    const apiId = await guardedApi(simple);
    gateway.forbidden.add('guard');

    expect((await gateway.request(apiId, 'GET /a', withToken('t1'))).status).toBe(500);
  });
});

describe('JWT authorizer', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let issuer: string;
  let server: Server;
  let fetched: string[];

  beforeAll(async () => {
    server = createServer((request, response) => {
      fetched.push(request.url ?? '');
      const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' }];
      const isDiscovery = request.url === '/.well-known/openid-configuration';
      response.end(JSON.stringify(isDiscovery ? { jwks_uri: `${issuer}/keys` } : { keys }));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    fetched = [];
  });
  afterAll(() => void server.close());

  const jwtApi = (scopes?: readonly string[]) =>
    guardedApi(
      {
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: issuer, Audience: ['app'] },
      },
      { AuthorizationType: 'JWT', ...(scopes && { AuthorizationScopes: scopes }) },
    );

  function token(claims: object = {}): string {
    const now = Math.floor(gateway.clock.now() / 1000);
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${encode({ alg: 'RS256', kid: 'k1' })}.${encode({ iss: issuer, aud: 'app', exp: now + 60, ...claims })}`;
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
  }

  test('hands claims on as text, and fetches the keys once', async () => {
    const apiId = await jwtApi();

    const first = await gateway.request(
      apiId,
      'GET /a',
      withToken(`Bearer ${token({ sub: 'me', groups: ['x', 'y'] })}`),
    );
    await gateway.request(apiId, 'GET /a', withToken(token()));

    expect(JSON.parse(String(first.body))).toMatchObject({
      jwt: { claims: { sub: 'me', groups: '[x y]', aud: 'app' }, scopes: null },
    });
    expect(fetched).toEqual(['/.well-known/openid-configuration', '/keys']);
  });

  test('no token: 401 with a bare challenge', async () => {
    const response = await gateway.request(await jwtApi(), 'GET /a');

    expect(response).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer' },
      body: '{"message":"Unauthorized"}',
    });
  });

  test('a wrong token: 401 with the reason', async () => {
    const apiId = await jwtApi();

    const response = await gateway.request(apiId, 'GET /a', withToken(`Bearer ${token({ aud: 'else' })}`));

    expect(response).toMatchObject({
      status: 401,
      headers: {
        'www-authenticate':
          'Bearer scope="" error="invalid_token" error_description="the token does not have a valid audience"',
      },
    });
  });

  test('an issuer that does not answer: 401 saying so', async () => {
    const apiId = await guardedApi(
      {
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: 'http://127.0.0.1:1', Audience: ['app'] },
      },
      { AuthorizationType: 'JWT' },
    );

    const response = await gateway.request(apiId, 'GET /a', withToken(token()));

    expect(response.headers['www-authenticate']).toContain('OIDC discovery endpoint communication error');
  });

  test('any scope of the route will do, none is 403', async () => {
    const apiId = await jwtApi(['read', 'write']);

    const allowed = await gateway.request(apiId, 'GET /a', withToken(token({ scope: 'other read' })));
    const refused = await gateway.request(apiId, 'GET /a', withToken(token({ scope: 'other' })));

    expect(JSON.parse(String(allowed.body))).toMatchObject({ jwt: { scopes: ['other', 'read'] } });
    expect(refused).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
  });
});

describe('IAM', () => {
  test('an unsigned request is 403', async () => {
    const apiId = await guardedApi(
      {
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.A'],
        JwtConfiguration: { Issuer: 'https://i.example', Audience: ['a'] },
      },
      { AuthorizationType: 'AWS_IAM' },
    );

    expect(await gateway.request(apiId, 'GET /a')).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
  });

  test('a request signed for execute-api names its caller', async () => {
    const apiId = await guardedApi(
      {
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.A'],
        JwtConfiguration: { Issuer: 'https://i.example', Audience: ['a'] },
      },
      { AuthorizationType: 'AWS_IAM' },
    );
    const scope = '123456789012/20261103/us-east-1/execute-api/aws4_request';
    const signed = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=00`;

    const response = await gateway.request(apiId, 'GET /a', withToken(signed));

    expect(JSON.parse(String(response.body))).toMatchObject({
      iam: { accessKey: '123456789012', accountId: '123456789012', userArn: 'arn:aws:iam::123456789012:root' },
    });
  });
});
