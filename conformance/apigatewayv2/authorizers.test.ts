import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateAuthorizerCommand,
  CreateRouteCommand,
  DeleteAuthorizerCommand,
  GetAuthorizersCommand,
  UpdateAuthorizerCommand,
} from '@aws-sdk/client-apigatewayv2';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: ApiGatewayV2Client;
let ApiId: string | undefined;
beforeEach(async () => {
  client = target.client(ApiGatewayV2Client);
  ({ ApiId } = await client.send(new CreateApiCommand({ Name: 'orders', ProtocolType: 'HTTP' })));
});

const jwt = {
  AuthorizerType: 'JWT' as const,
  IdentitySource: ['$request.header.Authorization'],
  JwtConfiguration: { Issuer: 'https://issuer.example', Audience: ['app'] },
};
const request = {
  AuthorizerType: 'REQUEST' as const,
  AuthorizerUri:
    'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations',
  AuthorizerPayloadFormatVersion: '2.0',
  IdentitySource: ['$request.header.Authorization'],
};

const create = (settings: object) =>
  client.send(new CreateAuthorizerCommand({ ApiId, Name: 'guard', ...jwt, ...settings }));

test('CreateAuthorizer › answers it, and GetAuthorizers lists it', async () => {
  const { $metadata: _, ...authorizer } = await create({});

  expect(authorizer).toMatchObject({ ...jwt, Name: 'guard', AuthorizerId: expect.stringMatching(/^[a-z0-9]{6}$/) });
  expect((await client.send(new GetAuthorizersCommand({ ApiId }))).Items).toEqual([authorizer]);
});

test.each([
  [{ JwtConfiguration: undefined }, 'JwtConfiguration must not be null for JWT Authorizer'],
  [
    { JwtConfiguration: { Issuer: 'issuer', Audience: ['a'] } },
    'Invalid issuer: Issuer is not a valid URL for JWT Authorizer',
  ],
  [{ IdentitySource: ['Authorization'] }, 'Invalid identity source expression: Authorization'],
  [{ ...request, AuthorizerUri: undefined }, 'AuthorizerUri is a required field in an Authorizer'],
  [
    { ...request, AuthorizerPayloadFormatVersion: undefined },
    'AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer',
  ],
  [
    { ...request, AuthorizerPayloadFormatVersion: '1.0', EnableSimpleResponses: true },
    'EnableSimpleResponses can only be set for AuthorizerPayloadFormatVersion "2.0".',
  ],
  [
    { ...request, AuthorizerResultTtlInSeconds: 3601 },
    'Authorizer result TTL outside allowable range. TTL must be between 0 and 3600 seconds.',
  ],
  [
    { ...request, IdentitySource: [], AuthorizerResultTtlInSeconds: 1 },
    'Identity source must be set if authorizer caching is enabled (TTL is greater than 0)',
  ],
])('CreateAuthorizer › rejects %j', async (settings, message) => {
  await expect(create(settings)).rejects.toMatchObject({ name: 'BadRequestException', message });
});

test('UpdateAuthorizer › changes what is given', async () => {
  const { AuthorizerId } = await create({});

  const JwtConfiguration = { Issuer: 'https://other.example', Audience: ['b'] };
  const updated = await client.send(new UpdateAuthorizerCommand({ ApiId, AuthorizerId, JwtConfiguration }));

  expect(updated).toMatchObject({ Name: 'guard', JwtConfiguration });
});

test('DeleteAuthorizer › rejects one that a route needs', async () => {
  const { AuthorizerId } = await create({});
  await client.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /a', AuthorizationType: 'JWT', AuthorizerId }));

  await expect(client.send(new DeleteAuthorizerCommand({ ApiId, AuthorizerId }))).rejects.toMatchObject({
    name: 'ConflictException',
  });
});
