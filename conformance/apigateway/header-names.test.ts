import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { AddPermissionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { headerNames } from '../header-lines.ts';
import { makeFunction } from '../lambda/make-function.ts';

const target = useCloud();
let apis: APIGatewayClient;
let backend: Server;
beforeAll(async () => {
  backend = createServer((_request, response) => {
    response.writeHead(200, { 'content-TYPE': 'text/plain', 'X-Backend': '1', 'x-LOWER': '2', Server: 'own' }).end('x');
  });
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
});
afterAll(() => backend.close());
beforeEach(() => {
  apis = target.client(APIGatewayClient);
});

/** `GET /` with an integration, in the stage `prod`. */
async function deploy(integration: Partial<PutIntegrationCommandInput>): Promise<string> {
  const { id: restApiId = '' } = await apis.send(new CreateRestApiCommand({ name: 'named' }));
  const { items = [] } = await apis.send(new GetResourcesCommand({ restApiId }));
  const place = { restApiId, resourceId: items[0]?.id, httpMethod: 'GET' };
  await apis.send(new PutMethodCommand({ ...place, authorizationType: 'NONE' }));
  await apis.send(
    new PutMethodResponseCommand({
      ...place,
      statusCode: '200',
      responseParameters: { 'method.response.header.X-Mapped': false, 'method.response.header.Server': false },
    }),
  );
  await apis.send(new PutIntegrationCommand({ ...place, type: 'MOCK', ...integration }));
  if (integration.type === 'MOCK') {
    await apis.send(
      new PutIntegrationResponseCommand({
        ...place,
        statusCode: '200',
        responseParameters: { 'method.response.header.X-Mapped': "'1'", 'method.response.header.Server': "'own'" },
      }),
    );
  }
  await apis.send(
    new PutGatewayResponseCommand({
      restApiId,
      responseType: 'MISSING_AUTHENTICATION_TOKEN',
      responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" },
    }),
  );
  await apis.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  return `${target.cloud.endpoint}/restapis/${restApiId}/prod/_user_request_`;
}

const idNames = ['x-amzn-RequestId', 'x-amz-apigw-id'];
const bodyNames = ['Content-Type', 'Content-Length'];

describe('names of headers in answers of a REST API', () => {
  test('are the function’s own, but for the gateway’s and what it remaps', async () => {
    const functions = target.client(LambdaClient);
    await makeFunction(
      functions,
      `exports.handler = async () => ({
        statusCode: 200,
        headers: { 'content-type': 'text/plain', 'X-CamelCase': '1', 'x-lower': '2', 'WWW-Authenticate': 'Basic' },
        multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
        body: 'x',
      });`,
    );
    await functions.send(
      new AddPermissionCommand({
        FunctionName: 'f',
        StatementId: 'api',
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
      }),
    );
    const url = await deploy({
      type: 'AWS_PROXY',
      integrationHttpMethod: 'POST',
      uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations`,
    });

    const names = await headerNames(`${url}/`);

    expect(names).toEqual(
      expect.arrayContaining([
        ...bodyNames,
        ...idNames,
        'X-Amzn-Trace-Id',
        'X-CamelCase',
        'x-lower',
        'x-amzn-Remapped-WWW-Authenticate',
        'Set-Cookie',
      ]),
    );
    expect(names.filter((name) => name === 'Set-Cookie')).toHaveLength(2);
    expect(names).not.toContain('content-type');
  });

  test('are the backend’s own behind an HTTP proxy', async () => {
    const { port } = backend.address() as AddressInfo;
    const uri = `http://127.0.0.1:${port}/`;

    const names = await headerNames(`${await deploy({ type: 'HTTP_PROXY', integrationHttpMethod: 'GET', uri })}/`);

    expect(names).toEqual(
      expect.arrayContaining([...bodyNames, ...idNames, 'X-Backend', 'x-LOWER', 'x-amzn-Remapped-Server']),
    );
  });

  test('are those of the mapping where there is one', async () => {
    const url = await deploy({ type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode":200}' } });

    const names = await headerNames(`${url}/`);

    expect(names).toEqual(expect.arrayContaining([...bodyNames, ...idNames, 'X-Mapped', 'x-amzn-Remapped-Server']));
  });

  test('are those of the gateway response in a refusal', async () => {
    const url = await deploy({ type: 'MOCK' });

    const names = await headerNames(`${url}/nowhere`);

    expect(names).toEqual(
      expect.arrayContaining([...bodyNames, ...idNames, 'x-amzn-ErrorType', 'Access-Control-Allow-Origin']),
    );
  });
});
