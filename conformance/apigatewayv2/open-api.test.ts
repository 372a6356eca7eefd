import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateRouteCommand,
  CreateStageCommand,
  ExportApiCommand,
  GetApiCommand,
  GetApisCommand,
  GetAuthorizersCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  ImportApiCommand,
  ReimportApiCommand,
} from '@aws-sdk/client-apigatewayv2';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: ApiGatewayV2Client;
beforeEach(() => {
  client = target.client(ApiGatewayV2Client);
});

const uri = 'arn:aws:lambda:us-east-1:000000000000:function:orders';
const integration = { type: 'aws_proxy', httpMethod: 'POST', uri, payloadFormatVersion: '2.0' };
const guarded = {
  openapi: '3.0.1',
  info: { title: 'orders', version: '2026-01-01', description: 'All orders' },
  servers: [{ url: 'https://api.example.com/{basePath}', variables: { basePath: { default: 'v1/shop' } } }],
  tags: [{ name: 'team', 'x-amazon-apigateway-tag-value': 'a' }, { name: 'only OpenAPI' }],
  'x-amazon-apigateway-cors': { allowOrigins: ['https://a.example'], allowMethods: ['GET'], maxAge: 60 },
  'x-amazon-apigateway-importexport-version': '1.0',
  paths: {
    '/orders/{id}': {
      get: {
        operationId: 'getOrder',
        security: [{ users: ['orders.read'] }],
        'x-amazon-apigateway-integration': { $ref: '#/components/x-amazon-apigateway-integrations/orders' },
      },
      put: {
        security: [{ ours: [] }],
        'x-amazon-apigateway-integration': { $ref: '#/components/x-amazon-apigateway-integrations/orders' },
      },
      delete: { security: [{ signed: [] }] },
    },
    '/$default': {
      'x-amazon-apigateway-any-method': {
        isDefaultRoute: true,
        'x-amazon-apigateway-integration': {
          type: 'HTTP_PROXY',
          httpMethod: 'ANY',
          uri: 'https://b.example',
          requestParameters: { 'append:header.x': '$context.requestId' },
          responseParameters: { 500: { 'overwrite:statuscode': '403' } },
          timeoutInMillis: 1000,
        },
      },
    },
  },
  components: {
    'x-amazon-apigateway-integrations': { orders: integration },
    securitySchemes: {
      users: {
        type: 'openIdConnect',
        openIdConnectUrl: 'https://issuer.example/.well-known/openid-configuration',
        'x-amazon-apigateway-authorizer': {
          type: 'jwt',
          identitySource: '$request.header.Authorization',
          jwtConfiguration: { audience: ['web'] },
        },
      },
      ours: {
        type: 'apiKey',
        name: 'Authorization',
        in: 'header',
        'x-amazon-apigateway-authorizer': {
          type: 'request',
          identitySource: '$request.header.a, $request.querystring.b',
          authorizerUri: uri,
          authorizerPayloadFormatVersion: '2.0',
          authorizerResultTtlInSeconds: 30,
          enableSimpleResponses: true,
        },
      },
      signed: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
    },
  },
};

const importText = (Body: string, settings: object = {}) => client.send(new ImportApiCommand({ Body, ...settings }));
const importBody = (body: object, settings: object = {}) => importText(JSON.stringify(body), settings);
const minimal = (paths: object) => ({ openapi: '3.0.1', info: { title: 'a', version: '1.0' }, paths });

async function routesOf(ApiId: string | undefined) {
  const { Items = [] } = await client.send(new GetRoutesCommand({ ApiId }));
  return Items.sort((a, b) => String(a.RouteKey).localeCompare(String(b.RouteKey)));
}

const keysOf = async (ApiId: string | undefined) => (await routesOf(ApiId)).map(({ RouteKey }) => RouteKey);

describe('ImportApi', () => {
  test('answers the API as the definition describes it', async () => {
    const { $metadata, ...api } = await importBody(guarded);

    expect($metadata.httpStatusCode).toBe(201);
    expect(api).toEqual({
      ApiEndpoint: expect.stringContaining(String(api.ApiId)),
      ApiGatewayManaged: false,
      ApiId: expect.stringMatching(/^[a-z0-9]{10}$/),
      ApiKeySelectionExpression: '$request.header.x-api-key',
      CorsConfiguration: { AllowOrigins: ['https://a.example'], AllowMethods: ['GET'], MaxAge: 60 },
      CreatedDate: expect.any(Date),
      Description: 'All orders',
      DisableExecuteApiEndpoint: false,
      IpAddressType: 'ipv4',
      Name: 'orders',
      ProtocolType: 'HTTP',
      RouteSelectionExpression: '$request.method $request.path',
      Tags: { team: 'a' },
      Version: '2026-01-01',
    });
    expect(await client.send(new GetApiCommand({ ApiId: api.ApiId }))).toMatchObject(api);
  });

  test('makes routes, integrations and authorizers, and shares what is referred to', async () => {
    const { ApiId } = await importBody(guarded);

    const { Items: integrations = [] } = await client.send(new GetIntegrationsCommand({ ApiId }));
    const { Items: authorizers = [] } = await client.send(new GetAuthorizersCommand({ ApiId }));
    const orders = integrations.find(({ IntegrationUri }) => IntegrationUri === uri);
    const users = authorizers.find(({ Name }) => Name === 'users');
    const ours = authorizers.find(({ Name }) => Name === 'ours');
    expect(integrations).toHaveLength(2);
    expect(orders).toMatchObject({
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
      ConnectionType: 'INTERNET',
    });
    expect(users).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Audience: ['web'], Issuer: 'https://issuer.example' },
    });
    expect(ours).toMatchObject({
      AuthorizerType: 'REQUEST',
      IdentitySource: ['$request.header.a', '$request.querystring.b'],
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: 30,
    });
    const Target = `integrations/${orders?.IntegrationId}`;
    expect(await routesOf(ApiId)).toMatchObject([
      { RouteKey: '$default', AuthorizationType: 'NONE', Target: expect.stringMatching(/^integrations\//) },
      { RouteKey: 'DELETE /orders/{id}', AuthorizationType: 'AWS_IAM' },
      {
        RouteKey: 'GET /orders/{id}',
        AuthorizationType: 'JWT',
        AuthorizationScopes: ['orders.read'],
        AuthorizerId: users?.AuthorizerId,
        OperationName: 'getOrder',
        Target,
      },
      { RouteKey: 'PUT /orders/{id}', AuthorizationType: 'CUSTOM', AuthorizerId: ours?.AuthorizerId, Target },
    ]);
  });

  test.each([
    [undefined, 'GET /a'],
    ['ignore', 'GET /a'],
    ['prepend', 'GET /v1/shop/a'],
    ['split', 'GET /shop/a'],
  ])('with the base path mode %s makes %s', async (Basepath, key) => {
    const { ApiId } = await importBody({ ...guarded, paths: { '/a': { get: {} } } }, { Basepath });

    expect(await keysOf(ApiId)).toEqual([key]);
  });

  test('reads YAML, where a version may be a number', async () => {
    const body = [
      'openapi: 3.0.1',
      'info: { title: yaml, version: 1.0 }',
      'paths:',
      '  /a:',
      '    x-amazon-apigateway-any-method:',
      `      x-amazon-apigateway-integration: { type: aws_proxy, uri: '${uri}', payloadFormatVersion: 2.0 }`,
    ].join('\n');

    const { ApiId, Warnings } = await importText(body);

    expect(Warnings).toBeUndefined();
    expect(await keysOf(ApiId)).toEqual(['ANY /a']);
  });

  const broken = minimal({
    '/a': { get: { 'x-amazon-apigateway-integration': { type: 'AWS', uri } } },
    $default: { 'x-amazon-apigateway-any-method': { 'x-amazon-apigateway-integration': integration } },
    '/b': {
      get: { responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/No' } } } } } },
    },
  });

  test.each(['"3.0"', '3.0'])('takes a version without all its parts: %s', async (version) => {
    const Body = `openapi: ${version}\ninfo: { title: short, version: "1" }\npaths: {}`;

    expect(await client.send(new ImportApiCommand({ Body }))).toMatchObject({ Name: 'short' });
  });

  test('warns of what it leaves out, and goes on', async () => {
    const { ApiId, Warnings } = await importBody(broken);

    expect(Warnings).toEqual([
      expect.stringContaining('may only be associated with proxy integrations (AWS_PROXY, HTTP_PROXY)'),
      'Parse issue: attribute paths. Resource $default should start with /',
      "Parse issue: attribute paths.'/b'(get).responses.200.content.schema.#/components/schemas/No is missing",
    ]);
    expect(await keysOf(ApiId)).toEqual(['$default', 'GET /a', 'GET /b']);
    expect(await client.send(new GetApiCommand({ ApiId }))).toMatchObject({ Warnings });
  });

  test('with FailOnWarnings makes nothing of a definition that has some', async () => {
    await expect(importBody(broken, { FailOnWarnings: true })).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringMatching(/^Warnings found during import:\n\t/),
    });
    expect((await client.send(new GetApisCommand({}))).Items).toEqual([]);
  });

  test.each(['', 'nothing', '[]', '{"openapi":"3.0.1"}', '{"swagger":"2.0"}', '{"openapi":"3.1.0"}', '{"a":'])(
    'refuses %j',
    async (body) => {
      await expect(importText(body)).rejects.toMatchObject({ name: 'BadRequestException' });
    },
  );

  const deep = 50_000;
  const laughs = Array.from(
    { length: 12 },
    (_, index) => `l${index + 1}: &l${index + 1} [${`*l${index}, `.repeat(10)}]`,
  );
  test.each([
    ['deep JSON', `{"openapi":"3.0.1","a":${'['.repeat(deep)}${']'.repeat(deep)}}`],
    ['deep YAML', `openapi: 3.0.1\na: ${'['.repeat(deep)}${']'.repeat(deep)}`],
    ['aliases of aliases', `openapi: 3.0.1\nl0: &l0 [1]\n${laughs.join('\n')}`],
    ['more than 6 MB', JSON.stringify({ openapi: '3.0.1', a: 'x'.repeat(6_300_000) })],
  ])('refuses %s', async (_, body) => {
    await expect(importText(body)).rejects.toMatchObject({ name: 'BadRequestException' });
  });

  test('references in a circle lead nowhere', async () => {
    const circle = { a: { $ref: '#/components/x/b' }, b: { $ref: '#/components/x/a' } };
    const { ApiId, Warnings } = await importBody({
      ...minimal({ '/a': { get: { 'x-amazon-apigateway-integration': { $ref: '#/components/x/a' } } } }),
      components: { x: circle },
    });

    expect(Warnings).toEqual([expect.stringMatching(/#\/components\/x\/[ab] is missing$/)]);
    expect((await client.send(new GetIntegrationsCommand({ ApiId }))).Items).toEqual([]);
  });
});

test('ReimportApi › replaces all that there was, and keeps the ids of routes that stay', async () => {
  const { ApiId } = await importBody(guarded);
  const before = (await routesOf(ApiId)).find(({ RouteKey }) => RouteKey === 'GET /orders/{id}');
  await client.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /by-hand' }));
  const operation = { 'x-amazon-apigateway-integration': integration };

  const Body = JSON.stringify({ ...minimal({ '/orders/{id}': { get: operation }, '/new': { post: operation } }) });
  const api = await client.send(new ReimportApiCommand({ ApiId, Body }));

  expect(api).toMatchObject({ ApiId, Name: 'a', Version: '1.0', $metadata: { httpStatusCode: 201 } });
  expect(api).not.toHaveProperty('CorsConfiguration');
  expect(await routesOf(ApiId)).toMatchObject([
    { RouteKey: 'GET /orders/{id}', RouteId: before?.RouteId, AuthorizationType: 'NONE' },
    { RouteKey: 'POST /new' },
  ]);
  expect((await client.send(new GetAuthorizersCommand({ ApiId }))).Items).toEqual([]);
  expect((await client.send(new GetIntegrationsCommand({ ApiId }))).Items).toHaveLength(2);
});

test('ReimportApi › rejects an API that is not there', async () => {
  const Body = JSON.stringify(guarded);
  await expect(client.send(new ReimportApiCommand({ ApiId: 'missing', Body }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});

describe('ExportApi', () => {
  const exported = async (ApiId: string | undefined, settings: object = {}) => {
    const command = new ExportApiCommand({ ApiId, Specification: 'OAS30', OutputType: 'JSON', ...settings });
    return Buffer.from((await client.send(command)).body ?? []).toString();
  };

  test('what it writes is imported to the same', async () => {
    const { ApiId } = await importBody(guarded);

    const again = await importText(await exported(ApiId));
    const fromYaml = await importText(await exported(ApiId, { OutputType: 'YAML' }));

    const shown = (routes: Awaited<ReturnType<typeof routesOf>>) =>
      routes.map(({ RouteKey, AuthorizationType, AuthorizationScopes, OperationName }) => ({
        RouteKey,
        AuthorizationType,
        AuthorizationScopes,
        OperationName,
      }));
    const original = shown(await routesOf(ApiId));
    expect(shown(await routesOf(again.ApiId))).toEqual(original);
    expect(shown(await routesOf(fromYaml.ApiId))).toEqual(original);
    expect(again).toMatchObject({ Name: 'orders', Description: 'All orders', Tags: { team: 'a' } });
  });

  test('writes OpenAPI 3.0.1 with the stage as base path, and without extensions where they are not wanted', async () => {
    const { ApiId } = await importBody(guarded);
    await client.send(new CreateStageCommand({ ApiId, StageName: 'dev' }));

    const withStage = JSON.parse(await exported(ApiId, { StageName: 'dev' })) as object;
    const plain = await exported(ApiId, { IncludeExtensions: false });

    expect(withStage).toMatchObject({
      openapi: '3.0.1',
      info: { title: 'orders', version: '2026-01-01' },
      servers: [{ variables: { basePath: { default: 'dev' } } }],
    });
    expect(plain).not.toContain('x-amazon-apigateway-integration"');
    expect(plain).toContain('"/orders/{id}"');
  });

  test.each([{ Specification: 'OAS20' }, { OutputType: 'XML' }, { ExportVersion: '9' }])(
    'rejects %j',
    async (settings) => {
      const { ApiId } = await client.send(new CreateApiCommand({ Name: 'a', ProtocolType: 'HTTP' }));

      await expect(exported(ApiId, settings)).rejects.toMatchObject({ name: 'BadRequestException' });
    },
  );
});
