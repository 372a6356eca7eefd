import * as Apis from '@aws-sdk/client-apigatewayv2';
import { AddPermissionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeFunction } from '../lambda/make-function.ts';

const target = useCloud();
let client: Apis.ApiGatewayV2Client;
beforeEach(() => {
  client = target.client(Apis.ApiGatewayV2Client);
});

const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
/** Lets everybody in and numbers its answers, so that a cached one can be told. */
const guard = 'let n = 0; exports.handler = async () => ({ isAuthorized: true, context: { n: ++n } });';
const echo = 'exports.handler = async (event) => event.requestContext.authorizer.lambda;';

/** An API whose one route is guarded by a function that caches its answers. */
async function guardedApi() {
  const functions = target.client(LambdaClient);
  for (const [FunctionName, code] of Object.entries({ guard, echo })) {
    await makeFunction(functions, code, { FunctionName });
    const permission = { StatementId: 'api', Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' };
    await functions.send(new AddPermissionCommand({ FunctionName, ...permission }));
  }
  const { ApiId = '' } = await client.send(new Apis.CreateApiCommand({ Name: 'orders', ProtocolType: 'HTTP' }));
  const { AuthorizerId } = await client.send(
    new Apis.CreateAuthorizerCommand({
      ApiId,
      Name: 'guard',
      AuthorizerType: 'REQUEST',
      AuthorizerUri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn('guard')}/invocations`,
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      IdentitySource: ['$request.header.Authorization'],
      AuthorizerResultTtlInSeconds: 300,
    }),
  );
  const { IntegrationId } = await client.send(
    new Apis.CreateIntegrationCommand({
      ApiId,
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: arn('echo'),
      PayloadFormatVersion: '2.0',
    }),
  );
  const Target = `integrations/${IntegrationId}`;
  await client.send(
    new Apis.CreateRouteCommand({ ApiId, RouteKey: 'GET /a', Target, AuthorizationType: 'CUSTOM', AuthorizerId }),
  );
  for (const StageName of ['one', 'two']) {
    await client.send(new Apis.CreateStageCommand({ ApiId, StageName, AutoDeploy: true }));
  }
  const get = async (stage: string) => {
    const url = `${target.cloud.endpoint}/_aws/execute-api/${ApiId}/${stage}/a`;
    const response = await fetch(url, { headers: { authorization: 'me' } });
    return (await response.json()) as { readonly n: number };
  };
  return { ApiId, AuthorizerId, get };
}

test('ResetAuthorizersCache › lets the authorizer of one stage decide again', async () => {
  const { ApiId, get } = await guardedApi();
  const answers = [await get('one'), await get('one'), await get('two')];

  const reset = await client.send(new Apis.ResetAuthorizersCacheCommand({ ApiId, StageName: 'one' }));

  expect(answers).toEqual([{ n: 1 }, { n: 1 }, { n: 2 }]);
  expect(reset.$metadata.httpStatusCode).toBe(204);
  expect([await get('one'), await get('two')]).toEqual([{ n: 3 }, { n: 2 }]);
});

test('ResetAuthorizersCache › knows no stage that is not there', async () => {
  const { ApiId } = await client.send(new Apis.CreateApiCommand({ Name: 'orders', ProtocolType: 'HTTP' }));

  await expect(client.send(new Apis.ResetAuthorizersCacheCommand({ ApiId, StageName: 'none' }))).rejects.toMatchObject({
    name: 'NotFoundException',
    $metadata: { httpStatusCode: 404 },
  });
});

test('GetAuthorizer › answers its settings, and NotFoundException for another', async () => {
  const { ApiId, AuthorizerId } = await guardedApi();

  const found = await client.send(new Apis.GetAuthorizerCommand({ ApiId, AuthorizerId }));

  expect(found).toMatchObject({
    AuthorizerId,
    Name: 'guard',
    AuthorizerType: 'REQUEST',
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
    IdentitySource: ['$request.header.Authorization'],
    AuthorizerResultTtlInSeconds: 300,
  });
  await expect(client.send(new Apis.GetAuthorizerCommand({ ApiId, AuthorizerId: 'none' }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});
