import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let apis: APIGatewayClient;
let functions: LambdaClient;
beforeEach(() => {
  apis = target.client(APIGatewayClient);
  functions = target.client(LambdaClient);
});

const code = `
export const handler = async (event) => {
  if (event.path === '/items/throw') throw new Error('oh');
  if (event.path === '/items/malformed') return { statusCode: 200, unknown: true };
  return { statusCode: 201, headers: { 'x-own': 'yes' }, body: JSON.stringify(event) };
};`;

/** A function that answers its event, behind `ANY /items/{id}`, in the stage `prod`. */
async function deploy(): Promise<{ readonly id: string; readonly url: string }> {
  const { FunctionArn } = await functions.send(
    new CreateFunctionCommand({
      FunctionName: 'echo',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/echo',
      Code: { ZipFile: zipSync({ 'index.mjs': strToU8(code) }) },
    }),
  );
  const { id: restApiId = '' } = await apis.send(new CreateRestApiCommand({ name: 'echo' }));
  const { items = [] } = await apis.send(new GetResourcesCommand({ restApiId }));
  const { id: parentId } = await apis.send(
    new CreateResourceCommand({ restApiId, parentId: items[0]?.id, pathPart: 'items' }),
  );
  const { id: resourceId } = await apis.send(new CreateResourceCommand({ restApiId, parentId, pathPart: '{id}' }));
  const method = { restApiId, resourceId, httpMethod: 'ANY' };
  await apis.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  await apis.send(
    new PutIntegrationCommand({
      ...method,
      type: 'AWS_PROXY',
      integrationHttpMethod: 'POST',
      uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FunctionArn}/invocations`,
    }),
  );
  await apis.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  await functions.send(
    new AddPermissionCommand({
      FunctionName: 'echo',
      StatementId: 'api',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: `arn:aws:execute-api:us-east-1:000000000000:${restApiId}/*/*/items/*`,
    }),
  );
  return { id: restApiId, url: `${target.cloud.endpoint}/restapis/${restApiId}/prod/_user_request_` };
}

describe('a request to a REST API', () => {
  test('reaches the function, and its answer comes back', async () => {
    const { id, url } = await deploy();

    const response = await fetch(`${url}/items/7?a=1&a=2`, { headers: { 'X-CamelCase': 'Y' } });

    expect(response.status).toBe(201);
    expect(response.headers.get('x-own')).toBe('yes');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    const event = (await response.json()) as Record<string, unknown>;
    expect(event).toMatchObject({
      resource: '/items/{id}',
      path: '/items/7',
      httpMethod: 'GET',
      pathParameters: { id: '7' },
      queryStringParameters: { a: '2' },
      multiValueQueryStringParameters: { a: ['1', '2'] },
      stageVariables: null,
      body: null,
      requestContext: { apiId: id, stage: 'prod', path: '/prod/items/7', resourcePath: '/items/{id}' },
    });
    expect(event).not.toHaveProperty('version');
  });

  test('is refused in AWS’s words where no method takes it', async () => {
    const { url } = await deploy();

    const response = await fetch(`${url}/nowhere`);

    expect(response.status).toBe(403);
    expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
    expect(await response.text()).toBe('{"message":"Missing Authentication Token"}');
  });

  test.each(['throw', 'malformed'])('ends in 502 where the function answers wrongly: %s', async (kind) => {
    const { url } = await deploy();

    const response = await fetch(`${url}/items/${kind}`);

    expect(response.status).toBe(502);
    expect(response.headers.get('x-amzn-errortype')).toBe('InternalServerErrorException');
    expect(await response.text()).toBe('{"message": "Internal server error"}');
  });
});
