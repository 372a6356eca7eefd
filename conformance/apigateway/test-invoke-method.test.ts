import {
  APIGatewayClient,
  CreateRestApiCommand,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  TestInvokeMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeServiceApi } from './service-api.ts';

const target = useCloud();
let apis: APIGatewayClient;
beforeEach(() => {
  apis = target.client(APIGatewayClient);
});

async function invoke(service: string, input: Partial<TestInvokeMethodCommand['input']> = {}) {
  const api = await makeServiceApi(apis, [{ path: '/pets/{id}', verb: 'POST', service }]);
  const resourceId = api.resourceIds.get('/pets/{id}');
  return apis.send(
    new TestInvokeMethodCommand({ restApiId: api.restApiId, resourceId, httpMethod: 'POST', body: '{}', ...input }),
  );
}

/** GET of the root of a new API. */
async function putMethod(settings: Partial<PutIntegrationCommandInput>) {
  const { id: restApiId, rootResourceId: resourceId } = await apis.send(new CreateRestApiCommand({ name: 'tested' }));
  const method = { restApiId, resourceId, httpMethod: 'GET' };
  await apis.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  await apis.send(new PutIntegrationCommand({ ...method, type: 'MOCK', ...settings }));
  return method;
}

/** Without ids, times and what differs from run to run. */
const linesOf = (log = ''): string[] =>
  log
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    .replace(/^\w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4} : /gm, 'TIME : ')
    .replace(/Integration latency: \d+ ms/, 'Integration latency: N ms')
    .split('\n');

describe('TestInvokeMethod', () => {
  test('runs a method that no stage serves, and tells its answer', async () => {
    const answer = await invoke('ssm:action/DescribeParameters');

    expect(answer).toMatchObject({ status: 200, body: '{"Parameters":[]}', latency: expect.any(Number) });
    expect(answer.multiValueHeaders).toHaveProperty('Content-Type');
  });

  test('tells every step of the execution, as AWS words it', async () => {
    const { log } = await invoke('ssm:action/DescribeParameters', {
      pathWithQueryString: '/pets/7?a=1&a=2',
      headers: { 'X-Own': 'yes' },
    });

    const lines = linesOf(log);
    expect(lines.slice(0, 7)).toEqual([
      'Execution log for request ID',
      'TIME : Starting execution for request: ID',
      'TIME : HTTP Method: POST, Resource Path: /pets/7',
      'TIME : Method request path: {id=7}',
      'TIME : Method request query string: {a=1, 2}',
      'TIME : Method request headers: {X-Own=yes}',
      'TIME : Method request body before transformations: {}',
    ]);
    const url = 'https://ssm.us-east-1.amazonaws.com/?Action=DescribeParameters';
    expect(lines[7]).toBe(`TIME : Endpoint request URI: ${url}`);
    expect(lines.slice(9, 12)).toEqual([
      'TIME : Endpoint request body after transformations: {}',
      `TIME : Sending request to ${url}`,
      'TIME : Received response. Status: 200, Integration latency: N ms',
    ]);
    expect(lines.slice(13, 15)).toEqual([
      'TIME : Endpoint response body before transformations: {"Parameters":[]}',
      'TIME : Method response body after transformations: {"Parameters":[]}',
    ]);
    expect(lines.slice(16)).toEqual([
      'TIME : Successfully completed execution',
      'TIME : Method completed with status: 200',
      'TIME : AWS Integration Endpoint RequestId : ID',
      '',
    ]);
  });

  test('tells why a method fails', async () => {
    const credentials = 'arn:aws:iam::000000000000:user/nobody';
    const uri = 'arn:aws:apigateway:us-east-1:ssm:action/DescribeParameters';
    const method = await putMethod({ type: 'AWS', integrationHttpMethod: 'POST', uri, credentials });

    const { status, log } = await apis.send(new TestInvokeMethodCommand(method));

    expect(status).toBe(500);
    expect(linesOf(log)).toContain(
      'TIME : Execution failed due to configuration error: API Gateway does not have permission to assume the provided role',
    );
    expect(linesOf(log)).toContain('TIME : Method completed with status: 500');
  });

  test('knows the method of the resource, and no other', async () => {
    await expect(invoke('ssm:action/DescribeParameters', { httpMethod: 'GET' })).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Invalid Method identifier specified',
    });
  });

  test('cuts lines that are too long for a log', async () => {
    const { log } = await invoke('ssm:action/DescribeParameters', { headers: { 'x-long': 'x'.repeat(5000) } });

    const line = log?.split('\n').find((each) => each.includes('Method request headers'));
    expect(line).toMatch(/x \[TRUNCATED\]$/);
    expect(line?.replace(/^.*? UTC \d{4} : /, '')).toHaveLength(1024 + ' [TRUNCATED]'.length);
  });

  test('tells of no endpoint where a mock answers', async () => {
    const method = await putMethod({ type: 'MOCK', requestTemplates: { 'application/json': '{ statusCode: 200 }' } });
    await apis.send(new PutMethodResponseCommand({ ...method, statusCode: '200' }));
    await apis.send(
      new PutIntegrationResponseCommand({
        ...method,
        statusCode: '200',
        responseTemplates: { 'application/json': '{"a":1}' },
      }),
    );

    const { log, headers } = await apis.send(new TestInvokeMethodCommand(method));

    expect(headers).toEqual({ 'Content-Type': 'application/json' });
    expect(linesOf(log)).toEqual([
      'Execution log for request ID',
      'TIME : Starting execution for request: ID',
      'TIME : HTTP Method: GET, Resource Path: /',
      'TIME : Method request path: {}',
      'TIME : Method request query string: {}',
      'TIME : Method request headers: {}',
      'TIME : Method request body before transformations: ',
      'TIME : Method response body after transformations: {"a":1}',
      'TIME : Method response headers: {Content-Type=application/json}',
      'TIME : Successfully completed execution',
      'TIME : Method completed with status: 200',
      '',
    ]);
  });

  test('names the type of an error as AWS spells it', async () => {
    const method = await putMethod({ type: 'MOCK' });

    const { status, headers } = await apis.send(new TestInvokeMethodCommand(method));

    expect(status).toBe(500);
    expect(headers).toMatchObject({ 'x-amzn-ErrorType': 'InternalServerErrorException' });
  });

  test('shows a function who tests, and the headers of the test alone', async () => {
    const functions = target.client(LambdaClient);
    const code = 'export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });';
    const { FunctionArn } = await functions.send(
      new CreateFunctionCommand({
        FunctionName: 'echo',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/echo',
        Code: { ZipFile: zipSync({ 'index.mjs': strToU8(code) }) },
      }),
    );
    await functions.send(
      new AddPermissionCommand({
        FunctionName: 'echo',
        StatementId: 'api',
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
      }),
    );
    const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FunctionArn}/invocations`;
    const method = await putMethod({ type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri });

    const bare = await apis.send(new TestInvokeMethodCommand(method));
    const given = await apis.send(new TestInvokeMethodCommand({ ...method, headers: { 'X-Own': 'yes' } }));

    const event = JSON.parse(bare.body ?? '');
    expect(event).toMatchObject({ headers: null, multiValueHeaders: null, path: '/' });
    expect(event.requestContext).toMatchObject({
      stage: 'test-invoke-stage',
      domainPrefix: 'testPrefix',
      domainName: 'testPrefix.testDomainName',
      identity: {
        apiKey: 'test-invoke-api-key',
        apiKeyId: 'test-invoke-api-key-id',
        sourceIp: 'test-invoke-source-ip',
        accountId: '000000000000',
        userArn: expect.stringMatching(/^arn:aws:iam::/),
      },
    });
    expect(event.requestContext).not.toHaveProperty('deploymentId');
    expect(JSON.parse(given.body ?? '').headers).toEqual({ 'X-Own': 'yes' });
  });
});
