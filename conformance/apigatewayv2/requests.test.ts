import { ApiGatewayV2Client, CreateApiCommand, UpdateApiCommand } from '@aws-sdk/client-apigatewayv2';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  LambdaClient,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { headerNames } from '../header-lines.ts';

const target = useCloud();
let apis: ApiGatewayV2Client;
let functions: LambdaClient;
beforeEach(() => {
  apis = target.client(ApiGatewayV2Client);
  functions = target.client(LambdaClient);
});

const code = `
export const handler = async (event) => {
  if (event.rawPath === '/throw') throw new Error('oh');
  if (event.rawPath === '/binary') {
    return { statusCode: 200, isBase64Encoded: true, body: 'AQID', headers: { 'content-type': 'image/x' } };
  }
  if (event.rawPath === '/names') return { statusCode: 200, headers: { 'X-CamelCase': '1', 'x-lower': '2' } };
  if (event.rawPath === '/cookies') return { statusCode: 204, cookies: ['a=1', 'b=2; HttpOnly'] };
  return event;
};`;

/** A function that answers its event, behind every path of an API; the URL needs no name service. */
async function deploy(settings: object = {}): Promise<{ readonly ApiId: string; readonly url: string }> {
  const { FunctionArn } = await functions.send(
    new CreateFunctionCommand({
      FunctionName: 'echo',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/echo',
      Code: { ZipFile: zipSync({ 'index.mjs': strToU8(code) }) },
    }),
  );
  const { ApiId = '' } = await apis.send(
    new CreateApiCommand({ Name: 'echo', ProtocolType: 'HTTP', Target: FunctionArn, ...settings }),
  );
  await functions.send(
    new AddPermissionCommand({
      FunctionName: 'echo',
      StatementId: 'api',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: `arn:aws:execute-api:us-east-1:000000000000:${ApiId}/*/$default`,
    }),
  );
  return { ApiId, url: `${target.cloud.endpoint}/_aws/execute-api/${ApiId}/_` };
}

describe('a request to an HTTP API', () => {
  test('is answered with the function’s names of headers, and the gateway’s own', async () => {
    const { url } = await deploy();

    const names = await headerNames(`${url}/names`);

    expect(names).toEqual(
      expect.arrayContaining(['Content-Type', 'Content-Length', 'Apigw-Requestid', 'X-CamelCase', 'x-lower']),
    );
  });

  test('reaches the function, and its answer comes back', async () => {
    const { ApiId, url } = await deploy();

    const response = await fetch(`${url}/orders/7?a=1&a=2&b=x%20y`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'X-Mine': 'Yes' },
      body: '{"n":1}',
    });

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('apigw-requestid')).toBeTruthy();
    expect(await response.json()).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/orders/7',
      rawQueryString: 'a=1&a=2&b=x%20y',
      queryStringParameters: { a: '1,2', b: 'x y' },
      headers: { 'x-mine': 'Yes', 'content-length': '7' },
      requestContext: { apiId: ApiId, stage: '$default', http: { method: 'POST', path: '/orders/7' } },
      body: '{"n":1}',
      isBase64Encoded: false,
    });
  });

  test('answers bytes and cookies', async () => {
    const { url } = await deploy();

    const bytes = await fetch(`${url}/binary`);
    const cookies = await fetch(`${url}/cookies`);

    expect(new Uint8Array(await bytes.arrayBuffer())).toEqual(new Uint8Array([1, 2, 3]));
    expect(bytes.headers.get('content-type')).toBe('image/x');
    expect(cookies.status).toBe(204);
    expect(cookies.headers.getSetCookie()).toEqual(['a=1', 'b=2; HttpOnly']);
  });

  test('is 500 when the function throws', async () => {
    const { url } = await deploy();

    const response = await fetch(`${url}/throw`);

    expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  test('is 500 as soon as the function’s permission is gone', async () => {
    const { url } = await deploy();
    expect((await fetch(url)).status).toBe(200);

    await functions.send(new RemovePermissionCommand({ FunctionName: 'echo', StatementId: 'api' }));

    expect((await fetch(url)).status).toBe(500);
  });

  test('is answered for a page of a configured origin', async () => {
    const { ApiId, url } = await deploy();
    await apis.send(new UpdateApiCommand({ ApiId, CorsConfiguration: { AllowOrigins: ['https://app.example'] } }));

    const response = await fetch(url, { headers: { origin: 'https://app.example' } });

    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example');
  });
});
