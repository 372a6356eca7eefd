import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  DeleteIntegrationCommand,
  DeleteRouteCommand,
  GetIntegrationCommand,
  GetRouteCommand,
  UpdateIntegrationCommand,
  UpdateRouteCommand,
} from '@aws-sdk/client-apigatewayv2';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: ApiGatewayV2Client;
let ApiId: string | undefined;
beforeEach(async () => {
  client = target.client(ApiGatewayV2Client);
  ({ ApiId } = await client.send(new CreateApiCommand({ Name: 'orders', ProtocolType: 'HTTP' })));
});

const createRoute = (settings: object) =>
  client.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /a', ...settings }));
const createIntegration = (settings: object = {}) =>
  client.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: 'arn:aws:lambda:us-east-1:000000000000:function:hello',
      PayloadFormatVersion: '2.0',
      ...settings,
    }),
  );

describe('CreateRoute', () => {
  test('answers the route with its defaults, and GetRoute the same', async () => {
    const { $metadata: _, ...route } = await createRoute({ RouteKey: 'GET /orders/{id}' });

    expect(route).toEqual({
      RouteId: expect.stringMatching(/^[a-z0-9]{7}$/),
      RouteKey: 'GET /orders/{id}',
      AuthorizationType: 'NONE',
      ApiKeyRequired: false,
      ApiGatewayManaged: false,
    });
    expect(await client.send(new GetRouteCommand({ ApiId, RouteId: route.RouteId }))).toMatchObject(route);
  });

  test('rejects a key that another route has', async () => {
    await createRoute({});

    await expect(createRoute({})).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Route with key GET /a already exists for this API',
      $metadata: { httpStatusCode: 409 },
    });
  });

  const malformed =
    'The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"';
  test.each([
    [{ RouteKey: 'GET' }, malformed],
    [{ RouteKey: 'FETCH /a' }, malformed],
    [{ RouteKey: 'GET a' }, malformed],
    [
      { Target: 'abc' },
      'Unexpected or malformed target in route. Correct format should be integrations/<integration_id>.',
    ],
    [{ ApiKeyRequired: true }, 'ApiKeyRequired is not currently supported for HTTP APIs.'],
    [
      { AuthorizationScopes: ['a'] },
      'Authorization Scopes are only valid for COGNITO_USER_POOLS and JWT authorization type',
    ],
    [{ AuthorizationType: 'JWT' }, 'Setting the authorization type to JWT requires a valid JWT authorizer.'],
  ])('rejects %j', async (settings, message) => {
    await expect(createRoute(settings)).rejects.toMatchObject({ name: 'BadRequestException', message });
  });

  test('rejects a greedy variable that is not the last segment', async () => {
    await expect(createRoute({ RouteKey: 'GET /{all+}/x' })).rejects.toMatchObject({ name: 'BadRequestException' });
  });
});

test('UpdateRoute › changes key and target', async () => {
  const { RouteId } = await createRoute({});
  const { IntegrationId } = await createIntegration();
  const Target = `integrations/${IntegrationId}`;

  const updated = await client.send(new UpdateRouteCommand({ ApiId, RouteId, RouteKey: 'POST /b', Target }));

  expect(updated).toMatchObject({ RouteId, RouteKey: 'POST /b', Target, $metadata: { httpStatusCode: 201 } });
});

test('DeleteRoute › removes it once', async () => {
  const { RouteId } = await createRoute({});

  await client.send(new DeleteRouteCommand({ ApiId, RouteId }));

  await expect(client.send(new DeleteRouteCommand({ ApiId, RouteId }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});

describe('CreateIntegration', () => {
  test('answers the integration with its defaults, and GetIntegration the same', async () => {
    const { $metadata: _, ...integration } = await createIntegration();

    expect(integration).toMatchObject({
      IntegrationId: expect.stringMatching(/^[a-z0-9]{7}$/),
      ConnectionType: 'INTERNET',
      IntegrationMethod: 'POST',
      TimeoutInMillis: 30000,
    });
    const { IntegrationId } = integration;
    expect(await client.send(new GetIntegrationCommand({ ApiId, IntegrationId }))).toMatchObject(integration);
  });

  const proxy = { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://a.example', IntegrationMethod: 'ANY' };
  test.each([
    [{ PayloadFormatVersion: '3.0' }, 'Unsupported PayloadFormatVersion: 3.0'],
    [{ TimeoutInMillis: 30001 }, 'Timeout should be between 50 ms and 30000 ms'],
    [
      { ...proxy, PayloadFormatVersion: '2.0' },
      'PayloadFormatVersion 2.0 is not supported for integration of type HTTP_PROXY',
    ],
    [
      { ...proxy, PayloadFormatVersion: '1.0', IntegrationMethod: undefined },
      'HttpMethod parameter method must be specified for integrationType HTTPPROXY',
    ],
    [{ RequestParameters: { 'set:header.a': 'b' } }, 'Invalid Request Actioned Parameter'],
    [
      { RequestParameters: { 'overwrite:header.authorization': 'b' } },
      'Operations on header authorization are restricted',
    ],
    [{ ResponseParameters: { 99: { 'overwrite:statuscode': '200' } } }, 'Status Code 99 is not valid'],
  ])('rejects %j', async (settings, message) => {
    await expect(createIntegration(settings)).rejects.toMatchObject({ name: 'BadRequestException', message });
  });
});

test('UpdateIntegration › adds request parameters and takes away those that are empty', async () => {
  const { IntegrationId } = await createIntegration({
    RequestParameters: { 'append:header.a': '1', 'append:header.b': '2' },
  });

  const updated = await client.send(
    new UpdateIntegrationCommand({
      ApiId,
      IntegrationId,
      RequestParameters: { 'append:header.a': '', 'append:header.c': '3' },
    }),
  );

  expect(updated.RequestParameters).toEqual({ 'append:header.b': '2', 'append:header.c': '3' });
});

test('DeleteIntegration › rejects one that a route needs', async () => {
  const { IntegrationId } = await createIntegration();
  await createRoute({ Target: `integrations/${IntegrationId}` });

  await expect(client.send(new DeleteIntegrationCommand({ ApiId, IntegrationId }))).rejects.toMatchObject({
    name: 'ConflictException',
  });
});
