import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  GetResourcesCommand,
  type IntegrationType,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let apis: APIGatewayClient;
let restApiId: string | undefined;
let rootId: string | undefined;
let backend: Server;
let origin: string;

beforeAll(async () => {
  backend = createServer((request, response) => {
    void text(request).then((body) => {
      const { method, url, headers } = request;
      response.writeHead(url === '/teapot' ? 418 : 200, { 'content-type': 'application/json', 'x-backend': 'b' });
      response.end(JSON.stringify({ method, url, headers, body }));
    });
  });
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
});
afterAll(() => {
  backend.closeAllConnections();
  backend.close();
});

beforeEach(async () => {
  apis = target.client(APIGatewayClient);
  ({ id: restApiId } = await apis.send(new CreateRestApiCommand({ name: 'partners' })));
  const { items = [] } = await apis.send(new GetResourcesCommand({ restApiId }));
  rootId = items[0]?.id;
});

interface Given {
  readonly type: IntegrationType;
  readonly path: string;
  readonly verb?: string;
  readonly integration?: object;
  readonly requestParameters?: Record<string, boolean>;
  readonly responses?: Readonly<Record<string, object>>;
}

/** Puts a method below the root, with the responses given. */
async function serve({ type, path, verb = 'POST', integration, requestParameters, responses = {} }: Given) {
  let resourceId = rootId;
  for (const pathPart of path.split('/')) {
    const create = new CreateResourceCommand({ restApiId, parentId: resourceId, pathPart });
    ({ id: resourceId } = await apis.send(create));
  }
  const method = { restApiId, resourceId, httpMethod: verb };
  await apis.send(new PutMethodCommand({ ...method, authorizationType: 'NONE', requestParameters }));
  await apis.send(new PutIntegrationCommand({ ...method, type, ...integration }));
  for (const [statusCode, { responseParameters = {}, ...response }] of Object.entries(responses) as [
    string,
    { readonly responseParameters?: Record<string, string> },
  ][]) {
    const declared = Object.fromEntries(Object.keys(responseParameters).map((name) => [name, false]));
    await apis.send(new PutMethodResponseCommand({ ...method, statusCode, responseParameters: declared }));
    await apis.send(new PutIntegrationResponseCommand({ ...method, statusCode, responseParameters, ...response }));
  }
}

async function deployed(variables?: Record<string, string>): Promise<string> {
  const { id: deploymentId } = await apis.send(new CreateDeploymentCommand({ restApiId }));
  await apis.send(new CreateStageCommand({ restApiId, deploymentId, stageName: 'prod', variables }));
  return `${target.cloud.endpoint}/restapis/${restApiId}/prod/_user_request_`;
}

describe('integrations of a REST API', () => {
  test('a mock answers by its templates', async () => {
    await serve({
      type: 'MOCK',
      path: 'mock',
      integration: { requestTemplates: { 'application/json': '{ statusCode: $input.path("$.status") }' } },
      responses: {
        200: {
          responseTemplates: { 'application/json': '{"was": "$context.httpMethod", "stage": "$stageVariables.s"}' },
        },
        404: {
          selectionPattern: '4\\d\\d',
          responseParameters: { 'method.response.header.x-why': "'because'" },
          responseTemplates: { 'application/json': '{}' },
        },
      },
    });
    const url = await deployed({ s: 'v' });
    const ask = (status: number) => {
      const headers = { 'content-type': 'application/json' };
      return fetch(`${url}/mock`, { method: 'POST', headers, body: JSON.stringify({ status }) });
    };

    const fine = await ask(200);
    const missing = await ask(404);

    expect([fine.status, await fine.text()]).toEqual([200, '{"was": "POST", "stage": "v"}']);
    expect([missing.status, await missing.text()]).toEqual([404, '{}']);
    expect(missing.headers.get('x-why')).toBe('because');
  });

  test('templates see the headers that the gateway adds, and none of the connection’s', async () => {
    await serve({
      type: 'MOCK',
      path: 'headers',
      verb: 'GET',
      integration: { requestTemplates: { 'application/json': '{ statusCode: 200 }' } },
      responses: {
        200: {
          responseTemplates: {
            'application/json':
              '#set($headers = $input.params().header)[#foreach($name in $headers.keySet())"$name"#if($foreach.hasNext),#end#end,"$input.params(\'x-forwarded-for\')"]',
          },
        },
      },
    });
    const url = await deployed();

    const response = await fetch(`${url}/headers`, { headers: { 'X-Own': 'yes', 'X-Forwarded-For': '10.0.0.1' } });

    const names = (await response.json()) as string[];
    expect(names).toEqual(
      expect.arrayContaining(['Host', 'X-Amzn-Trace-Id', 'X-Forwarded-For', 'X-Forwarded-Port', 'X-Forwarded-Proto']),
    );
    expect(names.map((name) => name.toLowerCase())).not.toContain('connection');
    expect(names.at(-1)).toMatch(/^10\.0\.0\.1, .*127\.0\.0\.1$/);
  });

  test('an HTTP integration maps both ways', async () => {
    await serve({
      type: 'HTTP',
      path: 'http/{id}',
      requestParameters: { 'method.request.path.id': true, 'method.request.querystring.q': false },
      integration: {
        integrationHttpMethod: 'PUT',
        uri: `${origin}/in/{id}`,
        requestParameters: {
          'integration.request.path.id': 'method.request.path.id',
          'integration.request.querystring.query': 'method.request.querystring.q',
          'integration.request.header.x-static': "'static'",
        },
        requestTemplates: { 'application/json': '{"n": $input.json("$.number")}' },
      },
      responses: {
        201: {
          responseParameters: { 'method.response.header.x-from': 'integration.response.header.x-backend' },
          responseTemplates: {
            'application/json':
              '{"method": "$input.path("$.method")", "url": "$input.path("$.url")", "body": $input.json("$.body"), "s": "$input.path("$.headers[\'x-static\']")"}',
          },
        },
      },
    });
    const url = await deployed();

    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/http/7?q=a%20b`, { method: 'POST', headers, body: '{"number": 1.5}' });

    expect(response.status).toBe(201);
    expect(response.headers.get('x-from')).toBe('b');
    expect(await response.json()).toEqual({
      method: 'PUT',
      url: '/in/7?query=a%20b',
      body: '{"n": 1.5}',
      s: 'static',
    });
  });

  test('an HTTP proxy passes on', async () => {
    await serve({
      type: 'HTTP_PROXY',
      path: '{proxy+}',
      verb: 'ANY',
      requestParameters: { 'method.request.path.proxy': true },
      integration: {
        integrationHttpMethod: 'ANY',
        uri: `${origin}/{proxy}`,
        requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
      },
    });
    const url = await deployed();

    const response = await fetch(`${url}/teapot`, { method: 'DELETE', headers: { 'x-own': 'yes' } });

    expect(response.status).toBe(418);
    expect(response.headers.get('x-backend')).toBe('b');
    expect(response.headers.get('x-amzn-remapped-connection')).toBe('keep-alive');
    expect(await response.json()).toMatchObject({
      method: 'DELETE',
      url: '/teapot',
      headers: { 'x-own': 'yes', 'x-amzn-apigateway-api-id': restApiId },
    });
  });

  test('a function behind mappings is told by its errors', async () => {
    const functions = target.client(LambdaClient);
    const code = 'export const handler = async (e) => { if (e.fail) throw new Error("[404] none"); return { e }; };';
    const { FunctionArn } = await functions.send(
      new CreateFunctionCommand({
        FunctionName: 'orders',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/orders',
        Code: { ZipFile: zipSync({ 'index.mjs': strToU8(code) }) },
      }),
    );
    await functions.send(
      new AddPermissionCommand({
        FunctionName: 'orders',
        StatementId: 'api',
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
      }),
    );
    await serve({
      type: 'AWS',
      path: 'function',
      integration: {
        integrationHttpMethod: 'POST',
        uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FunctionArn}/invocations`,
      },
      responses: {
        200: {},
        404: {
          selectionPattern: '\\[404\\].*',
          responseTemplates: { 'application/json': '$input.path("$.errorMessage")' },
        },
      },
    });
    const url = await deployed();
    const ask = async (body: string) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${url}/function`, { method: 'POST', headers, body });
      return [response.status, await response.text()];
    };

    expect(await ask('{"a":1}')).toEqual([200, '{"e":{"a":1}}']);
    expect(await ask('{"fail":true}')).toEqual([404, '[404] none']);
  });
});
